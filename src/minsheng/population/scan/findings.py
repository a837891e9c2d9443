"""What the shards of a scan found, put together as if the files had been read from one end to the other."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.language import N_
from minsheng.policy.law import Law
from minsheng.policy.library import Library
from minsheng.population.check import check_doubles, out_of_order
from minsheng.population.check_result import MOST_FINDINGS, AreaRows, CheckResult, Ends
from minsheng.population.duplicates import UNIQUE
from minsheng.population.files import TableFile
from minsheng.population.scan.plan import Shard

__all__ = ["FoundByShard", "check_junctions", "doubles_by_shard", "laws_of"]


class FoundByShard:
    """What was found in each shard; together no more than is shown, the rest counted, whatever the order in which shards end."""

    def __init__(self) -> None:
        self._of: dict[int, CheckResult] = {}

    def of(self, number: int) -> CheckResult | None:
        """What was found in a shard that was looked at."""
        return self._of.get(number)

    def put(self, number: int, found: CheckResult) -> None:
        """Keep what was found in a shard, instead of what was found there before."""
        self._of[number] = found
        whole = CheckResult()
        for place in sorted(self._of):
            result, room = self._of[place], MOST_FINDINGS - len(whole.findings)
            if len(result.findings) > room:
                result.more += len(result.findings) - room
                del result.findings[room:]
            room = MOST_FINDINGS - len(whole.of_keys)
            if len(result.of_keys) > room:
                result.more_of_keys += len(result.of_keys) - room
                del result.of_keys[room:]
            whole.findings += result.findings
            whole.of_keys += result.of_keys

    def into(self, whole: CheckResult) -> None:
        """Add everything, in the order of the shards."""
        for place in sorted(self._of):
            whole.merge(self._of[place])


def laws_of(
    library: Library, on: date, areas: Mapping[str, AreaRows], households: TableFile, *, demonstration: bool
) -> tuple[dict[str, Law], list[Finding]]:
    """The law of each area, and every area that has none with how many households it has and the first of them."""
    laws: dict[str, Law] = {}
    findings: list[Finding] = []
    for area, rows in sorted(areas.items()):
        try:
            laws[area] = library.as_of(on, area=area, demonstration=demonstration)
        except PolicyError as problem:
            findings += [_no_law(finding, rows, households) for finding in problem.findings]
    return laws, findings


def _no_law(finding: Finding, rows: AreaRows, households: TableFile) -> Finding:
    if finding.code != "L4":
        return finding
    return Finding(
        "L4",
        Place(households.path.name, rows.first_row, "area"),
        N_("no document in the library holds for {area} on {day}; households there: {households}"),
        finding.hint,
        {**finding.params, "households": rows.households},
    )


def check_junctions(tables: Mapping[str, TableFile], ends: Sequence[Mapping[str, Ends]], whole: CheckResult) -> None:
    """Hold the first row of each shard against the last one before it.

    Args:
        tables: the files by name.
        ends: the ends of each shard by file, in order.
        whole: where findings go.
    """
    for name, table in tables.items():
        last: str | None = None
        for of_shard in ends:
            end = of_shard[name]
            if end.first is None:
                continue
            if last is not None and (end.first < last or (name == "households" and end.first == last)):
                whole.fatal = True
                whole.add(out_of_order(table, end.row), None)
            last = end.last


def doubles_by_shard(
    people: TableFile, shards: Sequence[Shard], kept: Path, whole: CheckResult, *, set_aside: bool
) -> dict[int, dict[str, Finding]]:
    """Find every double in the whole file.

    Args:
        people: the file.
        shards: all shards, in order.
        kept: the folder with the numbers of all texts.
        whole: where findings go.
        set_aside: whether the households are wanted.

    Returns:
        by shard the households that are set aside for a double, each with its first.
    """
    begins = [shard.rows["people"][0] for shard in shards]
    households: dict[int, dict[str, Finding]] = {}
    for name in UNIQUE:
        paths = [kept / f"{name}-{shard.number}" for shard in shards]
        for place, household, finding in check_doubles(people, name, paths):
            whole.add(finding, None)
            if household is None or not set_aside:
                continue
            of_shard = households.setdefault(bisect_right(begins, place) - 1, {})
            before = of_shard.get(household)
            if before is None or finding.place.line < before.place.line:
                of_shard[household] = finding
    return households
