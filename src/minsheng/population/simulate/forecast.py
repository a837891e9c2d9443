"""A forecast as plain values: everything that the files, the page and the terminal show is read from here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from hashlib import sha256
from typing import Any

from minsheng.policy.difference import changes as changes_of
from minsheng.policy.law import Law
from minsheng.policy.pack import Pack
from minsheng.policy.types import Type
from minsheng.population.areas import area_name
from minsheng.population.report.context import Context
from minsheng.population.simulate.columns import STATES
from minsheng.population.simulate.figures import Figures, difference, figures_of, money_of, sum_of
from minsheng.population.simulate.laws import Laws, Move, ParameterChange
from minsheng.population.simulate.question import Question
from minsheng.population.simulate.spread import PovertyLine, gini
from minsheng.population.simulate.sweep import written
from minsheng.population.simulate.tally import BANDS, Count, Near, Tally, Watched

__all__ = ["FORMAT", "Json", "Made", "as_decimal", "forecast_of"]

FORMAT = "minsheng forecast 1"
Json = dict[str, Any]
_COUNTING = {
    "twelve_months": "month * 12 + year * 1 + once * 1",
    "bands_fen_a_month": list(BANDS),
    "moved_amounts": "rounded half up to the fen",
    "income_a_head": "of the family, a month, rounded down to the fen",
    "money_a_head": "of the household over its people, rounded down to the fen",
    "income_with_money_a_year": "rounded down to the yuan",
}


@dataclass(frozen=True, slots=True)
class Made:
    """What a forecast is made of."""

    question: Question
    laws: Laws
    tally: Tally
    watched: Watched
    changes: Sequence[ParameterChange]
    moves: Sequence[Move]
    not_moved: Sequence[str]
    line: PovertyLine | None
    population: Mapping[str, Any]
    areas: Sequence[str]
    context: Context


def forecast_of(made: Made) -> Json:
    """All figures of a forecast. The same inputs give the same values: nothing here depends on the time or the machine."""
    tally, question = made.tally, made.question
    before, after = (figures_of(tally.totals[run]) for run in (0, 1))
    townships = sorted(tally.totals[0].area_households)
    places = [None, *townships]
    shown = [name for name in made.watched.benefits if _anything(before, name) or _anything(after, name)]
    return {
        "format": FORMAT,
        "population": {**made.population, "areas": _areas(made, townships)},
        "before": _side(made, 0, question.on),
        "after": _side(made, 1, question.on_after),
        "demonstration_values": question.demonstration,
        "changes": _changes(made),
        "counting": _COUNTING,
        "benefits": [
            {
                "benefit": b.name,
                "label": {"zh": b.label.zh, "en": b.label.en},
                "of": b.entity,
                "paid": b.name in made.watched.paid,
                "touched": b.name in made.watched.touched,
            }
            for b in made.context.benefits
            if b.name in shown
        ],
        "money": _money(made, (before, after), places),
        "lines": [
            {"area": place, "benefit": name, **_both(sum_of(before.of(name, place)), sum_of(after.of(name, place)))}
            for place in places
            for name in shown
            if place is None or before.lines.get((name, place)) or after.lines.get((name, place))
        ],
        "groups": _groups(tally, places),
        "passages": _passages(tally, places, shown),
        "near": _near(made),
        "sweep": _sweep(made),
        "spread": _spread(made),
        "not_computed": _not_computed(made),
    }


def _plain(value: object, typ: Type) -> object:
    """A value of a parameter for JSON: numbers as packs write them, days in full, shares by payer."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {payer: written(share, Type("ratio")) for payer, share in value.items()}
    return written(value, typ)


def _anything(figures: Figures, benefit: str) -> bool:
    return any(line.units for status, line in figures.of(benefit, None).items() if status != "no")


def _both(before: Json, after: Json) -> Json:
    return {"before": before, "after": after, "difference": difference(before, after)}


def _areas(made: Made, townships: Iterable[str]) -> list[Json]:
    totals = made.tally.totals[0]
    return [
        {
            "area": area,
            "name": area_name(area),
            "households": totals.area_households[area],
            "people": totals.area_people[area],
        }
        for area in townships
    ]


# what is compared -------------------------------------------------------------------------------------------------------------------


def _side(made: Made, run: int, day: date) -> Json:
    packs = _packs(made, run)
    documents = [{"document": pack.document, "sha256": pack.digest} for pack in packs.values()]
    return {"on": day.isoformat(), "documents": documents}


def _packs(made: Made, run: int) -> dict[str, Pack]:
    laws = [made.laws.law(run, area) for area in made.areas]
    return {pack.document: pack for law in laws for pack in law.packs()}


def _changes(made: Made) -> Json:
    question = made.question
    given: Json = {
        "settings": [setting.as_json() for setting in question.settings],
        "parameters": [_parameter(change) for change in made.changes],
        "documents": _documents(made),
    }
    asked = [given["settings"], _packs_digest(made), [question.on.isoformat(), question.on_after.isoformat()]]
    text = json.dumps(asked, ensure_ascii=False, sort_keys=True)
    return {"sha256": sha256(text.encode()).hexdigest(), **given}


def _packs_digest(made: Made) -> list[list[str]]:
    return [[name, pack.digest] for name, pack in sorted(_packs(made, 1).items())]


def _parameter(change: ParameterChange) -> Json:
    return {
        "parameter": change.name,
        "label": {"zh": change.label.zh, "en": change.label.en},
        "type": str(change.type),
        "choices": {axis: key for axis, key in zip(change.axes, change.keys, strict=False) if key},
        "areas": list(change.areas) or None,
        "before": _plain(change.before, change.type),
        "after": _plain(change.after, change.type),
    }


def _documents(made: Made) -> list[Json]:
    """Documents that came, went or read otherwise, with the definitions that differ."""
    before, after = _packs(made, 0), _packs(made, 1)
    laws = [made.laws.law(1, area) for area in made.areas]
    result: list[Json] = []
    for name in sorted({*before, *after}):
        old, new = before.get(name), after.get(name)
        if old is not None and new is not None and old.digest == new.digest:
            continue
        how = "came" if old is None else "went" if new is None else "changed"
        definitions = _definitions(old, new, laws) if old is not None and new is not None else []
        result.append({"document": name, "how": how, "definitions": definitions})
    return result


def _definitions(old: Pack, new: Pack, laws: Sequence[Law]) -> list[Json]:
    law = next((law for law in laws if new in law.packs()), None)
    return [
        {"kind": c.kind, "name": c.name, "before": c.before, "after": c.after, "benefits": list(c.benefits)}
        for c in changes_of(old, new, law)
    ]


# what comes out ---------------------------------------------------------------------------------------------------------------------


def _money(made: Made, runs: Sequence[Figures], places: Sequence[str | None]) -> list[Json]:
    """All paid benefits together, everywhere and in each township: who has any, and the money."""
    sides = []
    for run, figures in enumerate(runs):
        who = _receiving(made.tally, run)
        sides.append(
            [
                {
                    "households": who[place].households,
                    "people": who[place].people,
                    **money_of([figures.of(name, place)["yes"] for name in made.watched.paid]),
                }
                for place in places
            ]
        )
    return [{"area": place, **_both(*both)} for place, *both in zip(places, *sides, strict=True)]


def _receiving(tally: Tally, run: int) -> dict[str | None, Count]:
    """Who has any money in a run, by township, and everywhere (``None``)."""
    result: dict[str | None, Count] = {None: Count()}
    for (of, township), count in tally.receiving.items():
        if of == run:
            result.setdefault(township, Count()).add(count.households, count.people, count.fen)
            result[None].add(count.households, count.people, count.fen)
    return result


def _groups(tally: Tally, places: Sequence[str | None]) -> list[Json]:
    counted: dict[tuple[str | None, str, int], Count] = {}
    for group, count in tally.groups.items():
        for place in (None, group.township):
            key = (place, group.direction, group.band)
            counted.setdefault(key, Count()).add(count.households, count.people, count.fen)
    order = {place: number for number, place in enumerate(places)}
    result = []
    for place, direction, band in sorted(counted, key=lambda key: (order[key[0]], key[1], key[2])):
        count = counted[place, direction, band]
        ends = {"over_fen": BANDS[band - 1] if band else 0, "up_to_fen": BANDS[band] if band < len(BANDS) else None}
        result.append(
            {
                "area": place,
                "direction": direction,
                "a_month": ends if band >= 0 else None,
                "households": count.households,
                "people": count.people,
                "twelve_months_fen": count.fen,
            }
        )
    return result


def _passages(tally: Tally, places: Sequence[str | None], shown: Sequence[str]) -> list[Json]:
    """Who has which state before and after; those that keep it are left out, unless they keep being open."""
    counted: dict[tuple[int, int, str, str], Count] = {}
    order, names = {place: n for n, place in enumerate(places)}, {name: n for n, name in enumerate(shown)}
    for passage, count in tally.passages.items():
        if passage.benefit not in names or (passage.before == passage.after and passage.before in ("no", "none")):
            continue
        for place in (None, passage.township):
            key = (order[place], names[passage.benefit], passage.before, passage.after)
            counted.setdefault(key, Count()).add(count.households, count.people)
    states = {state: number for number, state in enumerate(STATES)}
    return [
        {
            "area": places[place],
            "benefit": shown[name],
            "before": before,
            "after": after,
            "households": counted[place, name, before, after].households,
            "people": counted[place, name, before, after].people,
        }
        for place, name, before, after in sorted(counted, key=lambda k: (k[0], k[1], states[k[2]], states[k[3]]))
    ]


def _near(made: Made) -> list[Json]:
    """For each move and benefit, who comes in, falls out, or is open."""
    result = []
    for number, move in enumerate(made.moves):
        for benefit in made.watched.benefits:
            counts = {how: made.tally.near.get(Near(number, benefit, how)) for how in ("enters", "leaves", "open")}
            if any(counts.values()):
                shown = {
                    how: {"households": count.households if count else 0, "people": count.people if count else 0}
                    for how, count in counts.items()
                }
                result.append({"parameter": move.parameter, "percent": move.percent, "benefit": benefit, **shown})
    return result


def _sweep(made: Made) -> Json | None:
    sweep = made.question.sweep
    if sweep is None:
        return None
    points = []
    for number, setting in enumerate(sweep.points):
        run = 2 + len(made.moves) + number
        figures, who = figures_of(made.tally.totals[run]), _receiving(made.tally, run)[None]
        benefits = [
            {"benefit": name, **sum_of(figures.of(name, None))}
            for name in made.watched.benefits
            if _anything(figures, name)
        ]
        money = money_of([figures.of(name, None)["yes"] for name in made.watched.paid])
        value = {"value": setting.printed, "households": who.households, "people": who.people}
        points.append({**value, **money, "benefits": benefits})
    first = sweep.points[0]
    asked = {
        "parameter": first.name,
        "area": first.area or None,
        "choices": dict(first.choices),
        "type": str(sweep.type),
    }
    return {**asked, "points": points}


def _spread(made: Made) -> Json | None:
    spread, line = made.tally.spread, made.line
    if spread is None or line is None:
        return None
    sides = {}
    for run in ("before", "after"):
        without, left = spread.missing[run]
        even = gini(spread.yearly[run])
        sides[run] = {
            "missing_without_the_money_fen_a_month": without,
            "missing_with_the_money_fen_a_month": left,
            "gini": None if even is None else f"{even.numerator}/{even.denominator}",
        }
    counted = {"people": spread.people, "people_without_income": spread.unknown}
    return {"income": line.rule, "standard": line.parameter, **counted, **sides}


def _not_computed(made: Made) -> list[Json]:
    """What could not be worked out, and what it would need."""
    result: list[Json] = [{"what": "near", "because": "too_many", "needs": name} for name in made.not_moved]
    if made.tally.spread is None:
        because, needs = ("no_comparison", None) if made.line is None else ("rule_not_in_results", made.line.rule)
        result.append({"what": "spread", "because": because, "needs": needs})
    if not made.moves:
        result.append({"what": "near", "because": "no_changed_money", "needs": None})
    return result


def as_decimal(fraction: str, digits: int = 4) -> str:
    """A fraction as a decimal for display, rounded half up.

    >>> as_decimal("1/3"), as_decimal("2/3", 2)
    ('0.3333', '0.67')
    """
    exact = Fraction(fraction) * 10**digits
    rounded = (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
    return f"{rounded // 10**digits}.{rounded % 10**digits:0{digits}d}"
