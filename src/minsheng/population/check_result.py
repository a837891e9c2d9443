"""What a check of a population found, kept so that it stays small and does not depend on how the rows were cut for reading."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from minsheng.policy.finding import Finding, Place
from minsheng.policy.language import N_

__all__ = ["MOST_FINDINGS", "AreaRows", "CheckResult", "Ends"]

#: So many findings are kept; the rest are counted.
MOST_FINDINGS = 10_000

#: Which reason stands for a household with several: cells before doubles before keys, then by file, row and column.
Rank = tuple[int, int, int, int]


class Ends(NamedTuple):
    """The first and last household_id of the rows of a file, and the row number of the first; ``None`` where no row has one."""

    first: str | None = None
    row: int = 0
    last: str | None = None


class AreaRows(NamedTuple):
    """How many households an area has, and the row number of the first."""

    households: int
    first_row: int


@dataclass
class CheckResult:
    """What a check found. ``set_aside``: the reason for each household with a bad row; ``fatal``: setting aside would not help.

    ``areas`` are those of the households; ``of_keys`` findings that mean something only where every file is in order. Counts
    are of all rows, good or bad.
    """

    findings: list[Finding] = field(default_factory=list)
    more: int = 0
    set_aside: dict[str, Finding] = field(default_factory=dict)
    fatal: bool = False
    households: int = 0
    people: int = 0
    areas: dict[str, AreaRows] = field(default_factory=dict)
    synthetic: int = 0
    of_keys: list[Finding] = field(default_factory=list)
    more_of_keys: int = 0
    ends: dict[str, Ends] = field(default_factory=dict)
    keep_households: bool = True
    _ranks: dict[str, Rank] = field(default_factory=dict, repr=False)

    @property
    def bad(self) -> bool:
        """Whether anything was found."""
        return bool(self.fatal or self.findings or self.of_keys)

    @property
    def is_full(self) -> bool:
        """Whether further findings about cells are only counted, and nobody asks for their households."""
        return not self.keep_households and len(self.findings) >= MOST_FINDINGS

    def refuse(self, finding: Finding) -> None:
        """Keep a finding about a whole file."""
        self.fatal = True
        self.findings.insert(0, finding)

    def add(self, finding: Finding, household: str | None, rank: Rank = (0, 0, 0, 0)) -> None:
        """Keep a finding; beyond ten thousand they are only counted."""
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(finding)
        else:
            self.more += 1
        self.put_aside(household, finding, rank)

    def add_of_key(self, finding: Finding, household: str, rank: Rank) -> None:
        """Keep a finding about a row without its owner or an owner without rows."""
        if len(self.of_keys) < MOST_FINDINGS:
            self.of_keys.append(finding)
        else:
            self.more_of_keys += 1
        self.put_aside(household, finding, rank)

    def put_aside(self, household: str | None, finding: Finding, rank: Rank) -> None:
        """Set a household aside for a reason, unless there is one that goes before."""
        if self.keep_households and household and (household not in self._ranks or rank < self._ranks[household]):
            self._ranks[household] = rank
            self.set_aside[household] = finding

    def merge(self, other: CheckResult) -> None:
        """Add what was found in the rows that come after these."""
        self.findings += other.findings
        self.of_keys += other.of_keys
        self.more += other.more + len(self.findings[MOST_FINDINGS:])
        self.more_of_keys += other.more_of_keys + len(self.of_keys[MOST_FINDINGS:])
        del self.findings[MOST_FINDINGS:], self.of_keys[MOST_FINDINGS:]
        self.fatal |= other.fatal
        self.households += other.households
        self.people += other.people
        self.synthetic += other.synthetic

    def settle(self) -> None:
        """Take in what was found about keys, once it is known whether the files are in order."""
        if not self.fatal:
            self.findings += self.of_keys
            self.more += self.more_of_keys + len(self.findings[MOST_FINDINGS:])
            del self.findings[MOST_FINDINGS:]
        self.of_keys, self.more_of_keys = [], 0

    def all_findings(self) -> list[Finding]:
        """The findings in order of file, row and column, with a last word about those that were only counted."""
        found = sorted(self.findings, key=lambda f: (f.place.file, f.place.line, f.place.path))
        if self.more:
            found.append(Finding("T90", Place(), N_("and {count} more of the same kinds"), params={"count": self.more}))
        return found
