"""What a paper is made from: plain inputs, whoever keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from minsheng.casework.journey import Journey
from minsheng.policy.decision import Decision
from minsheng.policy.outcome import Outcome
from minsheng.policy.thing import Thing

__all__ = ["Member", "Particulars", "covered_by", "members_of"]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the household, as papers name them.

    Attributes:
        name: the name as it stands in the register.
        child: whether they are a child, whose full name no public notice holds; who is not known to be grown up is one.
        private: words that no public notice may hold, such as an illness.
    """

    name: str
    id_number: str = ""
    relation: str = ""
    sex: str = ""
    birth_date: date | None = None
    health: str = ""
    work: str = ""
    income: str = ""
    covered: bool | None = None
    child: bool = True
    private: tuple[str, ...] = ()


@dataclass(frozen=True)
class Particulars:
    """The inputs of a paper.

    Attributes:
        number: the number of the case or of the paper.
        office: who gives it out.
        day: the day that is printed beside the seal; left blank to be written by hand when there is none.
        members: the household, the head first.
        applicant: who applies; the first of the members unless given.
        decision: the decision it tells of, with ``outcome`` as the one among its outcomes.
        journey: the case on its way; days and appeals come from it.
        last_day: by when it is to be decided, from the clocks of the case.
        values: what the office fills in, by field.
        private: words beside those of the members that no public notice may hold: accounts, illnesses.
        synthetic: whether the people are made up.
        address: what the QR code of a certificate holds.
    """

    number: str = ""
    office: str = ""
    area_name: str = ""
    day: date | None = None
    members: tuple[Member, ...] = ()
    applicant: Member | None = None
    benefit: str = ""
    decision: Decision | None = None
    outcome: Outcome | None = None
    journey: Journey | None = None
    last_day: date | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    private: tuple[str, ...] = ()
    synthetic: bool = False
    address: str = ""

    @property
    def who(self) -> Member | None:
        """Who applies."""
        return self.applicant or (self.members[0] if self.members else None)

    @property
    def made_up(self) -> bool:
        """Whether the people are made up, by what was said here or in the household of the decision."""
        return self.synthetic or (self.decision is not None and self.decision.household.synthetic)


def members_of(decision: Decision, outcome: Outcome | None = None, lang: str = "zh") -> tuple[Member, ...]:
    """The members of the household of a decision; those of the outcome are the covered ones.

    Facts keep no ID numbers; whoever has them puts them in (``dataclasses.replace``).
    """
    return tuple(_member(decision, outcome, lang, number) for number in range(len(_people(decision))))


def covered_by(outcome: Outcome) -> tuple[str, ...]:
    """The people for whom an outcome is: everybody of a family, or the one person."""
    return outcome.members if outcome.entity == "family" else (outcome.thing_id,)


def _people(decision: Decision) -> list[Thing]:
    listed = decision.household.lists.get("people")
    return listed.items if listed is not None else []


def _member(decision: Decision, outcome: Outcome | None, lang: str, number: int) -> Member:
    thing = _people(decision)[number]
    facts = decision.law.vocabulary.facts

    def word(name: str) -> str:
        value, fact = thing.facts.get(name), facts.get(name)
        if not isinstance(value, str) or fact is None:
            return ""
        return fact.value_labels[value].in_(lang) if value in fact.value_labels else value

    born = thing.facts.get("birth_date")
    return Member(
        name=thing.name or f"{thing.id}",
        relation=word("relation_to_head"),
        sex=word("sex"),
        birth_date=born if isinstance(born, date) else None,
        covered=None if outcome is None else thing.id in covered_by(outcome),
        child=_is_child(decision, born),
    )


def _is_child(decision: Decision, born: object) -> bool:
    """Whether somebody is below the age of majority of the law, or may be: nobody's name is given away for want of a date."""
    bound = decision.law.bound.get("family.adult_age")
    age = decision.law.parameter("family.adult_age", ()) if bound is not None else None
    if not isinstance(born, date) or not isinstance(age, int):
        return True
    today = decision.evaluation.facts_day
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day)) < age
