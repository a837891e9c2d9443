"""Two languages for everything people read: Chinese first, English complete (gettext domain ``minsheng``)."""

from __future__ import annotations

import gettext
from collections.abc import Callable
from functools import cache
from pathlib import Path

__all__ = ["N_", "render", "translator"]

_LOCALES = {"zh": "zh_CN", "en": "en"}


def N_(message: str) -> str:  # noqa: N802 - the customary name of the gettext marker
    """Mark a message for translation without translating it now."""
    return message


@cache
def translator(lang: str) -> Callable[[str], str]:
    """The function that translates a message into ``lang`` (``zh`` or ``en``).

    >>> translator("en")("yes")
    'yes'
    """
    folder = Path(__file__).resolve().parent.parent / "locale"
    catalogue = gettext.translation("minsheng", folder, languages=[_LOCALES[lang]], fallback=True)
    return catalogue.gettext


def render(lang: str, template: str, **params: object) -> str:
    """Translate a template and fill it in.

    >>> render("en", "unknown name {name}", name="care.levl")
    'unknown name care.levl'
    """
    text = translator(lang)(template) if template else ""
    return text.format(**params) if params or "{{" in text else text
