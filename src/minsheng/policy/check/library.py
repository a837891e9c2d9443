"""All checks of a library, one after another; each adds its findings and none hides another's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from minsheng.policy.check.examples import check_examples
from minsheng.policy.check.parameters import check_parameters
from minsheng.policy.check.process import check_processes
from minsheng.policy.check.rounding import check_rounding
from minsheng.policy.check.services import check_services
from minsheng.policy.coverage import check_coverage
from minsheng.policy.finding import PolicyError
from minsheng.policy.library import Library

__all__ = ["check_library", "grounds"]

Progress = Callable[[str], None]


def check_library(
    library: Library,
    *,
    cases: bool = True,
    progress: Progress | None = None,
    touched: Callable[[date, str], bool] = lambda day, area: True,
) -> None:
    """Run every check; findings are added to ``library.findings``.

    Args:
        library: the packs.
        cases: whether examples and cases are run.
        progress: called with the name of each check.
        touched: by day and area, which examples and cases are run; all when left out.
    """
    say = progress or (lambda _: None)
    steps: list[tuple[str, Callable[[], None]]] = [
        ("parameters", partial(check_parameters, library)),
        ("processes", partial(check_processes, library)),
        ("services", partial(check_services, library)),
        ("rounding", partial(check_rounding, library)),
        ("order of rules", partial(_check_circles, library)),
        ("coverage", partial(check_coverage, library)),
    ]
    if cases:
        steps.append(("examples and cases", partial(check_examples, library, touched)))
    for name, step in steps:
        say(name)
        step()


def grounds(library: Library) -> list[tuple[date, str]]:
    """Every combination of place and day on which the law differs from its neighbours: one day and area for each."""
    days = {pack.in_force for pack in library.packs}
    days |= {pack.last_day + timedelta(days=1) for pack in library.packs if pack.last_day is not None}
    areas = {pack.area for pack in library.packs} | {
        area for p in library.packs for s in p.area_sets for area in s.areas
    }
    return [(day, area) for area in sorted(areas) for day in sorted(days)]


def _check_circles(library: Library) -> None:
    """Build the law of every ground once; a circle of rules or benefits shows itself there."""
    seen: set[str] = set()
    signatures: set[tuple[int, ...]] = set()
    for day, area in grounds(library):
        signature = tuple(id(d) for d in library.definitions.in_force(day, area).values())
        if signature in signatures:
            continue
        signatures.add(signature)
        try:
            library.as_of(day, area)
        except PolicyError as problem:
            for finding in problem.findings:
                key = str(finding.params.get("cycle"))
                if finding.code == "O2" and key not in seen:
                    seen.add(key)
                    library.findings.items.append(finding)
