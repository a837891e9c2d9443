"""The addresses that everybody may open."""

from django.urls import path

from minsheng.web.portal import notices, verify

app_name = "portal"
urlpatterns = [
    path("notices", notices.notices, name="notices"),
    path("notices/<str:number>", notices.notice, name="notice"),
    path("verify", verify.ask, name="verify"),
    path("verify/<str:number>", verify.show, name="verified"),
]
