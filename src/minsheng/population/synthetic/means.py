"""What the people of a chunk live on, and what their households own: incomes with their uncounted parts, costs, property."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from minsheng.population.synthetic.blueprint import DIBAO, GENERAL, HARDSHIP, NEAR_POOR, Blueprint
from minsheng.population.synthetic.calibration import number
from minsheng.population.synthetic.demography import FACTS_DAY, Frame, Values, missing

__all__ = ["draw_household_facts", "draw_incomes"]

Floats = npt.NDArray[np.float64]


def _fen(yuan: Floats) -> npt.NDArray[np.int64]:
    return np.rint(yuan * 100).astype(np.int64)


def _standard(frame: Frame) -> Floats:
    return np.where(frame.urban, number("dibao_standard_urban"), number("dibao_standard_rural"))


def _per_head(frame: Frame) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Counted income per head of each household in yuan a month, and which dibao households have risen above the standard."""
    rng, kind, standard = frame.rng, frame.kind, _standard(frame)
    count = len(kind)
    mean = number("dibao_income_mean")
    below = rng.beta(4 * mean, 4 * (1 - mean), count)
    risen = (kind == DIBAO) & (rng.random(count) < number("dibao_above_share"))
    dibao = np.where(risen, rng.uniform(1.02, 1.7, count), below)
    near = np.where(rng.random(count) < 0.8, rng.uniform(1.0, 1.5, count), rng.uniform(0.6, 1.0, count))
    hardship = np.where(rng.random(count) < 0.06, rng.uniform(0, 0.4, count), 0)
    ratio = np.where(kind == DIBAO, dibao, np.where(kind == HARDSHIP, hardship, near))
    median = np.where(frame.urban, number("median_income_urban"), number("median_income_rural"))
    general = median * np.exp(number("income_spread") * rng.standard_normal(count))
    return np.where(kind == GENERAL, general, ratio * standard), risen


def draw_incomes(frame: Frame) -> npt.NDArray[np.bool_]:
    """Give every person an income; returns which dibao households have risen above the standard."""
    rng, count, home = frame.rng, frame.people, frame.home
    kind = frame.kind[home]
    per_head, risen = _per_head(frame)
    employed, old = frame.value("employed").astype(bool), frame.age >= 60
    weight = np.where(
        employed, rng.uniform(0.7, 1.3, count), np.where(old, 0.4, np.where((frame.age >= 18), 0.08, 0.0))
    )
    weight = np.where(frame.value("in_full_time_school").astype(bool), 0, weight)
    whole = np.bincount(home, weight, len(per_head))
    weight[frame.start[whole == 0]] = 1
    whole[whole == 0] = 1
    income = (per_head * frame.size)[home] * weight / whole[home]
    own_pension = old & frame.chance(np.where(kind == GENERAL, number("own_pension_share"), 0.02))
    farms = employed & ~frame.urban[home] & frame.chance(0.4) | employed & frame.urban[home] & frame.chance(0.08)
    wage = np.where(employed & ~farms, income, np.where(farms & frame.chance(0.5), income * 0.4, 0))
    business = np.where(employed, income - wage, np.where(old & ~own_pension & ~frame.urban[home], income * 0.5, 0))
    transfer = income - wage - business
    costs = np.where(wage > 0, wage * rng.uniform(0.02, 0.1, count), 0)
    loss = farms & frame.chance(0.004)
    uncounted = _uncounted(frame, own_pension)
    general = kind == GENERAL
    frame.put("wage_income", _fen(wage) + _fen(costs), missing(frame, 0.35) & (frame.age >= 18))
    frame.put("work_costs", _fen(costs))
    frame.put("business_income", np.where(loss, -_fen(np.abs(business) * 0.3), _fen(business)))
    frame.put("property_income", np.where(general & frame.chance(0.04), _fen(rng.lognormal(5.0, 0.9, count)), 0))
    frame.put("other_income", np.where(frame.chance(0.006), _fen(rng.lognormal(3.8, 0.6, count)), 0))
    frame.put("transfer_income", _fen(transfer) + sum(uncounted.values()), missing(frame, 0.25) & old)
    parts = ("wage_income", "business_income", "property_income", "other_income", "transfer_income")
    month = np.rint(sum(frame.value(name) for name in parts) * rng.uniform(0.92, 1.06, count))
    frame.put("income_last_month", np.maximum(month, 0).astype(np.int64), frame.facts["wage_income"][1])
    for name, amount in uncounted.items():
        frame.put(name, amount)
    _medical(frame)
    return risen


def _uncounted(frame: Frame, own_pension: npt.NDArray[np.bool_]) -> dict[str, npt.NDArray[np.int64]]:
    """The parts of transfers that some rules do not count, in fen."""
    rng, count, kind = frame.rng, frame.people, frame.kind[frame.home]
    poor, old = kind != GENERAL, frame.age >= 60

    def given(who: npt.NDArray[np.bool_], yuan: float | Floats) -> npt.NDArray[np.int64]:
        return np.where(who, _fen(np.broadcast_to(np.asarray(yuan, float), count)), 0)

    severe, ill = frame.value("severe").astype(bool), frame.value("seriously_ill").astype(bool)
    schooling = frame.value("in_full_time_school").astype(bool)
    return {
        "basic_pension_received": given(old & ~own_pension & frame.chance(0.97), number("basic_pension")),
        "disability_subsidies_received": given(
            severe & (kind != HARDSHIP) & frame.chance(0.7), np.where(poor, 120.0, 60.0)
        ),
        "preferential_treatment_received": given(frame.chance(0.003), rng.uniform(300, 900, count)),
        "family_planning_grant_received": given(old & frame.chance(0.02), 80.0),
        "scholarship_and_awards_received": given(schooling & frame.chance(0.03), rng.uniform(60, 300, count)),
        "social_assistance_received": given(poor & frame.chance(0.03), rng.uniform(20, 120, count)),
        "medical_insurance_received": given(ill & frame.chance(0.8), rng.lognormal(5.6, 0.7, count)),
        "old_age_allowance_received": given((frame.age >= 90) & frame.chance(0.95), 100.0),
        "other_uncounted_income": given(poor & frame.chance(0.02), rng.uniform(10, 60, count)),
    }


def _medical(frame: Frame) -> None:
    rng, count = frame.rng, frame.people
    ill, poor = frame.value("seriously_ill").astype(bool), frame.kind[frame.home] != GENERAL
    left = np.where(
        ill, rng.lognormal(8.3, 0.9, count), np.where(frame.chance(0.14), rng.lognormal(5.9, 0.9, count), 0)
    )
    left = np.minimum(left, 300_000)
    frame.put("medical_costs_left", _fen(left))
    frame.put(
        "medical_assistance_paid",
        np.where(ill & poor & frame.chance(0.5), _fen(left * rng.uniform(0.1, 0.6, count)), 0),
    )
    frame.put("own_insurance_contribution", np.full(count, round(number("insurance_contribution") * 100)))
    frame.put("funeral_costs", _fen(rng.lognormal(8.2, 0.4, count)), ~frame.value("died").astype(bool))


def draw_household_facts(
    frame: Frame, plan: Blueprint, begin: int, end: int, risen: npt.NDArray[np.bool_]
) -> dict[str, Values]:
    """The facts of the households: register, property, marks; by name."""
    rng, kind, count = frame.rng, frame.kind, end - begin
    standard, general, rural = _standard(frame), kind == GENERAL, ~frame.urban
    no = np.zeros(count, bool)

    def chance(share: float | Floats) -> npt.NDArray[np.bool_]:
        return rng.random(count) < share

    typical = np.where(general, 9.6, np.where(kind == NEAR_POOR, 8.4, 7.6))
    assets = np.minimum(rng.lognormal(typical, np.where(general, 1.1, 0.9)), 5_000_000)
    homes = np.where(
        general, rng.choice(4, count, p=[0.04, 0.82, 0.12, 0.02]), rng.choice(3, count, p=[0.07, 0.92, 0.01])
    )
    cars = np.where(general, rng.choice(3, count, p=[0.69, 0.27, 0.04]), rng.choice(2, count, p=[0.988, 0.012]))
    within = (assets < 24 * standard * frame.size) & (cars == 0) & (homes <= 2)
    frail = np.bincount(frame.home, frame.value("severe") | frame.value("seriously_ill"), count) > 0
    old_income = np.where(risen, rng.uniform(0.2, 0.9, count), np.clip(rng.beta(1.7, 2.3, count), 0, 0.95))
    paid = np.where(kind == DIBAO, np.ceil((1 - old_income) * standard * frame.size / 10) * 10, 0)
    unsure = frame.incomplete
    land = np.where(rural, chance(0.86), chance(0.04))
    plain = {
        "setting": np.where(frame.urban, "urban", "rural"),
        "dwellings_owned": homes,
        "vehicles_owned": cars,
        "registered_poor": plan.registered_poor[begin:end],
        "contracted_land": land,
        "relocated_to_town": plan.registered_poor[begin:end] & chance(0.06),
        "farming_family": land,
        "family_stable": chance(0.98),
        "income_unchanged": ~risen & chance(0.97),
        "hard_living": ~general | (frail & chance(0.3)),
        "housing_difficulty": (homes == 0) & chance(0.5),
        "basic_living_in_difficulty": plan.sudden_event[begin:end] & chance(0.5),
        "needs_rose_suddenly": plan.sudden_event[begin:end] | chance(0.0005),
        "other_special_difficulty": chance(0.0003),
        "income_unsteady": chance(np.where(general, 0.05, 0.12)),
        "certificate_wrong": ~general & chance(0.0005),
        "fraud_serious": no,
        "spending_contradicts": chance(np.where(general, 0.03, 0.004)),
        "near_relative_of_official": chance(0.008),
        "complaint_received": chance(0.003),
        "dibao_now": kind == DIBAO,
        "dibao_amount_now": _fen(paid),
        "income_rose_by_work": risen & chance(0.55),
        "dangerous_house": plan.dangerous_house[begin:end],
        "house_renovated_before": plan.renovated[begin:end],
        "refuses_cooperation": np.where(general, no, chance(0.001)),
        "rigid_costs": np.where(frail, _fen(np.minimum(rng.lognormal(4.6, 0.7, count), 5000)), 0),
        "sudden_event": plan.sudden_event[begin:end],
    }
    facts: dict[str, Values] = {name: (values, no) for name, values in plain.items()}
    facts["dibao_band"] = (np.array(["first", "second", "third"])[rng.integers(0, 3, count)], kind != DIBAO)
    facts["last_reviewed"] = (np.datetime64(FACTS_DAY) - rng.integers(5, 340, count), kind != DIBAO)
    facts["financial_assets"] = (_fen(assets), unsure & chance(0.4))
    facts["property_within_limit"] = (within, unsure & chance(0.5))
    facts["villagers_score"] = (
        np.clip(np.rint(rng.normal(78, 9, count)), 40, 100).astype(np.int64),
        general | frame.urban,
    )
    facts["above_since"] = (np.datetime64(FACTS_DAY) - rng.integers(5, 330, count), ~risen)
    return facts
