"""Signing in: guessing becomes slower with every failure, whoever pauses too long is signed out, and the last time is shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse_lazy
from django.utils import timezone

from minsheng.policy.language import N_
from minsheng.policy.wording import format_date
from minsheng.registry.models import User
from minsheng.registry.secrets import blind_index
from minsheng.registry.words import language, say
from minsheng.web.models import FailedSignIn
from minsheng.web.typing_kept import who_was_here

__all__ = ["ChangePassword", "IdleSignOut", "SignIn", "SignInForm"]

#: So many failures cost nothing: by user name, and by address, behind which a whole office may sit.
_FREE = {"user": 4, "address": 40}
_FIRST_WAIT, _LONGEST_WAIT, _FORGOTTEN = timedelta(seconds=30), timedelta(minutes=30), timedelta(hours=24)
_NOTED_EVERY = 60


class SignInForm(AuthenticationForm):
    """User name and password; asked again only after a while when they were wrong too often.

    Attributes:
        waits: why nothing was tried; empty when it was.
        failures: how often somebody failed since the last time.
    """

    waits = ""
    failures = 0

    def clean(self) -> dict[str, Any]:
        """Look whether it may be tried, try it, and write down how it went."""
        name, request = self.cleaned_data.get("username") or "", self.request
        assert request is not None  # noqa: S101 - the view gives it
        keys = _keys(name, request)
        waits = _waits(keys)
        if waits:
            minutes = max(1, -(-int(waits.total_seconds()) // 60))
            self.waits = say(N_("Too many tries. Try again in {minutes} minutes."), minutes=minutes)
            raise ValidationError(self.waits, code="wait")
        try:
            cleaned: dict[str, Any] = super().clean() or {}
        except ValidationError:
            _failed(keys)
            raise
        self.failures = _forget(keys)
        return cleaned


class SignIn(LoginView):
    """The page on which staff sign in."""

    template_name = "desk/login.html"
    redirect_authenticated_user = True
    authentication_form = SignInForm

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in, and say when that was done last, so that somebody notices when it was not they."""
        before = form.get_user().last_login
        response = super().form_valid(form)
        if before is not None:
            when = timezone.localtime(before)
            told = say(
                N_("Last sign-in: {day} {time}."), day=format_date(when.date(), language()), time=f"{when:%H:%M}"
            )
            if form.failures:
                told += " " + say(
                    N_("Since then somebody tried {count} times with a wrong password."), count=form.failures
                )
            messages.info(self.request, told)
        return response


class ChangePassword(PasswordChangeView):
    """The page on which staff change their password."""

    template_name = "desk/password.html"
    success_url = reverse_lazy("desk:today")

    def form_valid(self, form: Any) -> HttpResponse:
        """Change it, and say so."""
        messages.success(self.request, say(N_("The password was changed. Other browsers were signed out.")))
        return super().form_valid(form)


class IdleSignOut:
    """Middleware: a session lives so many minutes after the last request; noted once a minute, not at every request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Note that somebody is there."""
        if request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            if now - request.session.get("seen", 0) >= _NOTED_EVERY:
                request.session["seen"] = now
        return self.get_response(request)


def _keys(name: str, request: HttpRequest) -> dict[str, str]:
    """Fingerprints of the user name and of the address.

    A browser with which somebody was signed in counts for itself, so that nobody is shut out of their own by another who guesses.
    """
    number = who_was_here(request)
    known = number is not None and User.objects.filter(pk=number, username=name).exists()
    keys = {"user": blind_index(f"{name.casefold()}|{known}", of="sign-in user")}
    if address := _address(request):
        keys["address"] = blind_index(address, of="sign-in address")
    return keys


def _address(request: HttpRequest) -> str:
    """Where a request comes from; behind a proxy of our own what it says, and nothing where it says nothing."""
    near = request.META.get("REMOTE_ADDR", "")
    if near not in settings.DESK_PROXIES:
        return near
    return request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()[:60]


def _waits(keys: dict[str, str]) -> timedelta | None:
    """How long it must not be tried yet."""
    now = timezone.now()
    ends = FailedSignIn.objects.filter(of__in=keys.values(), until__gt=now).values_list("until", flat=True)
    latest: datetime | None = max((end for end in ends if end), default=None)
    return latest - now if latest else None


@transaction.atomic
def _failed(keys: dict[str, str]) -> None:
    """Write down a failure; from the first one that costs on, the wait doubles."""
    now = timezone.now()
    FailedSignIn.objects.filter(last__lt=now - _FORGOTTEN).delete()
    for kind, of in keys.items():
        FailedSignIn.objects.get_or_create(of=of)
        row = FailedSignIn.objects.select_for_update().get(of=of)
        row.count += 1
        over = row.count - _FREE[kind]
        row.until = now + min(_FIRST_WAIT * 2 ** min(over - 1, 10), _LONGEST_WAIT) if over > 0 else None
        row.save()


def _forget(keys: dict[str, str]) -> int:
    """Somebody signed in: the failures of the user name are forgotten; how many there were."""
    row = FailedSignIn.objects.filter(of=keys["user"]).first()
    FailedSignIn.objects.filter(of=keys["user"]).delete()
    return row.count if row else 0
