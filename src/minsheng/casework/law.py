"""The law that governs a case: of its day, at its place."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from minsheng.policy.law import Law, build_law
from minsheng.policy.library import Library, default_folder
from minsheng.policy.pack import Process
from minsheng.policy.procedure import process_of

__all__ = ["deciding_roles", "law_of", "library", "process_named", "processes_for"]


@lru_cache(maxsize=1)
def library() -> Library:
    """The packs: ``MINSHENG_POLICIES``, or those of this installation. Read once."""
    named = os.environ.get("MINSHENG_POLICIES")
    return Library.load(Path(named) if named else default_folder().resolve())


@lru_cache(maxsize=256)
def law_of(area: str, day: date) -> Law:
    """The law in an area on a day.

    Raises:
        PolicyError: no pack holds there then.
    """
    return build_law(
        library(), day, area
    )  # kept here, not in the library, which would keep every day and area for ever


def process_named(name: str, area: str, day: date) -> Process:
    """A process of the packs by its name, as it holds in an area on a day.

    Lists ask this for every row; the law of the day is only made where several documents have a process of that name.

    Raises:
        KeyError: there is none.
        PolicyError: no pack holds there then.
    """
    known = library().definition("process", name)
    if len(known) == 1 and isinstance(known[0].item, Process):
        return known[0].item
    return law_of(area, day).processes[name]


def deciding_roles(law: Law, process: Process) -> Mapping[str, str]:
    """Who acts in the steps whose role is a parameter of the place; where it is not set, the county acts as the documents presume."""
    roles = {}
    for step in process.steps:
        bound = law.bound.get(step.by)
        if bound is not None:
            value = bound.value(())
            roles[step.by] = value if isinstance(value, str) else "county"
    return roles


def processes_for(law: Law) -> dict[str, Process]:
    """By benefit, the process by which it is applied for here."""
    found = {benefit: process_of(law, benefit) for benefit in law.benefits}
    return {benefit: process for benefit, process in found.items() if process is not None}
