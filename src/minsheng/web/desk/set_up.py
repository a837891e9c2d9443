"""What administrators look at: the years whose holidays are known, the keys in use, and who has seen an ID number in full."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from minsheng.casework.models import Case
from minsheng.policy.deadline import is_provisional
from minsheng.policy.language import N_
from minsheng.policy.today import today_in_china
from minsheng.registry.models import Access, KeySeen, Membership
from minsheng.registry.scope import RIGHTS, Scope
from minsheng.registry.secrets import KeysMissing, fingerprints
from minsheng.web.desk.found import require
from minsheng.web.desk.listing import Cell, Column, Filter, Listing, Look, day_field, list_response, text_field
from minsheng.web.desk.rows import case_rows

__all__ = ["ACCESSES", "access_log", "holidays", "keys"]

_YEARS_BACK, _YEARS_ON = 2, 2
_MOST = 50


@login_required
def holidays(request: HttpRequest) -> HttpResponse:
    """Which years of the official calendar are known, and which running cases are due in a year that is not."""
    seen, today = require(request, "administer"), today_in_china()
    years = [
        {"year": year, "known": not is_provisional(date(year, 1, 1))}
        for year in range(today.year - _YEARS_BACK, today.year + _YEARS_ON + 1)
    ]
    last = max((row["year"] for row in years if row["known"]), default=today.year)
    cases = seen.of(Case.objects.select_related("area", "household__area"))
    provisional = cases.filter(ended=False, due_on__gt=date(int(last), 12, 31)).order_by("due_on", "pk")
    shown = {
        "years": years,
        "count": provisional.count(),
        "rows": case_rows(provisional[:_MOST], today),
        "page": "administration",
    }
    return render(request, "desk/holidays.html", shown)


@login_required
def keys(request: HttpRequest) -> HttpResponse:
    """How old the keys are; never anything of what they are."""
    require(request, "administer")
    today = today_in_china()
    try:
        found = fingerprints()
    except KeysMissing:
        found = []
    for fingerprint in found:
        KeySeen.objects.get_or_create(fingerprint=fingerprint, defaults={"first_seen": today})
    known = dict(KeySeen.objects.filter(fingerprint__in=found).values_list("fingerprint", "first_seen"))
    rows = [
        {
            "place": place,
            "since": known[fingerprint],
            "days": (today - known[fingerprint]).days,
            "last": place == len(found),
        }
        for place, fingerprint in enumerate(found, 1)
    ]
    return render(request, "desk/keys.html", {"rows": rows, "page": "administration"})


def _accesses(look: Look) -> QuerySet[Access]:
    """What was seen of people who belong or belonged to a household where the reader may look at the log."""
    readers = Scope(frozenset((role, stem) for role, stem in look.scope.roles if "see_access" in RIGHTS[role]))
    homes = readers.of(Membership.objects.all(), "household__area")
    return Access.objects.filter(person__in=homes.values("person")).select_related("user__office", "person")


def _of_user(rows: QuerySet[Access], name: str, look: Look) -> QuerySet[Access]:
    return rows.filter(user__name__startswith=name)


def _moment(row: Access) -> str:
    return timezone.localtime(row.at).strftime("%Y-%m-%d %H:%M")


ACCESSES = Listing(
    name="accesses",
    word=N_("who has seen ID numbers in full"),
    rows=_accesses,
    items=lambda rows, look: rows,
    columns=(
        Column("at", N_("at"), lambda row, look: Cell(_moment(row)), sort="at", heads=True),
        Column("user", N_("who looked"), lambda row, look: row.user.name),
        Column("office", N_("office"), lambda row, look: str(row.user.office or "")),
        Column("person", N_("whose"), lambda row, look: row.person.name),
        Column("masked", N_("ID number"), lambda row, look: row.person.id_masked),
        Column("why", N_("reason"), lambda row, look: row.why),
    ),
    filters=(
        Filter("user", N_("who looked"), text_field(), _of_user, private=True),
        Filter("since", N_("from"), day_field(), lambda rows, day, look: rows.filter(at__date__gte=day)),
        Filter("until", N_("until"), day_field(), lambda rows, day, look: rows.filter(at__date__lte=day)),
    ),
    sort="-at",
    empty=N_("Nobody has looked at an ID number in full."),
)


@login_required
def access_log(request: HttpRequest) -> HttpResponseBase:
    """Who has seen whose ID number in full, when and why; to be taken away as a file."""
    require(request, "see_access")
    return list_response(request, ACCESSES, page="administration")
