"""What a proposed value would mean for the register: who gains, who loses, and what it costs whom. Worked out in a process of its own.

The web starts ``python -m minsheng.casework.value_preview NUMBER DAY`` and looks at the change in the database: how many households are
decided, when the work last said that it goes on, and at the end the figures. Whoever closes the page finds it again.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from minsheng.policy.finding import PolicyError
from minsheng.policy.today import another_day, today_in_china
from minsheng.policy.types import PAYERS

if TYPE_CHECKING:
    from minsheng.casework.models import ValueChange

__all__ = ["figures_of_forecast", "preview", "start", "stands_still"]

#: After so long without a word the work is taken to have died.
_SILENCE = timedelta(minutes=3)
_DIRECTIONS = ("gain", "lose", "same", "open")
#: How many townships are named; the others are in the sums.
_MOST_PLACES = 40


def start(change: ValueChange) -> None:
    """Begin the work, unless it goes on already."""
    if change.preview_state == "running" and not stands_still(change):
        return
    change.preview_state, change.decided, change.households, change.beat = "running", 0, 0, timezone.now()
    change.save(update_fields=["preview_state", "decided", "households", "beat"])
    subprocess.Popen(  # noqa: S603 - our own program with a number
        [sys.executable, "-m", "minsheng.casework.value_preview", str(change.pk), today_in_china().isoformat()],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "minsheng.web.settings")},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def stands_still(change: ValueChange) -> bool:
    """Whether the work on a preview has not said anything for so long that it must have died."""
    return change.preview_state == "running" and (change.beat is None or timezone.now() - change.beat > _SILENCE)


def preview(change_id: int) -> None:
    """Work a preview out, and keep it with the change; what goes wrong is kept too."""
    from minsheng.casework.law import one_version, version_in_force
    from minsheng.casework.models import ValueChange

    change = ValueChange.objects.select_related("area").get(pk=change_id, state="proposed")
    with one_version():
        base = version_in_force()
        try:
            found, state = _worked_out(change), "done"
        except PolicyError as problem:
            found = {"findings": {lang: [f.render(lang) for f in problem.findings] for lang in ("zh", "en")}}
            state = "failed"
        except Exception:  # whatever it is, nobody should wait for it
            _note(change, preview_state="failed", preview={"findings": _BROKEN})
            raise
    _note(change, preview_state=state, preview=found, base=base)


_BROKEN = {
    "zh": ["预览没有算完，请再算一次；仍然不行，请联系管理员。"],
    "en": [
        "The preview did not get to its end. Let it be worked out again; if that fails too, tell the administrator."
    ],
}


def _note(change: ValueChange, **what: Any) -> None:
    """Write down how far the work is."""
    from minsheng.casework.models import ValueChange

    ValueChange.objects.filter(pk=change.pk).update(beat=timezone.now(), **what)


def _worked_out(change: ValueChange) -> dict[str, Any]:
    from minsheng.casework.law import library
    from minsheng.casework.local_values import library_after
    from minsheng.casework.register_population import households_in, write_population

    before, after, today = library(), library_after(change), today_in_china()
    count = households_in(change.area).count()
    _note(change, households=2 * count)
    if not count:
        return {"households": 0, "on": max(change.first_day, today).isoformat()}
    with tempfile.TemporaryDirectory(prefix="minsheng-preview-") as kept:
        folder = Path(kept)
        (folder / "people").mkdir()
        say = _Saying(change)
        left_out = write_population(folder / "people", change.area, today, before.vocabulary, say.read)
        _lay_out(after.contents, folder)
        if left_out == count:
            return {"households": 0, "left_out": left_out, "on": max(change.first_day, today).isoformat()}
        forecast = _forecast(folder, max(change.first_day, today), say, after.folder.name)
    return {**figures_of_forecast(forecast), "left_out": left_out}


class _Saying:
    """Says how far the work is, at most once in a hundred households."""

    def __init__(self, change: ValueChange) -> None:
        self.change, self.read_so_far = change, 0

    def read(self, count: int) -> None:
        self.read_so_far = count
        _note(self.change, decided=count)

    def decided(self, count: int, of: int) -> None:
        _note(self.change, decided=self.read_so_far + count, households=self.read_so_far + of)


def _lay_out(contents: Mapping[str, str], folder: Path) -> None:
    """The packs as they would be, as files."""
    for name, text in contents.items():
        path = folder / "after" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _forecast(folder: Path, day: date, say: _Saying, root: str) -> Mapping[str, Any]:
    from minsheng.casework.law import library
    from minsheng.population.simulate import Asked, simulate

    asked = Asked(day, policies_after=folder / "after" / root)
    result = simulate(folder / "people", library(), asked, folder / "forecast", workers=1, progress=say.decided)
    return result.forecast


def figures_of_forecast(forecast: Mapping[str, Any]) -> dict[str, Any]:
    """What the page shows of a forecast: the answer, who gains and who loses, and the money of a month by payer, all in fen.

    What is paid by the year or once counts a twelfth, rounded half up, as the page says.
    """
    money, groups = forecast["money"][0], [g for g in forecast["groups"] if g["area"] is None]
    sides = {side: money[side] for side in ("before", "after", "difference")}
    named = {place["area"]: place["name"] for place in forecast["population"]["areas"]}
    places = [
        line for line in forecast["money"] if line["area"] is not None and line["difference"]["twelve_months_fen"]
    ]
    return {
        "on": forecast["after"]["on"],
        "answer": forecast["answer"],
        "households": forecast["population"]["households"],
        "people": forecast["population"]["people"],
        "synthetic": forecast["population"]["synthetic"],
        "groups": [
            {
                "direction": direction,
                **{key: sum(g[key] for g in groups if g["direction"] == direction) for key in ("households", "people")},
                "month_fen": _month(sum(g["twelve_months_fen"] for g in groups if g["direction"] == direction)),
            }
            for direction in _DIRECTIONS
        ],
        "month": {side: _month(of["twelve_months_fen"]) for side, of in sides.items()},
        "payers": [
            {"payer": payer, **{side: _month(of["borne_fen"][payer]) for side, of in sides.items()}}
            for payer in PAYERS
            if any(of["borne_fen"][payer] for of in sides.values())
        ],
        "nobody": {side: _month(of["shares_not_set_fen"]) for side, of in sides.items()},
        "benefits": [
            {
                "label": next(b["label"] for b in forecast["benefits"] if b["benefit"] == line["benefit"]),
                "people": [line["before"]["people"], line["after"]["people"]],
                "month_fen": [_month(line[side]["twelve_months_fen"]) for side in ("before", "after", "difference")],
                "demonstration": bool(line["after"]["units_with_demonstration_values"]),
            }
            for line in forecast["lines"]
            if line["area"] is None and line["before"] != line["after"]
        ],
        "places": [
            {
                "area": line["area"],
                "name": named[line["area"]],
                "month_fen": _month(line["difference"]["twelve_months_fen"]),
            }
            for line in places[:_MOST_PLACES]
        ],
    }


def _month(fen: int) -> int:
    """A twelfth of a year, rounded half up."""
    return (2 * fen + 12) // 24


def _main() -> None:
    import django

    django.setup()
    with another_day(date.fromisoformat(sys.argv[2])):  # that of the web, which in a demonstration is not the true one
        preview(int(sys.argv[1]))


if __name__ == "__main__":
    _main()
