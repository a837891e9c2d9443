"""Doing tasks: finishing one, handing it to a colleague. Whoever has the role of a task in its area may do it, and nobody else."""

from __future__ import annotations

from datetime import date
from typing import NoReturn

from django.db import transaction
from django.db.models import Q, QuerySet

from minsheng.casework.journey import NotAllowed
from minsheng.casework.models import HandingOver, Task
from minsheng.casework.models.task import TASK_OUTCOMES
from minsheng.policy.finding import Finding, Place
from minsheng.policy.language import N_
from minsheng.policy.today import today_in_china
from minsheng.registry.models import User
from minsheng.registry.scope import PROCESS_ROLES, Scope, scope_of

__all__ = ["finish", "hand_over", "may_do", "tasks_for"]


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
def finish(task_id: int, user: User, outcome: str, *, on: date, reason: str = "", evidence: str = "") -> Task:
    """Say that a task is done, or why it is not done.

    Args:
        task_id: which task.
        user: who says so.
        outcome: one of :data:`minsheng.casework.models.task.TASK_OUTCOMES`.
        on: the day on which it was done, not in the future and not before the task began.
        reason: needed for everything but ``done``.
        evidence: what shows it.

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
    return task


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
