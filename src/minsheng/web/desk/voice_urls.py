"""The addresses of time and voice: settings of a place, notifications, complaints, ratings."""

from django.urls import URLPattern, path

from minsheng.web.desk import notifications, place_settings

__all__ = ["time_and_voice"]

time_and_voice: list[URLPattern] = [
    path("notifications", notifications.notifications, name="notifications"),
    path("notifications/read", notifications.read_notifications, name="read_notifications"),
    path("administration/settings", place_settings.place_settings, name="place_settings"),
    path("administration/settings/<int:pk>", place_settings.answer_setting, name="answer_setting"),
]
