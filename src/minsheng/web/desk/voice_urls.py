"""The addresses of time and voice: settings of a place, notifications, complaints, ratings."""

from django.urls import URLPattern, path

from minsheng.web.desk import complaints, notifications, place_settings, ratings

__all__ = ["time_and_voice"]

time_and_voice: list[URLPattern] = [
    path("notifications", notifications.notifications, name="notifications"),
    path("notifications/read", notifications.read_notifications, name="read_notifications"),
    path("complaints", complaints.complaints, name="complaints"),
    path("complaints/new", complaints.new_complaint, name="new_complaint"),
    path("complaints/<str:number>", complaints.complaint, name="complaint"),
    path("complaints/<str:number>/act", complaints.act_on_complaint, name="act_on_complaint"),
    path("cases/<str:number>/rating", ratings.rating_sheet, name="rating_sheet"),
    path("ratings", ratings.ratings, name="ratings"),
    path("ratings/<int:pk>", ratings.called_back, name="called_back"),
    path("administration/settings", place_settings.place_settings, name="place_settings"),
    path("administration/settings/<int:pk>", place_settings.answer_setting, name="answer_setting"),
]
