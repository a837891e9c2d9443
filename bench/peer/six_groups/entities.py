"""Households and their members."""

from __future__ import annotations

from openfisca_core.entities import build_entity

__all__ = ["Household", "Person"]

Household = build_entity(
    key="household",
    plural="households",
    label="Household",
    roles=[{"key": "member", "plural": "members", "label": "Member"}],
)
Person = build_entity(key="person", plural="persons", label="Person", is_person=True)
