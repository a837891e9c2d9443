"""What the packs say of somebody whom something is granted to: what belongs to it, and the values of rules with their reasons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from minsheng.casework.law import law_of
from minsheng.casework.models import Award, Covered
from minsheng.policy import wording
from minsheng.policy.compact import compact
from minsheng.policy.decision import Decision
from minsheng.policy.evaluation import evaluate
from minsheng.policy.explain import Explainer, Reason
from minsheng.policy.instance import Instance
from minsheng.policy.law import Law
from minsheng.policy.outcome import Outcome, outcomes
from minsheng.policy.procedure import process_of
from minsheng.policy.unknown import Unknown
from minsheng.registry.file import household_on
from minsheng.registry.models import Household, Membership, Person

__all__ = ["Look", "covered_people", "last_day_in_file", "look_at", "parts_of"]


@dataclass
class Look:
    """A household on a day, with everything that the packs say of it: also the rules that no benefit rests on."""

    household: Household
    day: date
    law: Law
    decision: Decision

    @cached_property
    def explainer(self) -> Explainer:
        """Builds the reasons of rules."""
        return Explainer(self.decision.evaluation)

    def person(self, person: Person | int) -> Instance | None:
        """Somebody of the household; nothing where they do not belong to it on that day."""
        wanted = f"p{person if isinstance(person, int) else person.pk}"
        people = self.decision.evaluation.instances["person"]
        return next((one for one in people if one.thing is not None and one.thing.id == wanted), None)

    def value(self, rule: str, person: Person | int) -> object:
        """The value of a rule for somebody; an unknown where it is open, or they are not there."""
        one = self.person(person)
        return Unknown() if one is None else self.decision.evaluation.value(rule, one)

    def holds(self, rule: str, person: Person | int) -> bool | None:
        """Whether a yes-or-no rule holds; nothing while it is open."""
        value = self.value(rule, person)
        return value if isinstance(value, bool) else None

    def outcome(self, benefit: str, person: Person | int) -> Outcome | None:
        """What a benefit means for somebody."""
        wanted = f"p{person if isinstance(person, int) else person.pk}"
        own = (o for o in self.decision.outcomes if o.benefit == benefit)
        return next((o for o in own if o.thing_id == wanted or wanted in o.members), None)

    def reason(self, rule: str, person: Person | int) -> Reason | None:
        """Why a rule has its value for somebody."""
        one = self.person(person)
        return None if one is None or rule not in self.law.trees else self.explainer.rule(rule, one)

    def lines(self, rule: str, person: Person | int, lang: str) -> list[str]:
        """The same in words, as indented lines with the articles."""
        reason = self.reason(rule, person)
        return [] if reason is None else list(wording.lines(compact(reason), lang, self.decision.evaluation, set()))


def look_at(household: Household, day: date) -> Look:
    """What the packs in force say of a household, on what is known on a day.

    Raises:
        PolicyError: no pack holds there then, or what is stored does not fit the vocabulary.
    """
    law = law_of(household.area.code, day)
    told = household_on(household, day, law.vocabulary)
    evaluation = evaluate(law, told, day)
    return Look(household, day, law, Decision(law, told, evaluation, outcomes(evaluation)))


def parts_of(law: Law, benefit: str) -> list[str]:
    """Benefits that come with another: nobody applies for them, and they rest on its being received.

    >>> from minsheng.policy import Library
    >>> law = Library.load().as_of(date(2017, 3, 1), "620102")
    >>> [name for name in parts_of(law, "hardship") if name.startswith("hardship.")]
    ['hardship.pocket_money', 'hardship.carer', 'hardship.medical_support', 'hardship.insurance_premium']
    """
    said = {f"receives.{benefit}"}
    said |= {fact.name for fact in law.vocabulary.facts.values() if fact.mirrors == f"receives.{benefit}"}
    resting = set(law.resting_on(frozenset(said)))
    return [
        name
        for name in law.benefits
        if name != benefit and f"receives.{name}" in resting and process_of(law, name) is None
    ]


def covered_people(household: Household, day: date) -> dict[int, list[Covered]]:
    """By person, what they receive on a day or will, with the award."""
    awards = Award.objects.running(day).filter(household=household)
    rows: Iterable[Covered] = Covered.objects.filter(award__in=awards).select_related("award__case", "person")
    found: dict[int, list[Covered]] = {}
    for row in rows:
        if row.valid_to is None or row.valid_to >= max(day, row.valid_from):
            found.setdefault(row.person_id, []).append(row)
    return found


def last_day_in_file(household: Household, person: Person, day: date) -> date:
    """The day whose facts tell of somebody: today, or the last day on which they belonged to the household."""
    stay = Membership.objects.filter(household=household, person=person).order_by("-valid_from").first()
    return min(day, stay.valid_to) if stay is not None and stay.valid_to is not None else day
