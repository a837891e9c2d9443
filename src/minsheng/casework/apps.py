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

    def ready(self) -> None:
        """Let the register know what somebody receives."""
        from minsheng.casework.receipt.mirror import mirrored
        from minsheng.registry.file import KNOWS

        if mirrored not in KNOWS:
            KNOWS.append(mirrored)
