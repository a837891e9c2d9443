"""The 26 inputs: what bench/six_groups/vocabulary says is known of households and people, each for a month."""

from __future__ import annotations

from openfisca_core.model_api import MONTH, Variable

from bench.peer.six_groups.entities import Household, Person

__all__ = ["SELF_CARE", "VARIABLES"]

SELF_CARE = ("fail_eat", "fail_dress", "fail_bed", "fail_toilet", "fail_walk", "fail_bathe")

_OF_PEOPLE = {
    **dict.fromkeys(
        (
            "wage",
            "business",
            "property_income",
            "transfer",
            "disability_subsidy_received",
            "medical_cost",
            "medical_paid",
        ),
        float,
    ),
    "age": int,
    **dict.fromkeys(
        ("disabled", "severe", "seriously_ill", "labour_capacity", "capable_supporter", "other_poor", *SELF_CARE), bool
    ),
}
_OF_HOUSEHOLDS = {
    "urban": bool,
    "county": int,
    "first_group": bool,
    "assets": float,
    "second_home": bool,
    "vehicles": int,
}

VARIABLES = [
    type(name, (Variable,), {"value_type": kind, "entity": entity, "definition_period": MONTH, "label": name})
    for entity, kinds in ((Person, _OF_PEOPLE), (Household, _OF_HOUSEHOLDS))
    for name, kind in kinds.items()
]
