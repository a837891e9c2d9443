"""Every address of the web."""

from __future__ import annotations

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language

from minsheng.web.demonstration.day import move_on

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(pattern_name="desk:today")),
    path("login", LoginView.as_view(template_name="desk/login.html", redirect_authenticated_user=True), name="login"),
    path("logout", LogoutView.as_view(), name="logout"),
    path("language", set_language, name="language"),
    path("demonstration/day", move_on, name="demonstration_day"),
    path("desk/", include("minsheng.web.desk.urls")),
    path("", include("minsheng.web.portal.urls")),
]
