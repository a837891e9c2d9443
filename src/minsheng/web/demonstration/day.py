"""The day on which a demonstration stands: everybody shares it, and it only moves on, so that deadlines can be seen to pass."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from minsheng.casework.nightly import run
from minsheng.policy.language import N_
from minsheng.policy.today import another_day, today_in_china
from minsheng.registry.words import say
from minsheng.web.models import DemonstrationDay

__all__ = ["StandingDay", "move_on", "stand_at", "standing_at"]

#: The parts of the work of the night that are quick.
_TOLD_AT_ONCE = ("minsheng.casework.ladder:nightly", "minsheng.casework.complaint_deadlines:nightly")
#: By how many days the demonstration can be moved on at once.
STEPS = (1, 7, 30)


def standing_at() -> date:
    """The day on which the demonstration stands; the true one where none was set."""
    row = DemonstrationDay.objects.first()
    return row.day if row is not None else today_in_china()


@transaction.atomic
def stand_at(day: date) -> None:
    """Let the demonstration stand at a day."""
    DemonstrationDay.objects.all().delete()
    DemonstrationDay.objects.create(day=day)


class StandingDay:
    """Lets every request of a demonstration see its day as today."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request on the day of the demonstration."""
        if not settings.DEMO or request.path.startswith(settings.STATIC_URL):
            return self.get_response(request)
        with another_day(standing_at()):
            return self.get_response(request)


@login_required
@require_POST
def move_on(request: HttpRequest) -> HttpResponse:
    """Move the demonstration on by some days."""
    days = request.POST.get("days", "")
    if not settings.DEMO or days not in {str(step) for step in STEPS}:
        raise Http404
    stand_at(standing_at() + timedelta(days=int(days)))
    for _ in run(standing_at(), list(_TOLD_AT_ONCE)):
        pass  # nobody waits for the night in a demonstration: what the day brings is told now
    messages.success(request, say(N_("The demonstration stands {days} days later now, for everybody."), days=int(days)))
    back = request.POST.get("next", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "desk:today")
