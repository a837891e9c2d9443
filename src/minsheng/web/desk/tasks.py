"""The list of tasks by deadline, one task, and the forms that finish it or hand it over."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode

from minsheng.casework.journey import NotAllowed
from minsheng.casework.law import library
from minsheng.casework.models import Task
from minsheng.casework.models.task import TASK_OUTCOMES
from minsheng.casework.task import OWN_FORMS, asked_by, finish, hand_over, may_do, tasks_for
from minsheng.policy.finding import PolicyError
from minsheng.policy.language import N_
from minsheng.policy.today import today_in_china
from minsheng.policy.vocabulary import Fact
from minsheng.registry.intake import read_answer
from minsheng.registry.models import User
from minsheng.registry.models.household import held_on
from minsheng.registry.scope import PROCESS_ROLES, Scope
from minsheng.registry.sent_form import first_time
from minsheng.registry.words import L_, language, say
from minsheng.web.desk.evidence import evidence_field, evidence_of, keep_evidence, refused_file
from minsheng.web.desk.found import scope, staff
from minsheng.web.desk.prompts import Prompt

__all__ = ["FinishForm", "HandForm", "late_tasks", "shown_tasks", "task", "tasks"]

_PAGE = 50
TABS = {"mine": L_("mine"), "late": L_("late"), "all": L_("all that are open"), "done": L_("finished")}


class FinishForm(forms.Form):
    """How a task ended."""

    outcome = forms.ChoiceField(label=L_("outcome"), choices=TASK_OUTCOMES.items())
    on = forms.DateField(label=L_("done on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    reason = forms.CharField(
        label=L_("reason or remark"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=L_("needed where it was not done"),
    )
    evidence = forms.CharField(label=L_("evidence"), max_length=200, required=False)
    file = evidence_field()

    def __init__(self, *args: Any, asked: tuple[str, ...] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.asked = {name: library().vocabulary.facts[name] for name in asked}
        for name, declared in self.asked.items():
            self.fields[f"fact_{name}"] = _field_for(declared)

    def clean(self) -> dict[str, Any]:
        """The answers as household files write them, in ``answers``."""
        told = super().clean() or self.cleaned_data
        told["answers"] = {}
        for name, declared in self.asked.items():
            try:
                told["answers"][name] = read_answer(told.get(f"fact_{name}", ""), declared, today_in_china())
            except forms.ValidationError as problem:
                self.add_error(f"fact_{name}", problem)
        return told


def _field_for(declared: Fact) -> forms.Field:
    """A field for a fact of the vocabulary; it may be left empty, because what is not known stays unknown."""
    label, kind = declared.ask.in_(language()), declared.type.kind
    if kind in ("bool", "choice"):
        words = {"yes": say(N_("yes")), "no": say(N_("no"))}
        labels = {word: text.in_(language()) for word, text in declared.value_labels.items()}
        chosen = words if kind == "bool" else labels
        return forms.ChoiceField(label=label, choices=[("", "—"), *chosen.items()], required=False)
    unit = say(N_("yuan")) if kind == "money" else ""
    return forms.CharField(label=label, max_length=60, required=False, help_text=unit)


class HandForm(forms.Form):
    """To whom a task goes."""

    to = forms.ModelChoiceField(label=L_("colleague"), queryset=User.objects.none())
    reason = forms.CharField(label=L_("reason or remark"), max_length=300, required=False)

    def __init__(self, *args: Any, colleagues: QuerySet[User], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["to"].queryset = colleagues  # type: ignore[attr-defined]


@login_required
def tasks(request: HttpRequest) -> HttpResponse:
    """Tasks by deadline: mine, late, all that are open, finished; fifty at a time."""
    seen, day = scope(request), today_in_china()
    asked = request.GET.get("tab", "")
    tab = asked if asked in TABS else "mine"
    rows = _rows_of(tab, seen, staff(request), day)
    found = list(_after(rows, request.GET.get("after", ""), tab)[: _PAGE + 1])
    more = urlencode({"tab": tab, "after": _mark(found[_PAGE - 1], tab)}) if len(found) > _PAGE else ""
    tabs = [{"name": name, "word": word} for name, word in TABS.items()]
    about = {"tabs": tabs, "tab": tab, "more": more, "page": "tasks"}
    return render(request, "desk/tasks.html", {"rows": shown_tasks(found[:_PAGE], day), **about})


@login_required
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """One task: what is to be done for whom and why, and the forms that finish it or hand it over."""
    found = _found(request, pk)
    may = may_do(scope(request), found) and found.done_on is None
    wanted = request.POST.get("do", "") if request.method == "POST" else ""
    if wanted == "finish" and found.done_by == staff(request):  # the button was pressed twice
        return redirect("desk:task", pk)
    if request.method == "POST" and (not may or wanted not in ("finish", "hand")):
        raise Http404
    day = today_in_china()
    start = {"outcome": "done", "on": day}
    sent = (request.POST, request.FILES) if wanted == "finish" else (None, None)
    ended = FinishForm(*sent, initial=start, asked=asked_by(found))
    given = HandForm(request.POST if wanted == "hand" else None, colleagues=_colleagues(found, day))
    form: forms.Form = ended if wanted == "finish" else given
    if wanted and form.is_valid() and _did(request, found, form, wanted):
        return redirect("desk:task", pk)
    shown = {
        "task": found,
        "row": shown_tasks([found], day)[0],
        "finish": ended if may else None,
        "hand": given if may else None,
        "own_form": found.kind in OWN_FORMS and found.person_id is not None,
        "files": evidence_of(scope(request), found.household, f"task/{found.pk}"),
        "handed": found.handings_over.select_related("by", "to"),
        "key": uuid4().hex,
        "page": "tasks",
    }
    return render(request, "desk/task.html", shown, status=400 if wanted else 200)


def _did(request: HttpRequest, found: Task, form: forms.Form, wanted: str) -> bool:
    """Finish or hand over once; what does not allow it stands in the form."""
    user, told = staff(request), form.cleaned_data
    try:
        with transaction.atomic():
            if first_time(request.POST.get("key", "")[:300], user):
                if wanted == "finish":
                    about = {key: told[key] for key in ("on", "reason", "evidence", "answers")}
                    finish(found.pk, user, told["outcome"], **about)
                    keep_evidence(request, found.household, f"task/{found.pk}")
                else:
                    hand_over(found.pk, user, told["to"], reason=told["reason"])
    except NotAllowed as problem:
        form.add_error(None, problem.finding.render(language()))
        return False
    except PolicyError as problem:
        refused_file(form, problem)
        return False
    messages.success(request, say(N_("Done and written down.")))
    return True


def late_tasks(seen: Scope, user: User, day: date) -> list[Prompt]:
    """Prompts for the page of today: my tasks that are late, and those due within a week."""
    from django.urls import reverse

    mine, address = tasks_for(seen, user), reverse("desk:tasks")
    late, soon = mine.filter(due_on__lt=day).count(), mine.filter(due_on__range=(day, _in_a_week(day))).count()
    return [
        Prompt(say(N_("tasks that are late")), late, f"{address}?tab=late"),
        Prompt(say(N_("tasks due within a week")), soon, address),
    ]


def _in_a_week(day: date) -> date:
    return date.fromordinal(day.toordinal() + 7)


def shown_tasks(found: list[Task], day: date) -> list[dict[str, Any]]:
    """Tasks as lists show them."""
    from minsheng.web.desk.words import role_name

    rows = []
    for one in found:
        who = one.get_office_kind_display() if one.office_kind else role_name(one.role)
        left = (one.due_on - day).days if one.due_on and one.done_on is None else None
        rows.append({"task": one, "who": who, "level": one.level(day), "left": left, "late": -(left or 0)})
    return rows


def _rows_of(tab: str, seen: Scope, user: User, day: date) -> QuerySet[Task]:
    related = ("area", "household", "person", "taken_by")
    if tab == "mine":
        return tasks_for(seen, user).select_related(*related)
    own = seen.of(Task.objects.select_related(*related))
    if tab == "done":
        return own.filter(done_on__isnull=False)
    return own.late(day) if tab == "late" else own.open()  # type: ignore[attr-defined]


def _after(rows: QuerySet[Task], after: str, tab: str) -> QuerySet[Task]:
    """The rows after a mark: open tasks by deadline with those without one at the end, finished ones from the latest."""
    if tab == "done":
        rows = rows.order_by("-pk")
        return rows.filter(pk__lt=int(after[:18])) if after.isdecimal() else rows
    rows = rows.order_by(F("due_on").asc(nulls_last=True), "id")
    day, _, number = after.partition(".")
    if not number.isdecimal() or len(number) > 18:
        return rows
    later = Q(due_on__isnull=True, pk__gt=int(number))
    try:
        last = date.fromisoformat(day)
    except ValueError:
        return rows.filter(later)
    same = Q(due_on=last, pk__gt=int(number))
    return rows.filter(Q(due_on__gt=last) | same | Q(due_on__isnull=True))


def _mark(last: Task, tab: str) -> str:
    return str(last.pk) if tab == "done" else f"{last.due_on.isoformat() if last.due_on else '-'}.{last.pk}"


def _found(request: HttpRequest, pk: int) -> Task:
    if pk >= 2**63:
        raise Http404
    rows = scope(request).of(Task.objects.select_related("area", "household", "person", "case", "taken_by", "done_by"))
    return get_object_or_404(rows, pk=pk)


def _colleagues(found: Task, day: date) -> QuerySet[User]:
    """Everybody who fills the role of a task in its area."""
    fills = [role for role, filled in PROCESS_ROLES.items() if found.role in filled]
    stem = found.area.stem
    stems = [stem[:length] for length in range(len(stem) + 1)]
    held = held_on(day) & Q(role__in=fills, area__stem__in=stems)
    from minsheng.registry.models import Assignment

    holders = Assignment.objects.filter(held).values("user")
    return User.objects.filter(is_active=True, pk__in=holders).order_by("name")
