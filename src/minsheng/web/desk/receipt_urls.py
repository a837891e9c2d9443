"""The addresses of what is received: awards, reviews, life events, continuations, who may be entitled."""

from django.urls import URLPattern, path

from minsheng.web.desk.receipt import awards, continuation, life, opening, time, unclaimed

__all__ = ["in_receipt"]

in_receipt: list[URLPattern] = [
    path("awards", awards.listed, name="awards"),
    path("awards/review", awards.review, name="awards_review"),
    path("awards/<int:pk>", awards.award, name="award"),
    path("awards/<int:pk>/open", awards.open_about, name="award_open"),
    path("awards/<int:pk>/amount", awards.settle, name="award_amount"),
    path("birthdays", time.birthdays_page, name="birthdays"),
    path("unclaimed", unclaimed.listed, name="unclaimed"),
    path("unclaimed/open", unclaimed.open_chosen, name="unclaimed_open"),
    path("households/<str:number>/open/<str:benefit>", opening.form, name="open"),
    path("households/<str:number>/events", life.choose, name="events"),
    path("households/<str:number>/events/<str:kind>", life.report, name="event"),
    path("households/<str:number>/follows", life.follows, name="follows"),
    path("households/<str:number>/continue", continuation.form, name="continue"),
    path("households/<str:number>/continued", continuation.continued, name="continued"),
]
