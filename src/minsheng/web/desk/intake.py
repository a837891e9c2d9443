"""Taking somebody in at the window: a new household, another member, and the questions that the rules still ask, the most telling first."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from minsheng.casework.law import law_of
from minsheng.policy.decision import Decision
from minsheng.policy.language import N_
from minsheng.policy.letter import ask_words
from minsheng.policy.questions import Question
from minsheng.policy.thing import Thing
from minsheng.policy.today import today_in_china
from minsheng.policy.wording import unit_word
from minsheng.registry.file import household_on
from minsheng.registry.intake import Answer, add_person, new_household, read_answer, record_answers
from minsheng.registry.models import Area, Household
from minsheng.registry.scope import scope_of
from minsheng.registry.words import language, say
from minsheng.web.desk.household_page import relations

__all__ = ["create", "join", "questions"]

_AT_A_TIME = 8
_TOWNSHIP = 9


@login_required
def create(request: HttpRequest) -> HttpResponse:
    """A new household, with its head."""
    areas = [area for area in _areas(request) if len(area.stem) >= _TOWNSHIP]
    if not areas:
        raise Http404
    typed = {name: request.POST.get(name, "") for name in ("area", "address", "name", "id_number")}
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        area = next((area for area in areas if area.code == typed["area"]), None)
        try:
            if area is None:
                raise ValidationError({"area": say(N_("choose one of your areas"))})
            if len(typed["address"]) > 200 or "\x00" in typed["address"]:
                raise ValidationError({"address": say(N_("an address has at most 200 characters"))})
            household = new_household(area, typed["address"], typed, on=today_in_china(), synthetic=settings.DEMO)
            return redirect("desk:questions", household.number)
        except ValidationError as problem:
            errors = problem.message_dict
    status = 400 if errors else 200
    return render(
        request, "desk/new.html", {"areas": areas, "typed": typed, "errors": errors, "page": "new"}, status=status
    )


@login_required
def join(request: HttpRequest, number: str) -> HttpResponse:
    """Another member of a household."""
    household = _household(request, number)
    typed = {name: request.POST.get(name, "") for name in ("name", "id_number", "relation")}
    words = {word: label for word, label in relations().items() if word != "head"}
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            if typed["relation"] not in words:
                raise ValidationError({"relation": say(N_("choose one of these"))})
            add_person(household, typed, typed["relation"], on=today_in_china())
            return redirect("desk:household", household.number)
        except ValidationError as problem:
            errors = problem.message_dict
    shown = {"household": household, "relations": words, "typed": typed, "errors": errors, "page": "new"}
    return render(request, "desk/join.html", shown, status=400 if errors else 200)


@login_required
def questions(request: HttpRequest, number: str) -> HttpResponse:
    """The questions that would settle most, eight at a time; an empty answer stays unknown."""
    household, day = _household(request, number), today_in_china()
    law = law_of(household.area.code, day)
    decision = law.decide(household_on(household, day, law.vocabulary), facts_day=day)
    asked = [question for question in decision.questions if _can_be_asked(question, decision)]
    fields = [_field(question, decision, request) for question in asked[:_AT_A_TIME]]
    if request.method == "POST":
        answers = _read(fields, decision, day)
        if not any(field["errors"] for field in fields):
            record_answers(household, answers, law.vocabulary, on=day, by=request.user)  # type: ignore[arg-type]
            messages.success(request, say(N_("{count} answers were written down."), count=len(answers)))
            return redirect("desk:questions" if answers else "desk:household", household.number)
    shown = {"household": household, "fields": fields, "left": len(asked), "page": "new"}
    if any(field["kind"] == "area" for field in fields):
        shown["areas"] = scope_of(request.user).areas().valid_on(day)  # type: ignore[arg-type, attr-defined]
    return render(request, "desk/questions.html", shown, status=400 if any(f["errors"] for f in fields) else 200)


def _areas(request: HttpRequest) -> list[Area]:
    scope = scope_of(request.user)  # type: ignore[arg-type]
    return [area for area in scope.areas().valid_on(today_in_china()) if scope.may("register", area.code)]  # type: ignore[attr-defined]


def _household(request: HttpRequest, number: str) -> Household:
    scope = scope_of(request.user)  # type: ignore[arg-type]
    household = get_object_or_404(scope.of(Household.objects.select_related("area")), number=number)
    if not scope.may("register", household.area.code):
        raise Http404
    return household


def _about(question: Question, decision: Decision) -> Thing:
    """The household or person that a question is about."""
    thing = decision.evaluation.things[question.key].thing
    assert thing is not None  # noqa: S101 - facts are of things; families have none
    return thing


def _can_be_asked(question: Question, decision: Decision) -> bool:
    """Whether a question is about the household or one of its people; items of lists have their own pages."""
    return _about(question, decision).entity in ("household", "person") and question.fact != "people"


def _field(question: Question, decision: Decision, request: HttpRequest) -> dict[str, Any]:
    lang, vocabulary = language(), decision.law.vocabulary
    declared = vocabulary.facts.get(question.fact)
    kind = declared.type.kind if declared is not None else "list"
    choices = {"yes": say(N_("yes")), "no": say(N_("no"))} if kind == "bool" else {}
    if declared is not None and kind == "choice":
        choices = {value: declared.value_labels[value].in_(lang) for value in declared.type.values}
    if kind == "list":
        choices = {"none": say(N_("there is none"))}
    name = f"{_about(question, decision).id}/{question.fact}"
    return {
        "name": name,
        "question": question,
        "ask": ask_words(decision, (question.key, question.fact), lang),
        "kind": kind,
        "unit": unit_word(declared.type, lang) if declared is not None else "",
        "choices": choices,
        "typed": request.POST.get(name, "")[:200],
        "errors": [],
        "benefits": [decision.law.benefit(benefit).label.in_(lang) for benefit in question.benefits[:4]],
    }


def _read(fields: list[dict[str, Any]], decision: Decision, day: Any) -> list[Answer]:
    """The answers; what is wrong goes to its field."""
    answers = []
    for field in fields:
        question, declared = field["question"], decision.law.vocabulary.facts.get(field["question"].fact)
        try:
            value = (
                read_answer(field["typed"], declared, day) if declared is not None else field["typed"] == "none" or None
            )
        except ValidationError as problem:
            field["errors"] = problem.messages
            continue
        if value is not None:
            answers.append(Answer(_about(question, decision).id, question.fact, value))
    return answers
