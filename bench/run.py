"""Measure the policy library and write bench/results.json: ``make bench``.

Every figure is from this one run on this machine: loading, deciding one household with and without words, a
population, and how many questions settle
a household. Households are synthetic, of the county that ``minsheng county`` makes (seed 20171231).
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median

from minsheng.policy import Household, Law, Library, read_household
from minsheng.policy.evaluation import evaluate
from minsheng.policy.library import default_folder
from minsheng.population.scan import scan
from minsheng.population.synthetic import make_county
from minsheng.population.table import Population
from questions import measure

HERE = Path(__file__).resolve().parent
DAY = date(2017, 12, 31)
EXAMPLE_DAY = date(2021, 11, 20)
#: A fifth of the county: enough that starting the workers does not count.
SCALE = 0.2


def milliseconds(action: Callable[[], object], runs: int) -> float:
    """The median time of an action."""
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        action()
        times.append((time.perf_counter() - begun) * 1000)
    return round(median(times), 3)


def fresh_process_ms(code: str, runs: int = 5) -> float:
    """The median time of a piece of code in a new process, its imports done before."""
    script = f"import time\nfrom minsheng.policy import Library\nb = time.perf_counter()\n{code}\nprint((time.perf_counter() - b) * 1000)"
    times = [
        float(subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout)
        for _ in range(runs)
    ]
    return round(median(times), 1)


def over(households: list[Household], action: Callable[[Household], object]) -> float:
    """The median over households of the time of an action, each household once after one round to warm up."""
    for household in households[:20]:
        action(household)
    return round(median(milliseconds(lambda h=household: action(h), 1) for household in households), 3)


def one_household(law: Law, households: list[Household]) -> dict[str, object]:
    """Deciding one household of the county: rules alone, outcomes with the trace kept, and everything in words."""
    entitled = [h for h in households if any(o.status == "yes" and o.amount for o in law.outcomes(h))]
    return {
        "evaluate_ms_median": over(households, lambda h: evaluate(law.narrowed(law.benefits), h, DAY)),
        "outcomes_ms_median": over(households, law.outcomes),
        "decide_ms_median": over(households, law.decide),
        "decide_explained_ms_median": over(households, lambda h: law.decide(h).explain("zh")),
        "decide_explained_entitled_ms_median": over(entitled[:100], lambda h: law.decide(h).explain("zh")),
    }


def example(library: Library) -> dict[str, object]:
    """The household of the README's tour: more packs, and some facts that are not known."""
    law = library.as_of(EXAMPLE_DAY, "620171")
    household = read_household(HERE.parent / "examples" / "zhang.json", library.vocabulary, latest=EXAMPLE_DAY)
    decision = law.decide(household)
    dibao = next(outcome for outcome in decision.outcomes if outcome.benefit == "dibao")
    return {
        "rules_in_force": len(law.order),
        "benefits": len(law.benefits),
        "outcomes": len(decision.outcomes),
        "decide_ms": milliseconds(lambda: law.decide(household), 200),
        "one_benefit_explained_ms": milliseconds(lambda: list(law.decide(household).lines(dibao, "zh")), 100),
        "all_explained_ms": milliseconds(lambda: law.decide(household).explain("zh"), 20),
        "json_ms": milliseconds(lambda: law.decide(household).as_json("zh"), 5),
    }


def main() -> None:
    """Run everything and write the results."""
    results: dict[str, object] = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    }
    results["load_ms"] = fresh_process_ms("Library.load()")
    library = Library.load()
    results["packs"], results["rules"] = len(library.packs), sum(len(pack.rules) for pack in library.packs)
    results["law_ms"] = fresh_process_ms(
        "from datetime import date\nl = Library.load()\nb = time.perf_counter()\nl.as_of(date(2021, 11, 20), '620171').stages"
    )
    with tempfile.TemporaryDirectory() as folder:
        county = make_county(Path(folder) / "county", library.vocabulary, scale=SCALE)
        done = scan(Path(folder) / "county", default_folder(), DAY, Path(folder) / "out")
        results["scan_households"], results["scan_people"] = county.households, county.people
        results["scan_households_per_s"] = round(done.households_per_second)
        first = next(iter(Population.open(Path(folder) / "county", library.vocabulary).households(4000)))
    law_there = library.as_of(DAY, "500110")
    results["county"] = {"rules_in_force": len(law_there.order), "benefits": len(law_there.benefits)}
    results |= one_household(law_there, first[:500])
    results["example"] = example(library)
    poor = [h for h in first if h.facts.get("dibao_now") is not None and len(h.lists["people"].items) <= 3][:8]
    results["questions"] = measure(law_there, poor, frozenset({"dibao", "hardship"}), DAY)
    (HERE / "results.json").write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(json.dumps(results, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parent))
    main()
