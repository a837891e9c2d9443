"""The parts of a paper in templates."""

from __future__ import annotations

from django import template

from minsheng.casework.papers.paper import Part

__all__ = ["kind_of_part", "lines_signed", "register"]

register = template.Library()


@register.filter
def kind_of_part(part: Part) -> str:
    """Which kind of part it is, such as ``table``."""
    return type(part).__name__.lower()


@register.filter
def lines_signed(text: str) -> list[str]:
    """The lines on which an opinion is signed.

    >>> lines_signed("负责人|（盖章）")
    ['负责人', '（盖章）']
    """
    return text.split("|")
