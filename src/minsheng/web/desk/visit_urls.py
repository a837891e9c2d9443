"""The addresses of what is done inside the steps of a case: photos, checks, visits, reviews, draws."""

from django.urls import URLPattern, path

from minsheng.web.desk import attachments

__all__ = ["inside_the_steps"]

inside_the_steps: list[URLPattern] = [
    path("attachments/<int:pk>", attachments.look, name="attachment"),
]
