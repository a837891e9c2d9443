"""Fields by which lists are narrowed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet

from minsheng.policy.language import N_
from minsheng.registry.models.area import stem_of
from minsheng.registry.words import say
from minsheng.web.desk.listing.declared import Look

__all__ = ["areas_field", "choice_field", "day_field", "narrow_area", "text_field"]

_TOWNSHIP = 9
Choices = Iterable[tuple[str, Any]]


def choice_field(choices: Mapping[str, str] | Callable[[Look], Choices]) -> Callable[[Look], forms.Field]:
    """One of some values.

    Args:
        choices: messages by value, or what works out pairs of value and label (or of a group and its pairs) for a look.
    """

    def field(look: Look) -> forms.Field:
        offered = choices(look) if callable(choices) else [(value, say(word)) for value, word in choices.items()]
        return forms.ChoiceField(choices=[("", say(N_("all"))), *offered], required=False)

    return field


def text_field(longest: int = 60) -> Callable[[Look], forms.Field]:
    """A few words."""
    return lambda look: forms.CharField(max_length=longest, required=False)


def day_field() -> Callable[[Look], forms.Field]:
    """A day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return lambda look: forms.DateField(required=False, widget=widget, input_formats=["%Y-%m-%d"])


def _areas(look: Look) -> Choices:
    """The areas of the scope: down to the township for a county, down to the village for a township."""
    deepest = 12 if all(len(stem) >= _TOWNSHIP for _, stem in look.scope.roles) else _TOWNSHIP
    found = look.scope.areas().filter(level__lte=deepest).order_by("code", "-pk")
    return list({area.code: area.name for area in found}.items())


areas_field = choice_field(_areas)


def narrow_area(rows: QuerySet[Any], code: str, look: Look, *, area: str = "area") -> QuerySet[Any]:
    """The rows of an area and of everything in it.

    Args:
        rows: any rows.
        code: the code of the area.
        look: who looks.
        area: the way from a row to its area.
    """
    return rows.filter(**{f"{area}__stem__startswith": stem_of(code)})
