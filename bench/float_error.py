"""How far the other engine may be from the exact amount, because it keeps amounts as float32.

A float32 has 24 binary digits, so rounding a number to it moves it by at most 2**-24 of itself. Each bound adds up the
roundings on the way to an output, as bench/peer/six_groups computes it: the inputs when they are kept, then every sum,
difference and product.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from bench.exact import exact

__all__ = ["bounds", "coarse"]

#: The largest relative error of one rounding to float32; a little more, for the products of errors.
ONE = 1.01 * 2.0**-24
#: Fen per yuan: the other engine counts in yuan.
FEN = 100.0


def coarse(yuan: np.ndarray) -> np.ndarray:
    """Where the next float32 is more than a fen away: from 131,072.00 yuan on."""
    return np.spacing(np.abs(yuan.astype(np.float32))).astype(np.float64) * FEN > 1


def bounds(columns: Mapping[str, np.ndarray], ours: Mapping[str, object]) -> dict[str, np.ndarray]:
    """For each amount the largest error in fen that float32 explains.

    Args:
        columns: the canonical columns of ``bench.generate`` for these households.
        ours: the exact outputs.
    """
    home = columns["people/household_id"] - columns["people/household_id"][0]
    money = {name: np.abs(np.asarray(values, np.float64)) for name, values in _whole(ours).items()}
    counts = ~np.asarray(ours["hardship"], bool)

    def of_home(values: np.ndarray) -> np.ndarray:
        return np.bincount(home, weights=values, minlength=len(money["dibao.amount"]))

    earned = sum(columns[f"people/{name}"].astype(np.float64) for name in ("wage", "business", "property_income"))
    gross = earned + columns["people/transfer"]
    number, denominator = exact(ours["income_per_head"])
    result = {"counted_income": 7 * ONE * gross}
    result["household_income"] = of_home(result["counted_income"] * counts) + 2 * ONE * money["household_income"]
    members = np.maximum(of_home(counts.astype(np.float64)), 1)
    result["income_per_head"] = result["household_income"] / members + 2 * ONE * np.abs(number / denominator)
    result["dibao.amount"] = result["household_income"] + 3 * ONE * money["dibao.amount"]
    for name in ("hardship.living", "hardship.care", "disability.living", "disability.nursing"):
        result[name] = 2 * ONE * money[name]
    paid = columns["people/medical_paid"].astype(np.float64)
    result["medical.assistance"] = 4 * ONE * (money["medical.assistance"] + 1 + paid)
    parts = ("hardship.living", "hardship.care", "medical.assistance", "disability.living", "disability.nursing")
    result["person_total"] = sum(result[part] for part in parts) + 5 * ONE * (money["person_total"] + 1)
    people = of_home(result["person_total"])
    result["household_total"] = result["dibao.amount"] + people + 2 * ONE * (money["household_total"] + 1)
    result["municipal_part"] = result["household_total"] + 3 * ONE * (money["municipal_part"] + 1)
    return result


def _whole(ours: Mapping[str, object]) -> dict[str, np.ndarray]:
    return {name: np.asarray(values) for name, values in ours.items() if not isinstance(values, tuple)}
