"""What the library says today of what a household receives: goes on, would change, would end; and which case decides that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from minsheng.casework.law import law_of
from minsheng.casework.models import Award, AwardAmount, Case, Covered
from minsheng.casework.receipt.plan import Planned, outcome_for, processes_that
from minsheng.policy.decision import Decision
from minsheng.policy.finding import PolicyError
from minsheng.policy.letter import ask_words, because_words, not_set_words
from minsheng.policy.outcome import Outcome
from minsheng.registry.file import household_on
from minsheng.registry.models import Household, Membership
from minsheng.registry.words import language

__all__ = ["Consequence", "consequences", "covered_names", "ways_on"]


@dataclass(frozen=True)
class Consequence:
    """What would follow for an award.

    Attributes:
        what: ``ends``, ``changes``, ``tapers``, ``goes_on`` or ``open`` (the library cannot say).
        because: the condition that fails, in words; with ``cites``, its articles.
        now: what is paid now, in fen; ``then`` what would be paid.
        processes: the processes by which it would be decided, the first the fitting one; empty where no document says how.
        running: a case about it that is open already.
    """

    award: Award
    what: str
    because: str = ""
    cites: tuple[str, ...] = ()
    now: int | None = None
    then: int | None = None
    processes: tuple[str, ...] = ()
    running: Case | None = None


def consequences(household: Household, day: date) -> list[Consequence]:
    """What the law and the facts of a day mean for everything that a household receives. Nothing is decided or written."""
    awards = list(Award.objects.running(day).filter(household=household).prefetch_related("covered"))
    amounts = {row.award_id: row.amount for row in AwardAmount.in_force(day, award__in=awards)}
    running = {}
    for case in Case.objects.filter(household=household, ended=False, benefit__in={a.benefit for a in awards}):
        running[case.award_id or case.benefit] = case
    return [
        _consequence(award, day, amounts.get(award.pk), running.get(award.pk) or running.get(award.benefit))
        for award in awards
    ]


def _consequence(award: Award, day: date, now: int | None, running: Case | None) -> Consequence:
    law = law_of(award.area.code, day)
    people = [row.person_id for row in award.covered.all() if row.valid_to is None or row.valid_to >= day]
    try:
        seen = min(day, _last_seen(award, people) or day)
        decision = law.decide(household_on(award.household, seen, law.vocabulary), facts_day=seen)
    except PolicyError as problem:
        because = "；".join(finding.render(language()) for finding in problem.findings)
        return Consequence(award, "open", because, now=now, running=running)
    plan = outcome_for(decision, award.benefit, people, day) if award.benefit in law.benefits else None
    what, because, cites = _judged(decision, plan, award, set(people), now)
    then = plan.amount if plan is not None else None
    return Consequence(award, what, because, cites, now, then, ways_on(award, what, day), running)


def _last_seen(award: Award, people: list[int]) -> date | None:
    """The last day on which any of those covered was in the file; ``None`` while somebody is."""
    stays = Membership.objects.filter(household=award.household_id, person__in=people).values_list(
        "valid_to", flat=True
    )
    ends = [end for end in stays if end is not None]
    return max(ends) if ends and len(ends) == len(stays) else None


def _judged(
    decision: Decision, plan: Planned | None, award: Award, people: set[int], now: int | None
) -> tuple[str, str, tuple[str, ...]]:
    if plan is None:
        return "open", "", ()
    outcome = plan.outcome
    if outcome.status == "no":
        return "ends", because_words(decision, outcome, language()), _cites(decision, outcome.because, award.benefit)
    if outcome.status != "yes":
        return "open", _missing(decision, outcome), ()
    if outcome.tapers and not award.tapers:
        taper = decision.law.benefit(award.benefit).taper
        return "tapers", "", taper.cites if taper else ()
    if (plan.amount is not None and now is not None and plan.amount != now) or plan.people != people:
        return "changes", "", decision.law.benefit(award.benefit).cites
    return "goes_on", "", ()


def _missing(decision: Decision, outcome: Outcome) -> str:
    """What the library would have to know first, some of it."""
    lang = language()
    asked = [ask_words(decision, need, lang) for need in sorted(outcome.needs)[:3]]
    return " ".join([*asked, *(not_set_words(decision, name, lang) for name in sorted(outcome.unset)[:3])])


def _cites(decision: Decision, because: str, benefit: str) -> tuple[str, ...]:
    """The articles of what decided; of the rule that looks at it where that is a fact."""
    law = decision.law
    entry = law.trees.get(because)
    if entry is not None and entry[2] is not None and because.partition(".")[2] != benefit:
        return entry[2].item.cites
    own = law.benefit(benefit)
    for name in (own.exit, own.stay, own.enter):
        rule = law.trees.get(name)
        if rule is not None and rule[2] is not None:
            return rule[2].item.cites
    return own.cites


def ways_on(award: Award, what: str, day: date) -> tuple[str, ...]:
    """The processes of the documents in force by which an award is ended, changed or reviewed, the fitting one first."""
    law = law_of(award.area.code, day)
    if award.benefit not in law.benefits:
        return ()
    review = law.benefit(award.benefit).review
    named = [review.process] if review is not None and review.process in law.processes else []
    every = processes_that(law, award.benefit, "keeps", "changes", "ends")
    ends = processes_that(law, award.benefit, "ends")
    changes = processes_that(law, award.benefit, "changes")
    first = {"ends": [*[n for n in ends if n not in changes], *ends], "changes": changes}.get(what, [])
    if what in ("review", "tapers", "goes_on", "open"):
        first = [*named, *[n for n in changes if n in ends]]
    return tuple(dict.fromkeys([*first, *every]))


def covered_names(award: Award, day: date) -> list[str]:
    """The names of those whom an award covers."""
    rows = Covered.objects.filter(award=award).select_related("person").order_by("id")
    return [
        row.person.name for row in rows if row.valid_to is None or row.valid_to >= day or row.valid_to == award.last_day
    ]
