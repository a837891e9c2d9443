"""The list of public notices on the desk: what hangs in my area, until when, and what has hung."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from minsheng.casework.models import NOTICE_KINDS, Notice
from minsheng.policy.language import N_
from minsheng.registry.models import User
from minsheng.registry.scope import Scope
from minsheng.registry.words import language, say
from minsheng.web.desk.listing import (
    Cell,
    Column,
    Filter,
    Listing,
    Look,
    Tab,
    areas_field,
    choice_field,
    due_cell,
    list_response,
    narrow_area,
)
from minsheng.web.desk.prompts import Prompt
from minsheng.web.desk.words import outcome_word

__all__ = ["NOTICES", "notices", "prompts_of"]

_ENDED = {"again": N_("hung again"), "withdrawn": N_("withdrawn by the applicant"), "ended": N_("benefit ended")}


def _case(notice: Notice, look: Look) -> Cell:
    address = reverse("desk:case", args=[notice.case.number])
    return Cell(notice.case.number, address=address, made_up=notice.synthetic)


def _head(notice: Notice, look: Look) -> str:
    return "、".join(str(row.get("head", "")) for row in notice.rows.get(language(), []))


def _left(notice: Notice, look: Look) -> Cell | str:
    if notice.ended_on is not None:
        return say(_ENDED[notice.ended_as]) if notice.ended_as in _ENDED else outcome_word(notice.ended_as)
    return due_cell(notice.to_day, look.day) if notice.to_day is not None else say(N_("as long as it is received"))


def _print(notice: Notice, look: Look) -> Cell:
    if not notice.step:
        return Cell(say(N_("page for everybody")), address=reverse("portal:notice", args=[notice.number]))
    address = reverse("desk:case_paper", args=[notice.case.number, "public_notice"])
    return Cell(say(N_("print")), address=address)


def _over(rows: QuerySet[Notice], look: Look) -> QuerySet[Notice]:
    return rows.filter(ended_on__isnull=True, to_day__lt=look.day)


NOTICES = Listing(
    name="notices",
    word=N_("public notices"),
    rows=lambda look: look.scope.of(Notice.objects.select_related("area", "case")),
    items=lambda rows, look: rows,
    columns=(
        Column("case", N_("case number"), _case, heads=True),
        Column("head", N_("head of household"), _head),
        Column("benefit", N_("benefit"), lambda n, look: n.benefit_zh if language() == "zh" else n.benefit_en),
        Column("what", N_("what"), lambda n, look: n.get_kind_display()),
        Column("area", N_("area"), lambda n, look: n.area.name, sort="area__code"),
        Column("from", N_("hangs from"), lambda n, look: n.from_day, sort="from_day"),
        Column("until", N_("hangs until"), lambda n, look: n.to_day, sort="to_day"),
        Column("left", N_("days left, or how it ended"), _left),
        Column("print", N_("paper"), _print),
        Column("number", N_("number of the notice"), lambda n, look: n.number, sort="number", shown=False),
        Column("ended", N_("ended on"), lambda n, look: n.ended_on, sort="ended_on", shown=False),
    ),
    filters=(
        Filter("area", N_("area"), areas_field, narrow_area),
        Filter(
            "kind",
            N_("what"),
            choice_field(lambda look: NOTICE_KINDS.items()),
            lambda rows, v, look: rows.filter(kind=v),
        ),
    ),
    tabs=(
        Tab("running", N_("hanging"), lambda rows, look: rows.filter(ended_on__isnull=True).exclude(step="")),
        Tab("over", N_("have hung their days"), _over),
        Tab("results", N_("results"), lambda rows, look: rows.filter(ended_on__isnull=True, step="")),
        Tab("ended", N_("taken down"), lambda rows, look: rows.filter(ended_on__isnull=False)),
    ),
    sort="until",
    empty=N_("No notice here. One is made by itself when the step of a case that lasts some days begins."),
)


@login_required
def notices(request: HttpRequest) -> HttpResponseBase:
    """The notices of my area."""
    return list_response(request, NOTICES)


def prompts_of(scope: Scope, user: User, day: date) -> list[Prompt]:
    """Notices that have hung their days and wait for somebody to say how they ended."""
    look = Look(scope, user, day)
    count = _over(scope.of(Notice.objects.all()), look).count()
    return [Prompt(say(N_("notices that have hung their days")), count, reverse("desk:notices") + "?tab=over")]
