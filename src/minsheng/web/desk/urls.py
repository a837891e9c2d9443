"""The addresses of the desk."""

from django.urls import path

from minsheng.web.desk import actions, administration, household_list, intake, pages, roles
from minsheng.web.desk.receipt_urls import in_receipt
from minsheng.web.desk.visit_urls import inside_the_steps
from minsheng.web.desk.voice_urls import time_and_voice

app_name = "desk"
urlpatterns = [
    path("", pages.today, name="today"),
    path("cases", pages.cases, name="cases"),
    path("cases/<str:number>", pages.case, name="case"),
    path("cases/<str:number>/act", actions.happen, name="act"),
    path("households", household_list.households, name="households"),
    path("households/new", intake.create, name="new"),
    path("households/<str:number>", pages.household, name="household"),
    path("households/<str:number>/apply", actions.apply, name="apply"),
    path("households/<str:number>/join", intake.join, name="join"),
    path("households/<str:number>/questions", intake.questions, name="questions"),
    *in_receipt,
    *inside_the_steps,
    *time_and_voice,
    path("search", pages.search, name="search"),
    path("administration", administration.administration, name="administration"),
    path("administration/roles", roles.table, name="roles"),
]
