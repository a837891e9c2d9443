"""The six groups of rules of ``bench/six_groups`` once more, for OpenFisca-Core. Made up for measuring; in force nowhere."""

from __future__ import annotations

from pathlib import Path

from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from bench.peer.six_groups import dibao, facts, hardship, medical, totals
from bench.peer.six_groups.entities import Household, Person

__all__ = ["SixGroups"]


class SixGroups(TaxBenefitSystem):
    """Entities, variables and parameters."""

    def __init__(self) -> None:
        super().__init__([Household, Person])
        self.load_parameters(str(Path(__file__).resolve().parent / "parameters"))
        for module in (facts, hardship, dibao, medical, totals):
            self.add_variables(*module.VARIABLES)
