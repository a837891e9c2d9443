"""Settings of a place for its casework: what no document of the packs says and the code must not say, by day and area.

A setting of an area holds in everything inside it that has none of its own. What is not set is not made up: whoever asks gets nothing,
and the page of settings says who may set it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from minsheng.casework.clock_run import Ladder
from minsheng.casework.models.place_setting import PlaceSetting
from minsheng.policy.deadline import Span, parse_span
from minsheng.policy.language import N_
from minsheng.policy.pack import Clock, Process
from minsheng.policy.types import ValueProblem

__all__ = [
    "KINDS",
    "Kind",
    "PlaceSettings",
    "SettingsOverTime",
    "kind_of",
    "not_longer",
    "promise_name",
    "settings_on",
    "span_name",
    "span_names",
]


@dataclass(frozen=True, slots=True)
class Kind:
    """A setting that a place may make.

    Attributes:
        name: how it is stored and asked for.
        word: how it is called.
        form: ``working_days`` (a count) or ``span`` (such as ``10 working days``).
        hint: what it is for.
        most: the most working days.
    """

    name: str
    word: str
    form: str
    hint: str = ""
    most: int = 250


#: Every setting that stands for itself; those of the clocks of processes come from the packs.
KINDS = (
    Kind("ladder.reminder", N_("reminder before the last day"), "working_days", N_("working days before it")),
    Kind("ladder.red", N_("red after the last day"), "working_days", N_("working days after it; yellow before that")),
    Kind("ladder.supervisor", N_("supervisor told after the last day"), "working_days", N_("working days after it")),
    Kind("check.valid", N_("economic-status check holds for"), "span", N_("after that it must be made again")),
    Kind("complaint.accept", N_("complaint accepted or not within"), "span", N_("from the day it was received")),
    Kind("complaint.answer", N_("complaint answered within"), "span", N_("from the day it was received")),
    Kind(
        "referral.answer", N_("matter of another office answered within"), "span", N_("from the day it was passed on")
    ),
    Kind("rating.call_back", N_("bad rating called back within"), "span", N_("from the day of the rating")),
)
_PROMISE, _SPAN = "promise/", "span/"


def promise_name(process: str, clock: str) -> str:
    """The name of the setting that promises a shorter span for a clock of a process."""
    return f"{_PROMISE}{process}/{clock}"


def span_name(parameter: str) -> str:
    """The name of the setting for a span that a document leaves to the place."""
    return f"{_SPAN}{parameter}"


def span_names(process: Process) -> list[str]:
    """The spans of the clocks of a process that its document leaves to the place."""
    named = [text for clock in process.clocks for text in (clock.at_most, clock.extension)]
    return sorted({text for text in named if text and not text[0].isdigit()})


def kind_of(name: str) -> Kind | None:
    """What a name settles; nothing for a name that settles nothing."""
    if name.startswith((_PROMISE, _SPAN)):
        return Kind(name, name, "span")
    return next((kind for kind in KINDS if kind.name == name), None)


def not_longer(promised: str, statutory: str) -> bool:
    """Whether a promised span is in the unit of the statutory one and not longer; other units cannot be compared.

    >>> not_longer("15 working days", "20 working days"), not_longer("15 days", "20 working days")
    (True, False)
    """
    try:
        mine, most = parse_span(promised), parse_span(statutory)
    except ValueProblem:
        return False
    return mine.unit == most.unit and mine.count <= most.count


@dataclass(frozen=True)
class PlaceSettings:
    """All settings that are confirmed and have begun on a day, of every place; worked out from one query.

    Args:
        rows: by the stem of the area and the name, the newest version.
    """

    rows: Mapping[tuple[str, str], PlaceSetting]

    def row(self, name: str, code: str) -> PlaceSetting | None:
        """The version that holds in an area: its own, or that of the nearest area around it."""
        for length in range(len(code), -1, -1):
            found = self.rows.get((code[:length], name))
            if found is not None and found.value:
                return found
        return None

    def value(self, name: str, code: str) -> str:
        """The value that holds in an area; empty where nobody has set one."""
        found = self.row(name, code)
        return found.value if found is not None else ""

    def span(self, name: str, code: str) -> Span | None:
        """A span that holds in an area."""
        text = self.value(name, code)
        return parse_span(text) if text else None

    def ladder(self, code: str) -> Ladder | None:
        """The ladder of an area; nothing until all three of its steps are set."""
        steps = [self.value(f"ladder.{step}", code) for step in ("reminder", "red", "supervisor")]
        return Ladder(*map(int, steps)) if all(steps) else None

    def spans(self, process: Process, code: str) -> dict[str, str]:
        """The spans that a document leaves to the place, as far as they are set."""
        named = {name: self.value(span_name(name), code) for name in span_names(process)}
        return {name: text for name, text in named.items() if text}

    def promised(self, process: Process, code: str) -> dict[str, str]:
        """The promised spans of the clocks of a process; one that is longer than the law of this place allows is passed over."""
        spans = self.spans(process, code)
        named = {clock.name: self._promise(process, clock, code, spans) for clock in process.clocks}
        return {name: text for name, text in named.items() if text}

    def _promise(self, process: Process, clock: Clock, code: str, spans: Mapping[str, str]) -> str:
        text = self.value(promise_name(process.name, clock.name), code)
        return text if text and not_longer(text, spans.get(clock.at_most, clock.at_most)) else ""


class SettingsOverTime:
    """The settings of all places on any day, from one query: for whoever looks at many cases of many days."""

    def __init__(self) -> None:
        self._rows = list(PlaceSetting.objects.in_force(date.max).select_related("area"))
        self._known: dict[date, PlaceSettings] = {}

    def on(self, day: date) -> PlaceSettings:
        """The settings of all places on a day."""
        if day not in self._known:
            self._known[day] = _newest(row for row in self._rows if row.valid_from <= day)
        return self._known[day]


def settings_on(day: date) -> PlaceSettings:
    """The settings of all places on a day, in one query."""
    return _newest(PlaceSetting.objects.in_force(day).select_related("area"))


def _newest(rows: Iterable[PlaceSetting]) -> PlaceSettings:
    """Of each setting of each area the last of the rows, which stand in the order in which they begin."""
    return PlaceSettings({(row.area.stem, row.name): row for row in rows})
