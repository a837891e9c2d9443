"""The minimum living allowance with its supplement by category."""

# ruff: noqa: N801, N805 - OpenFisca names variables by their class, and a formula takes the population first

from __future__ import annotations

from numpy import float32, maximum
from openfisca_core.model_api import MONTH, Variable, not_

from bench.peer.six_groups.entities import Household, Person

__all__ = ["VARIABLES"]


class dibao_members(Variable):
    value_type = int
    entity = Household
    definition_period = MONTH
    label = "people counted for dibao"

    def formula(household, period):
        return household.sum(not_(household.members("hardship", period)))


class household_income(Variable):
    value_type = float
    entity = Household
    definition_period = MONTH
    label = "income of the household"

    def formula(household, period):
        members = household.members
        return household.sum(members("counted_income", period) * not_(members("hardship", period)))


class income_per_head(Variable):
    value_type = float
    entity = Household
    definition_period = MONTH
    label = "income per head"

    def formula(household, period):
        return household("household_income", period) / maximum(household("dibao_members", period), 1)


class dibao_eligible(Variable):
    value_type = bool
    entity = Household
    definition_period = MONTH
    label = "entitled to dibao"

    def formula(household, period, parameters):
        members, standard = household("dibao_members", period), household("dibao_standard", period)
        return (
            (members > 0)
            & (household("income_per_head", period) < standard)
            & (household("assets", period) / maximum(members, 1) < parameters(period).dibao.asset_months * standard)
            & not_(household("second_home", period))
            & (household("vehicles", period) == 0)
        )


class supplement_rate(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    label = "rate of the supplement"

    def formula(person, period, parameters):
        ages, supplement = parameters(period).age, parameters(period).supplement
        age = person("age", period)
        by_age = float32(supplement.by_age) * ((age >= ages.elderly) | (age < ages.adult))
        by_health = float32(supplement.by_health) * (person("severe", period) | person("seriously_ill", period))
        return maximum(by_age, by_health)


class dibao_amount(Variable):
    value_type = float
    entity = Household
    definition_period = MONTH
    label = "amount of dibao"

    def formula(household, period):
        standard, members = household("dibao_standard", period), household.members
        rates = household.sum(members("supplement_rate", period) * not_(members("hardship", period)))
        gap = standard * household("dibao_members", period) - household("household_income", period)
        return household("dibao_eligible", period) * (gap + standard * rates)


class in_dibao(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "receives dibao"

    def formula(person, period):
        return person.household("dibao_eligible", period) & not_(person("hardship", period))


VARIABLES = [
    dibao_members,
    household_income,
    income_per_head,
    dibao_eligible,
    supplement_rate,
    dibao_amount,
    in_dibao,
]
