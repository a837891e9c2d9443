"""Income and its deductions; people in extreme hardship and their level of care.

Parameters become float32 before they meet an array: a plain Python number times an array of conditions is float64, which is twice as slow
and is cut to float32 at the end all the same.
"""

# ruff: noqa: N801, N805 - OpenFisca names variables by their class, and a formula takes the population first

from __future__ import annotations

from numpy import array, float32, minimum
from openfisca_core.model_api import MONTH, Variable, not_, where

from bench.peer.six_groups.entities import Household, Person
from bench.peer.six_groups.facts import SELF_CARE

__all__ = ["VARIABLES"]


class dibao_standard(Variable):
    value_type = float
    entity = Household
    definition_period = MONTH
    label = "standard that holds for the household"

    def formula(household, period, parameters):
        standard = parameters(period).dibao.standard
        return where(household("urban", period), float32(standard.urban), float32(standard.rural))


class counted_income(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    label = "income that counts"

    def formula(person, period, parameters):
        ages, pension = parameters(period).age, parameters(period).pension
        transfer = person("transfer", period)
        basic = float32(pension.basic) * (person("age", period) >= ages.elderly)
        deducted = minimum(transfer, person("disability_subsidy_received", period) + basic)
        earned = person("wage", period) + person("business", period) + person("property_income", period)
        return earned + transfer - deducted


class hardship(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "in extreme hardship"

    def formula(person, period, parameters):
        ages = parameters(period).age
        age = person("age", period)
        group = (age >= ages.elderly) | (age < ages.adult) | person("disabled", period)
        poor = person("counted_income", period) < person.household("dibao_standard", period)
        return group & poor & not_(person("labour_capacity", period)) & not_(person("capable_supporter", period))


class hardship_living(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    label = "basic living standard"

    def formula(person, period, parameters):
        multiple = parameters(period).hardship.multiple
        return person("hardship", period) * (multiple * person.household("dibao_standard", period))


class care_failed(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH
    label = "items of self-care failed"

    def formula(person, period):
        return sum(person(item, period).astype("int32") for item in SELF_CARE)


class hardship_care(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    label = "care allowance"

    def formula(person, period, parameters):
        care, wage = parameters(period).care, parameters(period).hardship.minimum_wage
        by_failed = array([care.self_care, *[care.partial] * 3, *[care.full] * 3]) * wage
        return person("hardship", period) * by_failed.astype(float32)[person("care_failed", period)]


VARIABLES = [dibao_standard, counted_income, hardship, hardship_living, care_failed, hardship_care]
