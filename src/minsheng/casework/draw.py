"""Draws: which cases of a batch the county visits before it decides. Anybody who has the seed and the case numbers finds the same.

A batch has the cases that had come to the deciding step when the seed was published. They are ordered by the SHA-256 of the seed, a line
break and the case number; the first ones are drawn, as many as the share of the pack asks for, rounded as it says.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from hashlib import sha256
from math import ceil, floor

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from minsheng.casework.act import journey_of, process_of_case
from minsheng.casework.journey import Journey, NotAllowed
from minsheng.casework.law import law_of, library
from minsheng.casework.models import Case, Draw, DrawnCase
from minsheng.policy.finding import Finding, Place
from minsheng.policy.language import N_
from minsheng.policy.pack import Process, Sample, Step
from minsheng.policy.today import CHINA_STANDARD_TIME, today_in_china
from minsheng.policy.types import RATIO, ValueProblem, parse_value
from minsheng.registry.models import Area, User
from minsheng.registry.scope import Scope, scope_of

__all__ = [
    "Batch",
    "arrival_of",
    "batches",
    "count_waiting",
    "deciding_steps",
    "draw",
    "drawing_of",
    "order",
    "publish",
]

_COUNTY = 6


@dataclass(frozen=True)
class Drawing:
    """The draw that a pack asks for: the sample, and its share; no share where the place must set it."""

    sample: Sample
    share: Fraction | None
    cites: tuple[str, ...]


@dataclass(frozen=True)
class Batch:
    """Cases of a county that wait to be drawn, with how often something had happened when each came to the deciding step."""

    area: Area
    process: str
    drawing: Drawing
    cases: tuple[tuple[Case, int], ...]


def order(seed: str, numbers: Iterable[str]) -> list[tuple[str, str]]:
    """Case numbers in the order of a draw, each with its digest.

    >>> [number for number, _ in order("seed", ["a", "b", "c"])]
    ['a', 'b', 'c']
    """
    digests = ((number, sha256(f"{seed}\n{number}".encode()).hexdigest()) for number in numbers)
    return sorted(digests, key=lambda pair: (pair[1], pair[0]))


def how_many(share: Fraction, rounding: str, size: int) -> int:
    """How many of a batch are drawn.

    >>> how_many(Fraction(3, 10), "up", 10), how_many(Fraction(3, 10), "up", 11), how_many(Fraction(3, 10), "down", 11)
    (3, 4, 3)
    """
    return min(size, (ceil if rounding == "up" else floor)(share * size))


def drawing_of(case: Case) -> Drawing | None:
    """The draw that the pack asks for before a case is decided; nothing where it asks for none."""
    law = law_of(case.area.code, case.law_day)
    definition = law.in_force.get(("sample", process_of_case(case).safeguard("draw")))
    if definition is None or not isinstance(definition.item, Sample):
        return None
    sample = definition.item
    bound = law.bound.get(sample.share)
    value: object = bound.value(()) if bound is not None else None
    if bound is None:
        try:
            value = parse_value(sample.share, RATIO)
        except ValueProblem:
            value = None
    row = bound.row(()) if bound is not None else None
    return Drawing(sample, value if isinstance(value, Fraction) else None, row.cites if row else sample.cites)


def deciding_steps(process: Process) -> list[Step]:
    """The steps that decide with an effect on the benefit: to those cases are sent in a batch."""
    return [step for step in process.steps if any(process.effect_of(target) for _, target in step.then)]


def arrival_of(journey: Journey) -> int:
    """How many things had happened when a case came to the step in which it is."""
    steps = {step.name: step for step in journey.process.steps}
    found = 0
    for place, event in enumerate(journey.events, 1):
        target = journey.process.steps[0].name if event.kind == "accepted" else ""
        if event.kind == "step":
            target = dict(steps[event.step].then)[event.outcome]
        if journey.step is not None and target == journey.step.name:
            found = place
    return found


def batches(scope: Scope, before: datetime | None = None) -> list[Batch]:
    """The cases of a scope that wait to be drawn, by county and process.

    Args:
        scope: of whoever looks.
        before: only cases that had come to the deciding step by then.
    """
    found: dict[tuple[str, str], list[tuple[Case, int]]] = defaultdict(list)
    for case in _at_deciding_steps(scope):
        journey = journey_of(case)
        arrival = arrival_of(journey)
        happening = next(h for h in case.happenings.all() if h.place == arrival)
        drawn = {row.arrival for row in case.draws.all()}
        if arrival not in drawn and (before is None or happening.recorded_at <= before):
            found[case.area.code[:_COUNTY], case.process].append((case, arrival))
    day = today_in_china()
    codes = {code for code, _ in found}
    counties = {area.code: area for area in Area.objects.valid_on(day).filter(code__in=codes)}
    result = []
    for (code, process), rows in sorted(found.items(), key=lambda item: item[0]):
        drawing = drawing_of(rows[0][0])
        if drawing is not None and code in counties:
            result.append(Batch(counties[code], process, drawing, tuple(rows)))
    return result


def count_waiting(scope: Scope) -> int:
    """How many cases wait for their first draw, where the share is set; a few queries, however many cases there are."""
    waiting = scope.of(Case.objects.filter(_standing(), ended=False, draws__isnull=True)).order_by("pk")
    total = 0
    for process in _drawn_from():
        own = waiting.filter(process=process)
        first = own.select_related("area").first()
        drawing = drawing_of(first) if first is not None else None
        total += own.count() if drawing is not None and drawing.share is not None else 0
    return total


def _standing() -> Q:
    """Cases at a step in which some document asks for a draw."""
    standing = Q(pk__in=[])
    for process, steps in _drawn_from().items():
        standing |= Q(process=process, state__in=steps)
    return standing


def _at_deciding_steps(scope: Scope) -> list[Case]:
    """The open cases that stand at a step in which the pack asks for a draw."""
    rows = scope.of(Case.objects.filter(_standing(), ended=False).select_related("area", "household"))
    rows = rows.prefetch_related("happenings", "draws")
    return [
        case
        for case in rows.order_by("pk")
        if process_of_case(case).safeguard("draw")
        and case.state in {step.name for step in deciding_steps(process_of_case(case))}
    ]


def _drawn_from() -> dict[str, set[str]]:
    """The processes for which some document asks for a draw, with their deciding steps."""
    found: dict[str, set[str]] = defaultdict(set)
    for pack in library().packs:
        for process in pack.processes:
            if process.safeguard("draw"):
                found[process.name] |= {step.name for step in deciding_steps(process)}
    return found


@transaction.atomic
def publish(area: Area, process: str, user: User, *, draw_at: datetime, now: datetime | None = None) -> Draw:
    """Publish the seed of a draw; it is made here, so that nobody chooses it.

    Raises:
        NotAllowed: V25: no right, nothing to draw, the share is not set, the time is past, or one is published already.
    """
    now = now or timezone.now()
    Area.objects.select_for_update().get(pk=area.pk)
    if not scope_of(user).may("draw", area.code):
        raise _refused(area.code, N_("you may not draw here"))
    batch = next((b for b in batches(scope_of(user), now) if b.area == area and b.process == process), None)
    if batch is None:
        raise _refused(area.code, N_("no case waits to be drawn"))
    if batch.drawing.share is None:
        who = batch.drawing.sample.label.zh
        raise _refused(area.code, N_("{label}: the share is not set yet; the place sets it"), label=who)
    if draw_at <= now:
        raise _refused(area.code, N_("the seed is published before the draw: choose a later time"))
    if Draw.objects.filter(area=area, process=process, drawn_at__isnull=True).exists():
        raise _refused(area.code, N_("a seed is published already and not drawn yet"))
    day = now.astimezone(CHINA_STANDARD_TIME).date()
    count = Draw.objects.filter(area=area, published_at__date=day).count() + 1
    return Draw.objects.create(
        number=f"{area.code}-CQ{day:%Y%m%d}-{count:02}",
        area=area,
        process=process,
        sample=batch.drawing.sample.name,
        cites="、".join(batch.drawing.cites)[:200],
        share=str(batch.drawing.share),
        rounding=batch.drawing.sample.rounding,
        seed=secrets.token_hex(16),
        published_by=user,
        published_at=now,
        draw_at=draw_at,
    )


@transaction.atomic
def draw(drawing: Draw, user: User, *, now: datetime | None = None) -> Draw:
    """Draw, once, at the published time or later.

    Raises:
        NotAllowed: V25: no right, too early, drawn already, or every case has gone.
    """
    now = now or timezone.now()
    drawing = Draw.objects.select_for_update().select_related("area").get(pk=drawing.pk)
    if not scope_of(user).may("draw", drawing.area.code):
        raise _refused(drawing.number, N_("you may not draw here"))
    if drawing.drawn_at is not None or now < drawing.draw_at:
        raise _refused(drawing.number, N_("it was drawn already, or the published time has not come"))
    own = Scope(frozenset({("county_head", drawing.area.stem)}))
    found = [b for b in batches(own, drawing.published_at) if b.process == drawing.process]
    arrivals = {case.number: (case, arrival) for batch in found for case, arrival in batch.cases}
    ordered = order(drawing.seed, arrivals)
    most = how_many(Fraction(drawing.share), drawing.rounding, len(ordered))
    rows = [
        DrawnCase(
            draw=drawing,
            case=arrivals[number][0],
            arrival=arrivals[number][1],
            place=place,
            digest=digest,
            drawn=place <= most,
        )
        for place, (number, digest) in enumerate(ordered, 1)
    ]
    DrawnCase.objects.bulk_create(rows)
    drawing.drawn_at, drawing.drawn_by, drawing.size = now, user, len(rows)
    drawing.save(update_fields=["drawn_at", "drawn_by", "size"])
    return drawing


def _refused(place: str, message: str, **params: object) -> NotAllowed:
    return NotAllowed(Finding("V25", Place(place), message, params=params))
