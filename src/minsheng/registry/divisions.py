"""Area codes of the whole country, from the files that come with the package, into the register."""

from __future__ import annotations

import csv
import lzma
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from importlib import resources
from itertools import islice

from django.db import transaction

from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.json_text import clean
from minsheng.policy.language import N_
from minsheng.registry.models import Area
from minsheng.registry.models.area import stem_of

__all__ = ["Loaded", "documented", "load_divisions", "published"]

#: How many areas are held in memory, asked for and written at a time.
_AT_A_TIME = 2_000
_FILES = ("divisions.csv.xz", "villages.csv.xz")


@dataclass
class Loaded:
    """What came of loading.

    Attributes:
        made: how many areas are new.
        there: how many were there already, and were left as they are.
        named_otherwise: codes of those that have another name in the register.
    """

    made: int = 0
    there: int = 0
    named_otherwise: list[str] = field(default_factory=list)


def published(*, villages: bool = True) -> Iterator[tuple[str, str]]:
    """Every published code with its name, in the order of the codes: down to the townships, then the villages.

    >>> next(published())
    ('100000', '全国')
    """
    for name in _FILES if villages else _FILES[:1]:
        file = resources.files("minsheng.registry").joinpath("data", name)
        with file.open("rb") as packed, lzma.open(packed, "rt", encoding="utf-8") as lines:
            for line in islice(lines, 1, None):
                code, _, label = str(line).rstrip("\n").partition(",")
                yield code, label


def documented() -> Iterator[Area]:
    """Areas that documents name and no published code has, such as the parks of a new area, each from the day of its document.

    Their codes are of this project, in the range of GB/T 10114 for units like townships (400 to 599); they are replaced by adding a newer
    area once a code is published.
    """
    file = resources.files("minsheng.registry").joinpath("data", "documented.csv")
    with file.open("r", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            first, last = (date.fromisoformat(row[day]) if row[day] else None for day in ("valid_from", "valid_to"))
            yield Area(code=row["code"], name=row["name"], valid_from=first, valid_to=last)


@transaction.atomic
def load_divisions(within: str = "100000", *, villages: bool = True) -> Loaded:
    """Take an area, what it lies in and everything in it into the register; what is there already is left alone.

    Args:
        within: the code of the area; 100000 for the whole country.
        villages: down to the village, or only to the township.

    Raises:
        PolicyError: there is no such code, so nothing was loaded.
    """
    small = len(within) == 12
    if not any(code == within for code, _ in published(villages=small)):
        message = N_("there is no published area with the code {code}")
        hint = N_("Six digits down to the county, such as 500110; nine for a township; twelve for a village.")
        raise PolicyError([Finding("A1", Place("divisions.csv.xz"), message, hint, {"code": clean(within)})])
    loaded = Loaded()
    wanted = _around(within, published(villages=villages or small))
    while rows := list(islice(wanted, _AT_A_TIME)):
        _take_over(rows, loaded)
    _take_over_documented(within, loaded)
    return loaded


def _take_over_documented(within: str, loaded: Loaded) -> None:
    """The areas of documents that lie in an area; what is there already is left alone."""
    here = [area for area in documented() if area.code.startswith(stem_of(within))]
    there = set(Area.objects.filter(code__in=[area.code for area in here]).values_list("code", flat=True))
    for area in here:
        if area.code not in there:
            area.save()
            loaded.made += 1
    loaded.there += len(there)


def _around(within: str, rows: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """What an area lies in, the area, and what lies in it; nothing for a code that is none."""
    stem = stem_of(within)
    above = {"100000", *(stem[:digits].ljust(6, "0") for digits in (2, 4, 6, 9))}
    for code, name in rows:
        if code.startswith(stem) or code in above:
            yield code, name


def _take_over(rows: list[tuple[str, str]], loaded: Loaded) -> None:
    """Write those that are new, and count."""
    there = dict(Area.objects.filter(code__in=[code for code, _ in rows]).order_by("code").values_list("code", "name"))
    new = [
        Area(code=code, name=name, stem=stem_of(code), level=len(stem_of(code)))
        for code, name in rows
        if code not in there
    ]
    Area.objects.bulk_create(new)
    loaded.made += len(new)
    loaded.there += len(there)
    loaded.named_otherwise += [code for code, name in rows if there.get(code, name) != name]
