"""One paper of the file of a household or of a case: who and what it is made from, out of what the register and the case hold.

A paper tells of the decision as it was made (:mod:`minsheng.casework.kept_decision`), not of what would be decided today. ID numbers
are masked unless whoever gives the paper out reads them in full, which is written down.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from minsheng.casework.act import decision_of, journey_of
from minsheng.casework.case_clock import case_clocks
from minsheng.casework.event import Event
from minsheng.casework.journey import Journey, Move, NotAllowed
from minsheng.casework.kept_decision import best_outcome, decision_of_record, last_record, outcomes_of
from minsheng.casework.law import law_of
from minsheng.casework.models import Case, Certificate, Record
from minsheng.casework.office import office_of
from minsheng.casework.paper_people import member_told
from minsheng.casework.papers import Paper, PaperKind, Particulars, compose
from minsheng.casework.papers.fill import reason_lines
from minsheng.casework.papers.particulars import Member, covered_by, members_of
from minsheng.casework.support.certificate_rows import care_rows
from minsheng.policy.decision import Decision
from minsheng.policy.finding import PolicyError
from minsheng.policy.language import N_, render
from minsheng.policy.outcome import Outcome
from minsheng.policy.thing import Thing
from minsheng.registry.models import Household, Person, User

__all__ = ["PaperFile", "linked_move"]

_DEPARTS = N_("The officer decided otherwise than the rules say; the reason given: {reason}")


def linked_move(kind: PaperKind, journey: Journey | None) -> Move | None:
    """What happens to the case when a paper is given out, where giving it out is itself a part of the procedure."""
    event = kind.asked_by.get("event")
    if journey is None or event in (None, "applied"):
        return None
    return next((move for move in journey.moves() if move.kind == event), None)


@dataclass
class PaperFile:
    """What one paper is made from.

    Attributes:
        kind: which paper.
        household: whose file.
        case: the case; ``None`` where the paper belongs to the file alone.
        user: who makes it.
        lang: its language.
        day: today.
        about: the outcome it tells of where there are several, such as ``person/2``.
    """

    kind: PaperKind
    household: Household
    case: Case | None
    user: User
    lang: str
    day: date
    about: str = ""

    @cached_property
    def journey(self) -> Journey | None:
        """Where the case stands."""
        return journey_of(self.case) if self.case is not None else None

    @cached_property
    def move(self) -> Move | None:
        """What happens to the case when the paper is given out."""
        return linked_move(self.kind, self.journey)

    @cached_property
    def record(self) -> Record | None:
        """The record of the decision of the case."""
        return last_record(self.case) if self.case is not None else None

    @cached_property
    def decision(self) -> Decision | None:
        """What was decided, or what the library says today; nothing where it cannot say anything."""
        if self.case is None:
            return None
        try:
            if self.record is not None:
                return decision_of_record(self.record)
            ended = self.journey is not None and self.journey.ended
            return decision_of(self.case, self.journey.events[-1].on if ended and self.journey else self.day)
        except PolicyError:
            if self.record is not None:
                raise  # a decision that was made must come out again, or nobody may be told of it
            return None

    @property
    def outcomes(self) -> list[Outcome]:
        """What the decision says of the benefit, for everybody it could be for."""
        return outcomes_of(self.decision, self.case.benefit) if self.decision and self.case else []

    @cached_property
    def outcome(self) -> Outcome | None:
        """The outcome that the paper tells of."""
        if self.decision is None or self.case is None or self.journey is None:
            return None
        effect = self.journey.process.effect_of(self.journey.state)
        granted = effect in ("grants", "changes", "keeps") or not self.journey.ended
        return best_outcome(self.decision, self.case.benefit, granted=granted, about=self.about)

    @cached_property
    def _told(self) -> list[tuple[Thing | None, Member, str]]:
        """The members as the decision knew them, or as the register knows them, with the facts and the key of each."""
        if self.decision is not None:
            things = self.decision.household.lists["people"].items if "people" in self.decision.household.lists else []
            members = members_of(self.decision, self.outcome, self.lang)
            return [(thing, member, thing.id) for thing, member in zip(things, members, strict=True)]
        words = law_of(self.household.area.code, self.day).vocabulary.facts.get("relation_to_head")
        labels = words.value_labels if words is not None else {}
        return [
            (
                None,
                Member(
                    row.person.name,
                    relation=labels[row.relation].in_(self.lang) if row.relation in labels else row.relation,
                    sex=str(row.person.get_sex_display()),
                    birth_date=row.person.birth_date,
                ),
                f"p{row.person_id}",
            )
            for row in self.household.members_on(self.day)
        ]

    @cached_property
    def people(self) -> dict[str, Person]:
        """The people of the paper by the key that they have in decisions."""
        keys = [int(key[1:]) for _, _, key in self._told if key[:1] == "p" and key[1:].isdecimal()]
        return {f"p{person.pk}": person for person in Person.objects.filter(pk__in=keys)}

    @property
    def numbered(self) -> list[Person]:
        """The people whose ID number stands on the paper: everybody of a table that has it, or the applicant; on a notice nobody."""
        if self.kind.public:
            return []
        for block in self.kind.body:
            if (
                block.kind == "table"
                and "members" in block.fields
                and (not block.columns or "id_number" in block.columns)
            ):
                return list(self.people.values())
        who = self.people.get(self._applicant_key)
        one = {"applicant_id_number", "holder_id_number"} & set(self.kind.fields)
        return [who] if one and who is not None else []

    @property
    def _applicant_key(self) -> str:
        if self.outcome is not None and self.outcome.entity == "person":
            return covered_by(self.outcome)[0]
        return self._told[0][2] if self._told else ""

    def particulars(
        self,
        values: Mapping[str, object],
        *,
        number: str = "",
        numbers: Mapping[int, str] | None = None,
        address: str = "",
        day: date | None = None,
    ) -> Particulars:
        """The inputs of the paper.

        Args:
            values: what the office has filled in, by field.
            number: the number of the paper.
            numbers: ID numbers in full, by the key of the person; the others are masked.
            address: what a QR code holds.
            day: the day beside the seal.
        """
        members: dict[str, Member] = {}
        for thing, member, key in self._told:
            person = self.people.get(key)
            shown = (numbers or {}).get(person.pk, person.id_masked) if person is not None else ""
            told = member_told(member, thing, self.decision, self.lang)
            members[key] = replace(told, id_number="" if self.kind.public else shown)
        own = self.case.number if self.case is not None else self.household.number
        return Particulars(
            number=number or own,
            office=office_of(self.household.area, self.user)[0],
            area_name=self.household.area.name,
            day=day,
            members=tuple(members.values()),
            applicant=members.get(self._applicant_key),
            benefit=self._benefit,
            decision=self.decision,
            outcome=self.outcome,
            journey=self._journey_told(values),
            last_day=self._last_day,
            values={**self._fixed, **{name: value for name, value in values.items() if value not in ("", [], None)}},
            synthetic=self.case.synthetic if self.case is not None else self.household.synthetic,
            address=address,
        )

    def compose(self, values: Mapping[str, object], **about: object) -> Paper:
        """The paper; ``about`` as for :meth:`particulars`.

        Raises:
            PolicyError: something it needs is missing, or something private would hang in public.
        """
        return compose(self.kind.name, self.particulars(values, **about), self.lang)  # type: ignore[arg-type]

    @property
    def _benefit(self) -> str:
        if self.case is None:
            return ""
        law = law_of(self.case.area.code, self.case.law_day)
        if self.case.benefit in law.benefits:
            return law.benefit(self.case.benefit).label.in_(self.lang)
        assert self.journey is not None  # noqa: S101 - a case has one
        return self.journey.process.label.in_(self.lang)

    def _journey_told(self, values: Mapping[str, object]) -> Journey | None:
        """The case as it will stand when the paper is given out: a letter of acceptance names the day of the acceptance."""
        if self.move is None or self.journey is None:
            return self.journey
        reason = self.reason_of(values) or "—"
        event = Event(self.move.kind, self.day, self.move.role, reason=reason)
        try:
            return Journey.of(self.journey.process, [*self.journey.events, event], roles=self.journey.roles)
        except NotAllowed:
            return self.journey

    def reason_of(self, values: Mapping[str, object]) -> str:
        """The reason with which the case is acted on when the paper is given out."""
        missing = values.get("papers_missing")
        lines = [str(line) for line in missing] if isinstance(missing, list | tuple) else []
        return "；".join(lines) if lines else str(values.get("event_reason") or "")

    @property
    def _last_day(self) -> date | None:
        """By when it is to be decided: the last day of a clock that ends with the step that decides, where one runs."""
        journey = self.journey
        if self.case is None or journey is None:
            return None
        deciding = {
            f"{step.name}.ended"
            for step in journey.process.steps
            if any(journey.decides(step, o) for o, _ in step.then)
        }
        told = self._journey_told({})
        runs = case_clocks(self.case, told, self.day) if told is not None else []
        days = [run.last_day for run in runs if run.clock.end in deciding and run.last_day is not None]
        return max(days, default=None)

    @property
    def certificate(self) -> Certificate | None:
        """The certificate that the case issued: that of the person whom the paper is about, or the household's."""
        if self.case is None:
            return None
        issued = list(self.case.certificates.select_related("area", "person"))
        who = self.people.get(self._applicant_key)
        return next((one for one in issued if who is not None and one.person_id == who.pk), next(iter(issued), None))

    @property
    def _fixed(self) -> dict[str, object]:
        """What nobody fills in: the number of the certificate, its yearly reviews, a departure from the rules."""
        found: dict[str, object] = {}
        if "certificate_number" in self.kind.fields and (issued := self.certificate) is not None:
            found |= {"certificate_number": issued.number, "issued_on": issued.issued_on, "office": issued.office}
            found["yearly"] = [
                {"year": row.year, "result": row.result, "by": str(row.by)}
                for row in issued.reviews.select_related("by")
            ]
        who = self.people.get(self._applicant_key)
        if who is not None and {"care_levels", "placements"} & set(self.kind.fields):
            found |= care_rows(who, self.lang)
        departs = self.record is not None and self.record.departs
        if departs and "reasons" in self.kind.fields and self.decision is not None and self.outcome is not None:
            assert self.record is not None  # noqa: S101 - looked at above
            lines = reason_lines(self.decision, self.outcome, self.lang)
            own = render(self.lang, _DEPARTS, reason=self.record.happening.reason)
            found["reasons"] = [*lines[:1], own, *lines[1:]]
        if "outcome" in self.kind.fields and self.journey is not None:
            ends = dict(self.journey.process.ends)
            if self.journey.state in ends:
                found["outcome"] = ends[self.journey.state].in_(self.lang)
        return found
