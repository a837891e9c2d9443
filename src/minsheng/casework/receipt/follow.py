"""What the end of a case means for what somebody receives: it begins, changes, goes on or ends. And what may not be granted."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from minsheng.casework.act import decision_of, effect_of_event
from minsheng.casework.event import Event
from minsheng.casework.journey import Journey
from minsheng.casework.law import law_of
from minsheng.casework.models import Award, Case, Covered, Happening, Record, Unclaimed
from minsheng.casework.receipt.plan import Planned, first_day, goes_on, last_day, outcome_for, planned, same_ground
from minsheng.casework.receipt.review import schedule_review
from minsheng.casework.receipt.write import Cause, close, cover, note, reopen, set_amount
from minsheng.policy.decision import Decision
from minsheng.policy.evaluation import evaluate
from minsheng.policy.finding import Finding, Place
from minsheng.policy.language import N_
from minsheng.policy.outcome import outcomes
from minsheng.registry.models import Household, User
from minsheng.registry.words import language

__all__ = ["award_of", "may_be_granted", "settle"]

_DAY = timedelta(days=1)


def award_of(case: Case) -> Award | None:
    """The award that a case reviews, changes or ends: the one that it names, or the only one of its benefit in the file."""
    if case.award_id is not None:
        return case.award
    found = list(Award.objects.running(case.law_day).filter(household=case.household_id, benefit=case.benefit)[:2])
    return found[0] if len(found) == 1 else None


def may_be_granted(case: Case, journey: Journey, event: Event) -> Finding | None:
    """Nobody receives two benefits at once that exclude each other, nor one benefit twice (looked at before the end of a case)."""
    effect = effect_of_event(journey.process, event)
    if effect == "changes":
        award = award_of(case)
        if award is not None and award.state_on(event.on) == "ended":
            message = N_("what this case would change has ended on {day}; there is nothing to change any more")
            return Finding("U3", Place(case.number), message, params={"day": award.last_day})
        return None
    if effect != "grants":
        return None
    Household.objects.select_for_update().get(
        pk=case.household_id
    )  # two cases of one file are not decided at the same time
    for plan in _grants(case, event.on):
        for covered in _others(plan):
            found = _conflict(case, plan, covered, event.on)
            if found is not None:
                return found
    return None


def _grants(case: Case, day: date, record: Record | None = None) -> list[Planned]:
    return planned(_decision(case, day, record), case.benefit, day)


def _decision(case: Case, day: date, record: Record | None) -> Decision:
    """What the library says, with what the officer filled where the rules leave a range."""
    decision = decision_of(case, day)
    filled = getattr(record, "filled", None) or []
    if not filled:
        return decision
    forced: dict[tuple[str, str], object] = {(row["key"], row["rule"]): _number(row["value"]) for row in filled}
    evaluation = evaluate(decision.law, decision.household, decision.evaluation.facts_day, forced)
    return Decision(decision.law, decision.household, evaluation, outcomes(evaluation))


def _number(text: str) -> int | Fraction:
    value = Fraction(text)
    return int(value) if value.denominator == 1 else value


def _others(plan: Planned) -> list[Covered]:
    """What the same people receive already, or will."""
    running = Covered.objects.filter(person__in=plan.people).exclude(valid_to__lt=plan.first_day)
    return [
        covered
        for covered in running.select_related("award__case", "award__household")
        if covered.valid_to is None or covered.valid_to >= covered.valid_from
    ]


def _conflict(case: Case, plan: Planned, covered: Covered, day: date) -> Finding | None:
    law, other = law_of(case.area.code, case.law_day), covered.award
    if covered.benefit == case.benefit:
        cites: tuple[str, ...] | None = law.benefit(case.benefit).cites
    else:
        cites = same_ground(law, case.benefit, covered.benefit)
    if cites is None or not goes_on(law, covered.benefit) or _gives_way(covered, plan.first_day, day):
        return None
    names = {name: law.benefit(name).label.in_(language()) for name in (covered.benefit,) if name in law.benefits}
    return Finding(
        "U1",
        Place(case.number),
        N_("{person} receives {benefit} (file {file}); the two exclude each other: {articles}"),
        N_("End or change {benefit} first, today at the latest: then this begins on the day after it."),
        {
            "person": covered.person.name,
            "benefit": names.get(covered.benefit, covered.benefit),
            "file": other.household.number,
            "articles": "、".join(cites),
        },
    )


def _gives_way(covered: Covered, first: date, day: date) -> bool:
    """Whether what somebody receives has been ended, so that the new one may begin on the day after it."""
    ended = covered.valid_to is not None and not (covered.award.tapers and covered.award.ended_by_id is None)
    return ended and covered.valid_to is not None and covered.valid_to < _month_after(max(first, day))


def _month_after(day: date) -> date:
    return (day.replace(day=28) + 4 * _DAY).replace(day=1)


def settle(case: Case, journey: Journey, happening: Happening, user: User) -> None:
    """Write down what the end of a case means for what somebody receives."""
    effect = effect_of_event(journey.process, happening.event())
    if happening.kind == "applied":
        Unclaimed.objects.filter(household=case.household_id, benefit=case.benefit).delete()
    if not effect:
        return
    record = Record.objects.filter(happening=happening).first()
    cause = Cause(happening.on, user, case, happening, record, happening.reason)
    if effect == "grants":
        for plan in _grants(case, happening.on, record):
            _begin(case, plan, cause)
        return
    award = award_of(case)
    if award is None:
        return
    if effect == "ends":
        _end(award, cause)
    else:
        _go_on(award, cause, changes=effect == "changes")
    schedule_review(award, happening.on)


def _begin(case: Case, plan: Planned, cause: Cause) -> None:
    law = law_of(case.area.code, case.law_day)
    taken = [
        c.valid_to for c in _others(plan) if c.benefit != case.benefit and same_ground(law, case.benefit, c.benefit)
    ]
    first = max([plan.first_day, *(day + _DAY for day in taken if day is not None)])
    award = Award.objects.create(
        household=case.household,
        area=case.area,
        benefit=case.benefit,
        case=case,
        first_day=first,
        last_day=None if goes_on(law, case.benefit) else first,
        reviewed_on=cause.on,
        synthetic=case.synthetic,
    )
    cover(award, plan.people, first)
    if law.benefit(case.benefit).amount:
        set_amount(award, first, plan.amount, plan.period, cause, plan.parts)
    note(award, "granted", first, cause)
    schedule_review(award, cause.on)


def _end(award: Award, cause: Cause) -> None:
    assert cause.case is not None  # noqa: S101 - an award ends by a case
    law = law_of(award.area.code, cause.case.law_day)
    last = last_day(law.benefit(award.benefit), cause.on)
    if award.last_day is not None:
        last = min(last, award.last_day)
    award.ended_by = cause.case
    award.save(update_fields=["ended_by"])
    close(award, last)
    note(award, "ended", last + _DAY, cause)


def _go_on(award: Award, cause: Cause, *, changes: bool) -> None:
    """A review or a change: other people, another amount, a taper, or nothing but the day of the review."""
    assert cause.case is not None  # noqa: S101 - a review is a case
    case = cause.case
    award.reviewed_on = cause.on
    award.save(update_fields=["reviewed_on"])
    covered = list(award.covered.filter(valid_to__isnull=True).values_list("person_id", flat=True))
    covered = covered or list(award.covered.filter(valid_to=award.last_day).values_list("person_id", flat=True))
    plan = outcome_for(_decision(case, cause.on, cause.record), award.benefit, covered, cause.on)
    if plan is not None and plan.taper_ends is not None and plan.taper_ends > cause.on:
        _taper(award, plan, cause)
        return
    if not changes:
        note(award, "kept", cause.on, cause)
        return
    if award.tapers:
        reopen(award)
    first = first_day(law_of(award.area.code, case.law_day).benefit(award.benefit), cause.on)
    if plan is not None and plan.outcome.status == "yes":
        cover(award, plan.people, first)
        if plan.amount is not None:
            set_amount(award, first, plan.amount, plan.period, cause, plan.parts)
    note(award, "changed", max(first, award.first_day), cause)


def _taper(award: Award, plan: Planned, cause: Cause) -> None:
    """It goes on until the day that the document gives, and is over then without another case."""
    assert plan.taper_ends is not None  # noqa: S101 - asked before
    if award.tapers and award.last_day == plan.taper_ends:
        note(award, "kept", cause.on, cause)
        return
    if award.tapers:
        reopen(award)
    award.tapers = True
    award.last_day = plan.taper_ends
    award.save(update_fields=["tapers", "last_day"])
    if plan.amount is not None:
        set_amount(award, plan.first_day, plan.amount, plan.period, cause, plan.parts)
    close(award, plan.taper_ends)
    note(award, "tapers", plan.first_day, cause)
