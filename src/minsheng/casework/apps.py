"""Casework as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

__all__ = ["CaseworkConfig"]


class CaseworkConfig(AppConfig):
    """Cases, what happened to them, and the records of decisions."""

    name = "minsheng.casework"
    label = "casework"
    verbose_name = _("casework")
    default_auto_field = "django.db.models.BigAutoField"
