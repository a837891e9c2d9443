"""The web as a Django application: its templates and tags."""

from django.apps import AppConfig

__all__ = ["WebConfig"]


class WebConfig(AppConfig):
    """The web."""

    name = "minsheng.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"
