"""Every address of the web."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language

from minsheng.web.demonstration.day import move_on
from minsheng.web.sign_in import ChangePassword, SignIn

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

handler400 = "minsheng.web.faults.bad_request"
handler403 = "minsheng.web.faults.forbidden"
handler404 = "minsheng.web.faults.not_found"
handler500 = "minsheng.web.faults.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(pattern_name="desk:today")),
    path("login", SignIn.as_view(), name="login"),
    path("password", ChangePassword.as_view(), name="password"),
    path("logout", LogoutView.as_view(), name="logout"),
    path("language", set_language, name="language"),
    path("demonstration/day", move_on, name="demonstration_day"),
    path("desk/", include("minsheng.web.desk.urls")),
    path("", include("minsheng.web.portal.urls")),
]
