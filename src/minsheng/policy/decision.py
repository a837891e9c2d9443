"""A decision: every benefit for everybody of a household, with reasons, what is missing, what would change it, and what follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from minsheng.policy import tree as t
from minsheng.policy import wording
from minsheng.policy.compact import compact
from minsheng.policy.evaluation import Evaluation, evaluate
from minsheng.policy.explain import Explainer, Reason, reason_for
from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.functions import within_area
from minsheng.policy.language import N_, render
from minsheng.policy.law import Law
from minsheng.policy.lists import score_of
from minsheng.policy.outcome import Outcome, demonstration_parameters, outcomes
from minsheng.policy.pack import Ranking, Row
from minsheng.policy.questions import Question, questions
from minsheng.policy.schedule import ScheduleRow, schedule
from minsheng.policy.thing import Household
from minsheng.policy.turning import Turn, turns
from minsheng.policy.vocabulary import Text

__all__ = ["Decision", "decide"]


@dataclass
class Decision:
    """The outcomes of one household under one law. Reasons and words are made when they are asked for."""

    law: Law
    household: Household
    evaluation: Evaluation
    outcomes: list[Outcome]
    _reasons: dict[tuple[str, str], list[Reason]] = field(default_factory=dict, repr=False)

    def reasons(self, outcome: Outcome) -> list[Reason]:
        """The tree of reasons of an outcome."""
        key = (outcome.benefit, outcome.key)
        if key not in self._reasons:
            self._reasons[key] = reason_for(self.evaluation, outcome, self._explainer)
        return self._reasons[key]

    def turns(self, outcome: Outcome) -> list[list[Turn]]:
        """What would turn a refusal, each way tried out."""
        return turns(self.evaluation, outcome) if outcome.status == "no" else []

    def schedule(self, outcome: Outcome) -> list[ScheduleRow]:
        """The dated amounts of an outcome."""
        return schedule(self.evaluation, outcome)

    @cached_property
    def _explainer(self) -> Explainer:
        return Explainer(self.evaluation)

    @cached_property
    def questions(self) -> list[Question]:
        """The facts that would settle what is open, the most telling first."""
        return questions(self.evaluation, self.outcomes)

    def rankings(self) -> list[tuple[str, Text, object]]:
        """Rankings in which this household has a score: name, label, score. Its place needs the list of all households."""
        result = []
        for (kind, name), definition in self.law.in_force.items():
            if kind == "ranking" and isinstance(definition.item, Ranking):
                for instance in self.evaluation.instances[definition.item.entity][:1]:
                    result.append((name, definition.item.label, score_of(self.evaluation, name, instance)))
        return result

    def old_values(self) -> list[tuple[str, Row]]:
        """Values that a place renews and that are older than their term: still used, to be confirmed."""
        result: dict[tuple[str, date | None], Row] = {}
        for name, bound in self.law.bound.items():
            months = bound.parameter.renew_months if name in self._parameters_used else 0
            for row in bound.rows.values() if months else ():
                if row.first_day and _months(row.first_day, self.law.day) > months:
                    result.setdefault((name, row.first_day), row)
        return [(name, row) for (name, _), row in result.items()]

    @cached_property
    def _parameters_used(self) -> set[str]:
        """The parameters that benefits which are not refused may look at."""
        open_ = {outcome.benefit for outcome in self.outcomes if outcome.status != "no"}
        trees = self.law.narrowed(open_).trees.values() if open_ else ()
        nodes = (node for _, parts, _ in trees for tree in parts.values() for node in t.walk(tree))
        return {node.name for node in nodes if isinstance(node, t.ParameterRef)}

    def demonstration(self, outcome: Outcome) -> tuple[str, ...]:
        """The parameters with demonstration values that an outcome rests on."""
        if not demonstration_parameters(self.law, outcome.benefit):
            return ()
        borne = self.law.benefits[outcome.benefit].trees.get("borne")
        visited: set[int] = set()
        found = {name for reason in self.reasons(outcome) for name in _demonstration_names(reason, visited)}
        if outcome.shares and borne is not None:
            names = [node.name for node in t.walk(borne) if isinstance(node, t.ParameterRef)]
            found |= {n for n in names if any(row.demonstration for row in self.law.bound[n].rows.values())}
        return tuple(sorted(found))

    def explain(self, lang: str = "zh", *, full: bool = False, benefit: str = "") -> str:
        """Everything in words: outcomes, amounts, reasons with their articles, what is missing, what would change it, what follows.

        ``benefit`` limits it to one or several, with commas between; refusals are opened then, and with ``full``.
        """
        from minsheng.policy.letter import explain

        return explain(self, lang, full=full, benefit=benefit)

    def as_json(self, lang: str = "zh") -> dict[str, object]:
        """The decision in its published form ``minsheng/decision/1``."""
        from minsheng.policy.decision_json import decision_json

        return decision_json(self, lang)

    def lines(
        self, outcome: Outcome, lang: str, *, full: bool = False, told: set[tuple[str, str]] | None = None
    ) -> Iterator[str]:
        """The reasons of an outcome as lines; rules in ``told`` were opened before and are only named."""
        told = set() if told is None else told
        for reason in self.reasons(outcome):
            yield from wording.lines(reason if full else compact(reason), lang, self.evaluation, told)

    def name(self, outcome: Outcome, lang: str) -> str:
        """For whom an outcome is: the person, or the members of the family."""
        if outcome.entity == "person":
            return wording.who(outcome.key, self.evaluation, lang)
        people = {i.thing.id: i for i in self.evaluation.instances["person"] if i.thing}
        names = [wording.who(people[m].id, self.evaluation, lang) for m in outcome.members if m in people]
        return ("、" if lang == "zh" else ", ").join(names) or render(lang, N_("the family"))


def _demonstration_names(reason: Reason, visited: set[int]) -> Iterator[str]:
    if id(reason) in visited:
        return
    visited.add(id(reason))
    if reason.row is not None and reason.row.demonstration:
        yield reason.name
    for child in reason.children:
        yield from _demonstration_names(child, visited)


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def decide(law: Law, household: Household, facts_day: date) -> Decision:
    """Decide a household; one that is registered outside the area of the law is refused, never decided by the wrong law."""
    if household.area and not within_area(household.area, law.area):
        raise PolicyError(
            [
                Finding(
                    "H20",
                    Place(household.id),
                    N_("the household is registered in {place}, outside {area}"),
                    N_("Decide it by the law of its own place: --area {place}."),
                    {"place": household.area, "area": law.area},
                )
            ]
        )
    evaluation = evaluate(law.narrowed(law.benefits), household, facts_day)
    return Decision(law, household, evaluation, outcomes(evaluation))
