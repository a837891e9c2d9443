"""The register as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

__all__ = ["RegistryConfig"]


class RegistryConfig(AppConfig):
    """Areas, offices, staff, people, households, facts."""

    name = "minsheng.registry"
    label = "registry"
    verbose_name = _("register")
    default_auto_field = "django.db.models.BigAutoField"
