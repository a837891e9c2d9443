"""Administrative areas: codes, names, and which area is part of which (GB/T 2260, to the township for Qijiang)."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

__all__ = [
    "AREA_CODE",
    "Area",
    "all_areas",
    "area_name",
    "covers",
    "find_area",
    "parent_of",
    "township_of",
    "townships_of",
]

#: What an area code looks like: province, city, county, township, village.
AREA_CODE = re.compile(r"\d{2}|\d{4}|\d{6}|\d{9}|\d{12}")


#: Beijing, Tianjin, Shanghai, Chongqing: no city between county and province.
_MUNICIPALITIES = ("11", "12", "31", "50")


@dataclass(frozen=True, slots=True)
class Area:
    """One area. ``communities`` and ``villages`` count the residents' and villagers' committees of a township."""

    code: str
    name: str
    level: str
    communities: int = 0
    villages: int = 0


@cache
def all_areas() -> dict[str, Area]:
    """Every area that the data file names, by code."""
    text = resources.files("minsheng.population").joinpath("data/areas.csv").read_text(encoding="utf-8")
    return {
        row["code"]: Area(
            row["code"], row["name"], row["level"], int(row["communities"] or 0), int(row["villages"] or 0)
        )
        for row in csv.DictReader(text.splitlines())
    }


def find_area(code: str) -> Area | None:
    """The area with this code, or ``None`` when the data file does not name it.

    >>> find_area("620171").name
    '兰州新区'
    """
    return all_areas().get(code)


def area_name(code: str) -> str:
    """The name to show for a code; the code itself when it has none. A village shows its township and the rest of its code.

    >>> area_name("500110107"), area_name("310000")
    ('黑山镇', '310000')
    """
    area = find_area(code)
    if area is None and len(code) == 12 and (township := find_area(code[:9])):
        return f"{township.name} {code[9:]}"
    return area.name if area else code


def _significant(code: str) -> str:
    """The part of a code that says something: 620100 is 6201, 500000 is 50, 100000 (the whole country) is nothing."""
    if code == "100000":
        return ""
    if len(code) > 6:
        return code[:9] if len(code) == 12 and code.endswith("000") else code
    while len(code) > 2 and code.endswith("00"):
        code = code[:-2]
    return code


def covers(area: str, part: str) -> bool:
    """Whether ``part`` is ``area`` itself or lies in it.

    >>> covers("620100", "620171"), covers("500110", "500110107"), covers("620100", "500110")
    (True, True, False)
    """
    return _significant(part).startswith(_significant(area))


def parent_of(code: str) -> str:
    """The area above: of a village its township, of a township its county, of a county its city (in a municipality: the municipality).

    >>> parent_of("500110107"), parent_of("500110"), parent_of("620102"), parent_of("620100"), parent_of("620000"), parent_of("100000")
    ('500110', '500000', '620100', '620000', '100000', '')
    """
    short = _significant(code)
    if not short:
        return ""
    if len(short) == 12:
        return short[:9]
    if len(short) == 9:
        return short[:6]
    if len(short) == 6 and short[:2] in _MUNICIPALITIES:
        return short[:2] + "0000"
    return short[:-2].ljust(6, "0") if len(short) > 2 else "100000"


def township_of(code: str) -> str:
    """The township of a village or township; a wider area stays as it is.

    >>> township_of("500110107003"), township_of("500110")
    ('500110107', '500110')
    """
    return code[:9] if len(code) > 9 else code


def townships_of(county: str) -> list[Area]:
    """The townships of a county, in order of their codes.

    >>> len(townships_of("500110")), townships_of("500110")[0].name
    (31, '古南街道')
    """
    return [area for area in all_areas().values() if area.level == "township" and area.code.startswith(county)]
