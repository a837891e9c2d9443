"""Casework as a Django application."""

from django.apps import AppConfig

from minsheng.registry.words import L_

__all__ = ["CaseworkConfig"]


class CaseworkConfig(AppConfig):
    """Cases, what happened to them, and the records of decisions."""

    name = "minsheng.casework"
    label = "casework"
    verbose_name = L_("casework")
    default_auto_field = "django.db.models.BigAutoField"
