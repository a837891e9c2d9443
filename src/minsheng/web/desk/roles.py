"""Who may do what: the table of roles and rights, to read. It is the one that the desk itself goes by."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from minsheng.policy.language import N_
from minsheng.registry.models.staff import ROLES
from minsheng.registry.scope import EXCLUDE_EACH_OTHER, PROCESS_ROLES, RIGHTS
from minsheng.registry.words import say
from minsheng.web.desk.found import require
from minsheng.web.desk.words import role_name

__all__ = ["RIGHT_WORDS", "table"]

#: What each right allows, in a sentence. A right that is missing here is shown by its name.
RIGHT_WORDS = {
    "apply": N_("take applications"),
    "accept": N_("accept applications"),
    "act": N_("act on cases in the steps of the role"),
    "register": N_("take in households and people, and write down facts"),
    "import": N_("import rosters"),
    "settings": N_("settle how casework is done in the place"),
    "answer": N_("answer what was passed on to the office"),
    "visit": N_("visit homes and report what was found"),
    "report": N_("report who might need help"),
    "see_id_number": N_("see an ID number in full, with a reason that is written down"),
    "complaints": N_("handle complaints and reports"),
    "check": N_("check the economic status"),
    "draw": N_("draw the cases that the county visits"),
    "departures": N_("see which decisions departed from the rules"),
    "payments": N_("payments"),
    "change_parameter": N_("propose a value that the place sets"),
    "confirm_parameter": N_("confirm a value that somebody else has proposed"),
    "see_access": N_("see who has looked at ID numbers in full"),
    "administer": N_("offices, staff, rosters and what else is set up here"),
}


@login_required
def table(request: HttpRequest) -> HttpResponse:
    """Every role with its rights, the steps that it fills, and the roles it cannot be held with."""
    require(request, "administer")
    return render(request, "desk/roles.html", {"rows": [_row(role) for role in ROLES], "page": "administration"})


def _row(role: str) -> dict[str, object]:
    against = sorted({other for pair in EXCLUDE_EACH_OTHER if role in pair for other in pair - {role}})
    return {
        "name": ROLES[role],
        "rights": [say(RIGHT_WORDS.get(right, right)) for right in sorted(RIGHTS[role], key=_order)],
        "fills": [role_name(name) for name in sorted(PROCESS_ROLES.get(role, ()))],
        "against": [ROLES[other] for other in against],
    }


def _order(right: str) -> tuple[int, str]:
    """Rights in the order of their words, those without a word last."""
    words = list(RIGHT_WORDS)
    return (words.index(right) if right in words else len(words), right)
