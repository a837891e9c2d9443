"""The policy library: loading, one household with and without words, a county, and how many questions settle a household.

Households are of the county that ``minsheng county`` makes (seed 20171231).
"""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from bench.questions import measure as ask_questions
from bench.timing import ROOT, fresh_process_ms, median_over, milliseconds
from minsheng.policy import Household, Law, Library, read_household
from minsheng.policy.evaluation import evaluate
from minsheng.policy.library import default_folder
from minsheng.population.scan import scan
from minsheng.population.synthetic import make_county
from minsheng.population.table import Population

__all__ = ["measure"]

DAY = date(2017, 12, 31)
AREA = "500110"
EXAMPLE_DAY = date(2021, 11, 20)
#: The whole county of 993,000 people: enough that starting the workers does not count.
SCALE = 1.0


def measure() -> dict[str, Any]:
    """Everything about the library of packs."""
    results: dict[str, Any] = {"load_ms": fresh_process_ms("Library.load()")}
    library = Library.load()
    results |= {"packs": len(library.packs), "rules": sum(len(pack.rules) for pack in library.packs)}
    results["law_ms"] = fresh_process_ms(
        "from datetime import date\nl = Library.load()\nb = time.perf_counter()\nl.as_of(date(2021, 11, 20), '620171').stages"
    )
    scanned, households = county(library)
    results |= scanned
    law = library.as_of(DAY, AREA)
    results["county"] = {"rules_in_force": len(law.order), "benefits": len(law.benefits)}
    results |= one_household(law, households[:500])
    results["example"] = example(library)
    poor = [h for h in households if h.facts.get("dibao_now") is not None and len(h.lists["people"].items) <= 3][:8]
    results["questions"] = ask_questions(law, poor, frozenset({"dibao", "hardship"}), DAY)
    return results


def county(library: Library) -> tuple[dict[str, Any], list[Household]]:
    """Scan a made-up county; gives the figures and some of its households."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = make_county(folder / "county", library.vocabulary, scale=SCALE)
        done = scan(folder / "county", default_folder(), DAY, folder / "out")
        first = next(iter(Population.open(folder / "county", library.vocabulary).households(4000)))
    figures = {
        "scan_households": made.households,
        "scan_people": made.people,
        "scan_households_per_s": round(done.households_per_second),
        "scan_persons_per_s": round(made.people / done.decide_seconds),
    }
    return figures, first


def one_household(law: Law, households: list[Household]) -> dict[str, float]:
    """Deciding one household of the county: rules alone, outcomes with the trace kept, and everything in words."""
    entitled = [h for h in households if any(o.status == "yes" and o.amount for o in law.outcomes(h))]
    return {
        "evaluate_ms_median": median_over(households, lambda h: evaluate(law.narrowed(law.benefits), h, DAY)),
        "outcomes_ms_median": median_over(households, law.outcomes),
        "decide_ms_median": median_over(households, law.decide),
        "decide_explained_ms_median": median_over(households, lambda h: law.decide(h).explain("zh")),
        "decide_explained_entitled_ms_median": median_over(entitled[:100], lambda h: law.decide(h).explain("zh")),
    }


def example(library: Library) -> dict[str, float]:
    """The household of the README's tour: more packs, and some facts that are not known."""
    law = library.as_of(EXAMPLE_DAY, "620171")
    household = read_household(ROOT / "examples" / "zhang.json", library.vocabulary, latest=EXAMPLE_DAY)
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
