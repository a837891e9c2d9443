"""Doing tasks: finishing one, handing it to a colleague. Whoever has the role of a task in its area may do it, and nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NoReturn

from django.db import transaction
from django.db.models import Q, QuerySet

from minsheng.casework.certificates import reviewed
from minsheng.casework.journey import NotAllowed
from minsheng.casework.law import law_of
from minsheng.casework.models import Certificate, HandingOver, Task
from minsheng.casework.models.task import TASK_OUTCOMES
from minsheng.casework.support.look import last_day_in_file
from minsheng.policy.finding import Finding, Place
from minsheng.policy.language import N_
from minsheng.policy.today import today_in_china
from minsheng.registry.models import Fact, User
from minsheng.registry.scope import PROCESS_ROLES, Scope, scope_of

__all__ = ["OWN_FORMS", "asked_by", "finish", "hand_over", "may_do", "tasks_for"]

#: Kinds of services that are done on pages of their own, which finish the task.
OWN_FORMS = frozenset({"assessment", "placement", "agreement", "property"})


def may_do(scope: Scope, task: Task) -> bool:
    """Whether somebody may do a task: they fill its role in its area."""
    return task.role in scope.process_roles(task.area.code, task.office_kind)


def tasks_for(scope: Scope, user: User) -> QuerySet[Task]:
    """The tasks still to be done that somebody may do and that no colleague has in hand."""
    roles = Q(pk__in=[])
    for role, stem in sorted(scope.roles):
        roles |= Q(area__stem__startswith=stem, role__in=PROCESS_ROLES.get(role, frozenset()))
    return scope.of(Task.objects.open()).filter(roles).filter(Q(taken_by=None) | Q(taken_by=user))


@transaction.atomic
def finish(
    task_id: int,
    user: User,
    outcome: str,
    *,
    on: date,
    reason: str = "",
    evidence: str = "",
    answers: Mapping[str, Any] | None = None,
) -> Task:
    """Say that a task is done, or why it is not done.

    Args:
        task_id: which task.
        user: who says so.
        outcome: one of :data:`minsheng.casework.models.task.TASK_OUTCOMES`.
        on: the day on which it was done, not in the future and not before the task began.
        reason: needed for everything but ``done``.
        evidence: what shows it.
        answers: facts of the person that the service asks for, as household files write them.

    Raises:
        NotAllowed: K3 the role or area does not allow it, K4 it is over already, the day cannot be, or the reason is missing.
    """
    task = Task.objects.select_for_update(of=("self",)).select_related("area").get(pk=task_id)
    if not may_do(scope_of(user), task):
        _refuse("K3", task, N_("you have no role in {area} that may do this task"), area=str(task.area))
    if task.done_on is not None:
        _refuse("K4", task, N_("this task was finished on {day} already"), day=task.done_on.isoformat())
    if outcome not in TASK_OUTCOMES:
        _refuse("K4", task, N_("a task cannot end like this: {outcome}"), outcome=outcome[:20])
    if on > today_in_china() or on < task.begun_on:
        first = task.begun_on.isoformat()
        _refuse("K4", task, N_("the day is between {first}, when the task began, and today"), first=first)
    if outcome != "done" and not reason.strip():
        _refuse("K4", task, N_("a reason is needed where a task is not done"))
    task.done_on, task.outcome, task.done_by = on, outcome, user
    task.reason, task.evidence = reason.strip()[:1000], evidence.strip()[:200]
    task.save(update_fields=["done_on", "outcome", "done_by", "reason", "evidence"])
    if outcome == "done":
        _write_down(task, answers or {}, user)
    return task


def asked_by(task: Task) -> tuple[str, ...]:
    """The facts that whoever does a task writes down with it, by the service of the packs in force today."""
    if not task.service or task.person_id is None or task.kind in OWN_FORMS:
        return ()
    service = law_of(task.area.code, today_in_china()).services.get(task.service)
    return service.asks if service is not None else ()


def _write_down(task: Task, answers: Mapping[str, Any], user: User) -> None:
    """Facts that were found in doing a task, and the yearly review on the certificate."""
    assert task.done_on is not None  # noqa: S101 - it has just been finished
    declared = law_of(task.area.code, today_in_china()).vocabulary.facts
    assert task.person is not None or not answers  # noqa: S101 - only services of people ask
    day = last_day_in_file(task.household, task.person, task.done_on) if task.person is not None else task.done_on
    about = {"person": task.person, "valid_from": day, "recorded_by": user, "evidence": task.evidence}
    known = {name: value for name, value in answers.items() if name in asked_by(task) and value is not None}
    Fact.objects.bulk_create(
        [Fact(name=name, value=value, source=declared[name].source, **about) for name, value in known.items()]
    )
    if task.kind == "review":
        own = Certificate.objects.filter(household=task.household, benefit=task.benefit, cancelled_on__isnull=True)
        for certificate in own.filter(Q(person=task.person) | Q(person=None)):
            reviewed(certificate, task.done_on, user, task.reason)


@transaction.atomic
def hand_over(task_id: int, user: User, to: User, *, reason: str = "") -> Task:
    """Give a task to a colleague who may do it.

    Raises:
        NotAllowed: K3 the giver may not do it, K5 the colleague may not, K4 it is over already.
    """
    task = Task.objects.select_for_update(of=("self",)).select_related("area").get(pk=task_id)
    if not may_do(scope_of(user), task):
        _refuse("K3", task, N_("you have no role in {area} that may do this task"), area=str(task.area))
    if task.done_on is not None:
        _refuse("K4", task, N_("this task was finished on {day} already"), day=task.done_on.isoformat())
    if not may_do(scope_of(to), task):
        _refuse("K5", task, N_("{name} has no role in {area} that may do this task"), name=str(to), area=str(task.area))
    HandingOver.objects.create(task=task, by=user, to=to, reason=reason.strip()[:300])
    task.taken_by = to
    task.save(update_fields=["taken_by"])
    return task


def _refuse(code: str, task: Task, message: str, **params: object) -> NoReturn:
    raise NotAllowed(Finding(code, Place(str(task.pk)), message, params=params))
