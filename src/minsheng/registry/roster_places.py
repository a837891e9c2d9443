"""Which area a row of a roster means: by its code, or by the names of its township and village."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from minsheng.policy.finding import Findings, Place
from minsheng.policy.language import N_
from minsheng.registry.models import Area
from minsheng.registry.roster_columns import private

__all__ = ["Places"]

_TOWNSHIP, _VILLAGE = 9, 12
#: What the names of villages and communities end with, and rosters leave out.
_ENDING = re.compile(r"(社区)?(村民|居民)?(委员会|委会)$|(社区|村|居)(委会)?$")


class Places:
    """Finds areas for the rows of a roster, each name once.

    Args:
        day: on which their codes hold.
        within: only areas in this one, so that a name that exists elsewhere too is no question.
        may: whether rows of an area may be taken over.
    """

    def __init__(self, day: date, within: str, may: Callable[[str], bool]) -> None:
        self.day, self.within, self.may = day, within, may
        self.found: dict[tuple[str, str, str], tuple[Area | None, str]] = {}

    def area(self, code: str, township: str, village: str, place: Place, findings: Findings) -> Area | None:
        """The area; nothing, and a finding, where there is none or more than one, or where it may not be used."""
        key = (code, township, village)
        if key not in self.found:
            self.found[key] = self._by_code(code) if code else self._by_names(township, village)
        area, problem = self.found[key]
        if problem:
            name = private(code or f"{township} {village}".strip())
            findings.error(
                "I11",
                place,
                problem,
                N_(
                    "Give 区划代码, nine digits for a township or twelve for a village; `minsheng areas load` fills the register."
                ),
                name=name,
            )
        return area

    def _by_code(self, code: str) -> tuple[Area | None, str]:
        return self._only(list(Area.objects.valid_on(self.day).filter(code=code, level__gte=_TOWNSHIP)))

    def _by_names(self, township: str, village: str) -> tuple[Area | None, str]:
        if not township:
            return None, N_("the row does not say in which area the household lives")
        towns = Area.objects.valid_on(self.day).filter(level=_TOWNSHIP, name=township)
        town, problem = self._only([area for area in towns if area.code.startswith(self.within)])
        if town is None or not village:
            return town, problem
        inside = Area.objects.valid_on(self.day).within(town).filter(level=_VILLAGE)
        exact = [area for area in inside if area.name == village]
        return self._only(exact or [area for area in inside if _short(area.name) == _short(village)])

    def _only(self, areas: list[Area]) -> tuple[Area | None, str]:
        if not areas:
            return None, N_("the register has no such area: {name}")
        if len(areas) > 1:
            return None, N_("more than one area has this name: {name}")
        if not areas[0].code.startswith(self.within) or not self.may(areas[0].code):
            return None, N_("the area lies outside what may be imported: {name}")
        return areas[0], ""


def _short(name: str) -> str:
    """A name without its ending.

    >>> _short("南门村村民委员会"), _short("南门村"), _short("江流坝社区居民委员会"), _short("祁联村委会")
    ('南门', '南门', '江流坝', '祁联')
    """
    while (shorter := _ENDING.sub("", name)) != name and shorter:
        name = shorter
    return name
