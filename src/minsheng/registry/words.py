"""Words of the register in the language of whoever looks: one catalogue for the whole project, also for Django."""

from __future__ import annotations

from django.utils.functional import lazy
from django.utils.translation import get_language

from minsheng.policy.language import render

__all__ = ["L_", "language", "say"]


def language() -> str:
    """``zh`` or ``en``: the language of the page that is being made; English where no page is, so that migrations are always alike."""
    return "zh" if (get_language() or "en").startswith("zh") else "en"


def say(message: str, **params: object) -> str:
    """A message in the language of the page."""
    return render(language(), message, **params)


#: Marks a message for translation; it is translated when it is shown.
L_ = lazy(say, str)
