"""Places: which lies in which, and which row of a parameter holds."""

from __future__ import annotations

from datetime import date

WIDTHS = (2, 2, 2, 3, 3)


def parts(code: str) -> tuple[str, ...]:
    """A code of 2, 4, 6, 9 or 12 digits as province, city, county, township, village; parts that are all zeros say nothing.

    ``100000`` is the whole country.
    """
    if code == "100000":
        return ()
    found = []
    for width in WIDTHS:
        if code:
            found.append(code[:width])
            code = code[width:]
    while found and not int(found[-1]):
        found.pop()
    return tuple(found)


def lies_in(place: str, area: str) -> bool:
    inner, outer = parts(place), parts(area)
    return inner[: len(outer)] == outer


def in_set(place: str, area_set, day: date) -> bool:
    """Whether a place lies in an area set on a day."""
    return area_set is not None and holds_on(area_set, day) and any(lies_in(place, area) for area in area_set.areas)


def holds_on(area_set, day: date) -> bool:
    """Whether an area set holds on a day; both ends are inclusive."""
    if area_set.first_day is not None and day < area_set.first_day:
        return False
    return area_set.last_day is None or day <= area_set.last_day


def row_for(parameter, keys: dict[str, str], law):
    """The row that holds at the law's place on its day for these values of the choice axes; ``None``: not set."""
    rows = [row for row in parameter.rows if _holds(row, keys, law)]
    return max(rows, key=_weight) if rows else None


def _holds(row, keys: dict[str, str], law) -> bool:
    if row.demonstration and not law.demonstration:
        return False
    if row.first_day is not None and law.day < row.first_day:
        return False
    if row.last_day is not None and law.day > row.last_day:
        return False
    if row.area and not lies_in(law.area, row.area):
        return False
    if row.area_set and not in_set(law.area, law.area_sets.get(row.area_set), law.day):
        return False
    return dict(row.keys) == keys


def _weight(row) -> tuple[float, bool, date]:
    """The most specific area, then a real row, then the latest; an area set stands between a city and a county."""
    specific = 2.5 if row.area_set else float(len(parts(row.area)))
    return (specific, not row.demonstration, row.first_day or date.min)
