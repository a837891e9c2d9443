"""The law that governs a case: of its day, at its place; with the values that the place has set in the desk.

Values set in the desk are packs too (:mod:`minsheng.casework.local_pack`): the latest version of them lies over the packs of the folder.
A library is kept in memory by the digest of what lies over it, so that every process of the web sees a new version with its next
request, and a request goes by one version from beginning to end (:func:`one_version`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import lru_cache
from pathlib import Path

from minsheng.policy.law import Law, build_law
from minsheng.policy.library import Library, default_folder
from minsheng.policy.pack import Process
from minsheng.policy.procedure import process_of

__all__ = [
    "deciding_roles",
    "law_of",
    "library",
    "library_with",
    "one_version",
    "packs_of_the_folder",
    "process_named",
    "processes_for",
    "version_in_force",
]

#: The digest that a request goes by, once it was asked for; nothing outside of requests.
_SEEN: ContextVar[dict[str, str] | None] = ContextVar("law of a request", default=None)


@lru_cache(maxsize=1)
def packs_of_the_folder() -> Library:
    """The packs without what was set in the desk: ``MINSHENG_POLICIES``, or those of this installation. Read once."""
    named = os.environ.get("MINSHENG_POLICIES")
    return Library.load(Path(named) if named else default_folder().resolve())


def library() -> Library:
    """The packs with what the place has set in the desk."""
    return _library_of(version_in_force())


@contextmanager
def one_version() -> Iterator[None]:
    """Inside it the law is that of one version, looked up once: a page never mixes two."""
    token = _SEEN.set({})
    try:
        yield
    finally:
        _SEEN.reset(token)


def version_in_force() -> str:
    """The digest of what was set in the desk; empty where nothing was."""
    from minsheng.casework.models import LawVersion

    seen = _SEEN.get()
    if seen is not None and "digest" in seen:
        return seen["digest"]
    digest = LawVersion.objects.order_by("-number").values_list("digest", flat=True).first() or ""
    if seen is not None:
        seen["digest"] = digest
    return digest


@lru_cache(maxsize=4)
def _library_of(digest: str) -> Library:
    """The packs with the local values of a digest over them."""
    if not digest:
        return packs_of_the_folder()
    from minsheng.casework.models import LawVersion, StoredText

    version = LawVersion.objects.filter(digest=digest).latest("number")
    stored = StoredText.objects.in_bulk(list(version.texts.values()))
    return library_with({name: stored[kept].text for name, kept in version.texts.items()})


def library_with(texts: Mapping[str, str]) -> Library:
    """The packs of the folder with other texts beside them.

    Raises:
        PolicyError: together they are no library.
    """
    return _laid_over(tuple(sorted(texts.items())))


@lru_cache(maxsize=4)
def _laid_over(texts: tuple[tuple[str, str], ...]) -> Library:
    base = packs_of_the_folder()
    return Library.from_contents({**base.contents, **dict(texts)}, base.folder)


def law_of(area: str, day: date) -> Law:
    """The law in an area on a day.

    Raises:
        PolicyError: no pack holds there then.
    """
    return _law_of(version_in_force(), area, day)


@lru_cache(maxsize=256)
def _law_of(digest: str, area: str, day: date) -> Law:
    return build_law(
        _library_of(digest), day, area
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
