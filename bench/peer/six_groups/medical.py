"""Medical assistance with its limit of the year, and the two disability subsidies."""

# ruff: noqa: N801, N805 - OpenFisca names variables by their class, and a formula takes the population first

from __future__ import annotations

from numpy import float32, maximum, minimum
from openfisca_core.model_api import MONTH, Variable, not_, select

from bench.peer.six_groups.entities import Person

__all__ = ["VARIABLES"]


class medical_assistance(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    label = "medical assistance"

    def formula(person, period, parameters):
        medical = parameters(period).medical
        rate = select(
            [person("hardship", period), person("in_dibao", period), person("other_poor", period)],
            [float32(medical.hardship_rate), float32(medical.dibao_rate), float32(medical.other_rate)],
            default=float32(0),
        )
        left = maximum(medical.limit - person("medical_paid", period), 0)
        return minimum(rate * person("medical_cost", period), left)


class disability_living(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    label = "living subsidy for the disabled"

    def formula(person, period, parameters):
        standard = parameters(period).disability.living_standard
        return float32(standard) * (person("disabled", period) & person("in_dibao", period))


class disability_nursing(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    label = "nursing subsidy for the severely disabled"

    def formula(person, period, parameters):
        standard = parameters(period).disability.nursing_standard
        return float32(standard) * (person("severe", period) & not_(person("hardship", period)))


VARIABLES = [medical_assistance, disability_living, disability_nursing]
