"""The register as a Django application."""

from django.apps import AppConfig

from minsheng.registry.words import L_

__all__ = ["RegistryConfig"]


class RegistryConfig(AppConfig):
    """Areas, offices, staff, people, households, facts."""

    name = "minsheng.registry"
    label = "registry"
    verbose_name = L_("register")
    default_auto_field = "django.db.models.BigAutoField"
