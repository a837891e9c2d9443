"""The addresses of the desk."""

from django.urls import path

from minsheng.web.desk import actions, bulk, drafts, household_list, intake, pages
from minsheng.web.desk.care_urls import care
from minsheng.web.desk.office_urls import for_the_office
from minsheng.web.desk.paper_urls import of_papers
from minsheng.web.desk.receipt_urls import in_receipt
from minsheng.web.desk.visit_urls import inside_the_steps
from minsheng.web.desk.voice_urls import time_and_voice

app_name = "desk"
urlpatterns = [
    path("", pages.today, name="today"),
    path("cases", pages.cases, name="cases"),
    path("cases/together", bulk.bulk, name="bulk"),
    path("cases/<str:number>", pages.case, name="case"),
    path("cases/<str:number>/act", actions.happen, name="act"),
    path("drafts", drafts.drafts, name="drafts"),
    path("households", household_list.households, name="households"),
    path("households/new", intake.create, name="new"),
    path("households/<str:number>", pages.household, name="household"),
    path("households/<str:number>/apply", actions.apply, name="apply"),
    path("households/<str:number>/join", intake.join, name="join"),
    path("households/<str:number>/questions", intake.questions, name="questions"),
    *in_receipt,
    *care,
    *inside_the_steps,
    *of_papers,
    *time_and_voice,
    *for_the_office,
]
