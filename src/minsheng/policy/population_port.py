"""What the policy library asks of populations: a port, filled by :mod:`minsheng.population` where it is installed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.language import N_

if TYPE_CHECKING:
    from minsheng.policy.law import Law

__all__ = ["PopulationEngine", "population_engine"]

GROUP = "minsheng.population_engine"


class PopulationEngine(Protocol):
    """Works out whole populations."""

    def determine(
        self, law: Law, source: Path | Mapping[str, Any], out: Path | None, rules: Sequence[str], **options: Any
    ) -> Any:
        """The values of rules for tables in memory, or from a folder to a folder."""
        ...

    def compare(self, after: Law, before: Law, source: Path, out: Path | None, **options: Any) -> Any:
        """What a change of parameters means for a population."""
        ...


def population_engine() -> PopulationEngine:
    """The installed engine.

    Raises:
        PolicyError: what populations need is not installed.
    """
    for entry in entry_points(group=GROUP):
        try:
            return cast(PopulationEngine, entry.load()())
        except ImportError:
            break
    message, hint = (
        N_("populations need more than what is installed"),
        N_("Install minsheng with the extra: minsheng[population]"),
    )
    raise PolicyError([Finding("T44", Place("minsheng"), message, hint)])
