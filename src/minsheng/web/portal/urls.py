"""The addresses that everybody may open."""

from django.urls import path

from minsheng.web.portal import complaints, notices, rate, verify

app_name = "portal"
urlpatterns = [
    path("notices", notices.notices, name="notices"),
    path("notices/<str:number>", notices.notice, name="notice"),
    path("complaints", complaints.complain, name="complaints"),
    path("complaints/state", complaints.complaint_state, name="complaint_state"),
    path("complaints/<str:number>", complaints.complaint_state, name="complaint_of"),
    path("rate/<str:number>", rate.rate_case, name="rate"),
    path("verify", verify.ask, name="verify"),
    path("verify/<str:number>", verify.show, name="verified"),
]
