"""Totals, and who bears them."""

# ruff: noqa: N801, N805 - OpenFisca names variables by their class, and a formula takes the population first

from __future__ import annotations

from numpy import float32
from openfisca_core.model_api import MONTH, Variable, where

from bench.peer.six_groups.entities import Household, Person

__all__ = ["VARIABLES"]

PARTS = ("hardship_living", "hardship_care", "medical_assistance", "disability_living", "disability_nursing")


class person_total(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    label = "total of a person"

    def formula(person, period):
        return sum(person(part, period) for part in PARTS)


class household_total(Variable):
    value_type = float
    entity = Household
    definition_period = MONTH
    label = "total of the household"

    def formula(household, period):
        return household("dibao_amount", period) + household.sum(household.members("person_total", period))


class municipal_part(Variable):
    value_type = float
    entity = Household
    definition_period = MONTH
    label = "part of the city"

    def formula(household, period, parameters):
        municipal = parameters(period).municipal
        share = where(household("first_group", period), float32(municipal.first_share), float32(municipal.second_share))
        return household("household_total", period) * share


VARIABLES = [person_total, household_total, municipal_part]
