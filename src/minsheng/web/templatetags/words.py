"""Words, dates and amounts in templates, in the language of the page."""

from __future__ import annotations

from datetime import date

from django import template

from minsheng.policy.wording import format_date
from minsheng.registry.words import language
from minsheng.registry.words import say as said

__all__ = ["day", "register", "say"]

register = template.Library()


@register.simple_tag
def say(message: str, **params: object) -> str:
    """A message of the catalogue."""
    return said(message, **params)


@register.filter
def day(value: date | None) -> str:
    """A day as people write it; a dash where there is none.

    >>> day(None)
    '—'
    """
    return format_date(value, language()) if value else "—"
