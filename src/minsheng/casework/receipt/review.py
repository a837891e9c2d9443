"""When what somebody receives must be looked at again: as the pack says, from the last review on."""

from __future__ import annotations

from datetime import date
from typing import Any

from minsheng.casework.law import law_of
from minsheng.casework.models import Award
from minsheng.policy.calendar_math import add_months
from minsheng.policy.evaluation import evaluate
from minsheng.policy.finding import PolicyError
from minsheng.policy.law import Law
from minsheng.policy.thing import Household as Told
from minsheng.policy.unknown import Unknown
from minsheng.registry.file import household_on

__all__ = ["next_review", "schedule_review"]

_RULE = "review.every"


def schedule_review(award: Award, day: date) -> None:
    """Keep with an award when it must be reviewed next, or why that cannot be told."""
    award.review_due_on, award.open_review = next_review(award, day)
    award.save(update_fields=["review_due_on", "open_review"])


def next_review(award: Award, day: date, told: Told | None = None) -> tuple[date | None, list[str]]:
    """The day on which an award must be looked at again, by the law and the facts of a day.

    Args:
        award: which.
        day: whose law and facts.
        told: the household as it is known on that day, where it was read already.

    Returns:
        The day and nothing, or no day and why: the facts and parameters of the packs that are missing; ``no_interval`` where no document
        in force says how often, ``out_of_file`` where nobody whom it covers is in the file any more.
    """
    if award.last_day is not None:
        return None, []
    law = law_of(award.area.code, day)
    definition = law.benefits.get(award.benefit)
    tree = definition.trees.get("review_every") if definition is not None else None
    if tree is None:
        return None, ["no_interval"]
    entity = law.benefit(award.benefit).entity
    narrow = _law_of_reviews(law, award.benefit, entity, tree)
    try:
        told = told or household_on(award.household, day, law.vocabulary)
        evaluation = evaluate(narrow, told, day)
    except PolicyError as problem:
        return None, [finding.code for finding in problem.findings]
    covered = {f"p{row.person_id}" for row in award.covered.all() if row.valid_to is None}
    for instance in evaluation.instances[entity]:
        if _ids(instance) & covered:
            months: Any = instance.v[narrow.slots[entity][_RULE]]
            if isinstance(months, Unknown):
                return None, sorted({name for _, name in months.needs} | set(months.unset)) or ["no_interval"]
            return add_months(award.reviewed_on, int(months)), []
    return None, ["out_of_file"]


def _ids(instance: Any) -> set[str]:
    if instance.thing is not None:
        return {instance.thing.id}
    return {member.thing.id for member in instance.lists["members"].items if member.thing is not None}


def _law_of_reviews(law: Law, benefit: str, entity: str, tree: Any) -> Law:
    """Only what the interval of a benefit rests on; kept with the law."""
    kept: dict[str, Law] = law.kept.setdefault("reviews", {})
    if benefit not in kept:
        kept[benefit] = law.with_rules({_RULE: (entity, {"is": tree}, None)})
    return kept[benefit]
