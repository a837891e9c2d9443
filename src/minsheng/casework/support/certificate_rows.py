"""What stands on a certificate of support: assessments and placements with their days, as they were written down."""

from __future__ import annotations

from minsheng.casework.law import law_of
from minsheng.casework.models import Assessment, Placement
from minsheng.casework.support.assessment import level_word
from minsheng.policy.language import N_, render
from minsheng.policy.wording import format_date
from minsheng.registry.models import Person

__all__ = ["care_rows"]

_FORMS = {"at_home": N_("at home"), "residential": N_("in a home")}


def care_rows(person: Person, lang: str) -> dict[str, object]:
    """Rows for ``care_levels`` and ``placements`` of the certificate; nothing for what was never written down."""
    found: dict[str, object] = {}
    levels = [
        {
            "day": format_date(one.on, lang),
            "level": level_word(law_of(one.household.area.code, one.on), one.rule, one.level).in_(lang),
            "by": one.organisation or one.assessed_by,
        }
        for one in Assessment.objects.filter(person=person).select_related("household__area").order_by("on", "pk")
    ]
    places = [
        {
            "day": format_date(one.valid_from, lang),
            "form": render(lang, _FORMS[one.form]),
            "where": one.home.name if one.home is not None else _carer(one),
        }
        for one in Placement.objects.filter(person=person)
        .select_related("home")
        .prefetch_related("agreements")
        .order_by("valid_from", "pk")
    ]
    if levels:
        found["care_levels"] = levels
    if places:
        found["placements"] = places
    return found


def _carer(placement: Placement) -> str:
    agreements = list(placement.agreements.all())
    return agreements[-1].carer if agreements else ""
