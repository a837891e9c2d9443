"""The addresses of what is done inside the steps of a case: photos, checks, visits, reviews, draws."""

from django.urls import URLPattern, path

from minsheng.web.desk import attachments, checks, departures, draws, inquiring, relatives, visiting

__all__ = ["inside_the_steps"]

inside_the_steps: list[URLPattern] = [
    path("attachments/<int:pk>", attachments.look, name="attachment"),
    path("cases/<str:number>/visit", visiting.visit, name="visit"),
    path("visits/<int:pk>", visiting.visit_page, name="visit_page"),
    path("cases/<str:number>/do/<str:activity>", inquiring.do, name="do"),
    path("cases/<str:number>/check", checks.case_check, name="case_check"),
    path("checks", checks.checks, name="checks"),
    path("checks/<str:number>", checks.check, name="check"),
    path("draws", draws.draws, name="draws"),
    path("draws/<str:number>", draws.draw_page, name="draw"),
    path("departures", departures.departures, name="departures"),
    path("cases/<str:number>/records", departures.records, name="records"),
    path("households/<str:number>/relatives", relatives.relatives, name="relatives"),
]
