"""Words, dates and amounts in templates, in the language of the page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django import template

from minsheng.casework.law import library
from minsheng.policy.types import format_money
from minsheng.policy.wording import format_date
from minsheng.population.report.text import PAYER
from minsheng.registry.words import language
from minsheng.registry.words import say as said

__all__ = ["day", "in_language", "payer", "register", "say", "yuan"]

register = template.Library()


@register.simple_tag
def say(message: str, **params: object) -> str:
    """A message of the catalogue."""
    return said(message, **params)


@register.simple_tag
def level(rule: str, value: str) -> str:
    """The word for a value of a rule of the packs, such as a level of self-care; a dash where there is none."""
    labels = (
        label for pack in library().packs for one in pack.rules if one.name == rule for label in (one.value_labels,)
    )
    found = next((words[value] for words in labels if value in words), None)
    return found.in_(language()) if found is not None else value or "—"


@register.filter
def day(value: date | None) -> str:
    """A day as people write it; a dash where there is none.

    >>> day(None)
    '—'
    """
    return format_date(value, language()) if value else "—"


@register.filter
def yuan(fen: int) -> str:
    """Fen as yuan with two decimals.

    >>> yuan(-123456)
    '-1,234.56'
    """
    return format_money(fen)


@register.filter
def payer(name: str) -> str:
    """Who bears something, in the language of the page."""
    return PAYER[name].in_(language()) if name in PAYER else name


@register.filter
def in_language(words: Mapping[str, str]) -> str:
    """The one of ``{"zh": …, "en": …}`` that is for the page."""
    return words.get(language(), "")
