"""Who is bound by law to support the old, the severely disabled and the young of a chunk, and whether they are able to."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from minsheng.population.synthetic.blueprint import DIBAO, GENERAL, HARDSHIP, ORPHAN
from minsheng.population.synthetic.demography import FACTS_DAY, Frame, Values

__all__ = ["draw_supporters"]

Ints = npt.NDArray[np.int64]


def _numbers(frame: Frame) -> Ints:
    """How many supporters each person has."""
    rng, count, kind = frame.rng, frame.people, frame.kind[frame.home]
    old, child = frame.age >= 60, frame.age < 18
    severe = frame.value("severe").astype(bool) & ~old & ~child
    couple = np.bincount(frame.home, frame.is_role("spouse"), len(frame.kind))[frame.home] > 0
    numbers = np.where(old, np.minimum(rng.poisson(1.6, count) + (kind == GENERAL), 5), 0)
    numbers = np.where(child, np.where(couple, 2, 1), numbers)
    numbers = np.where(severe, rng.integers(1, 3, count), numbers)
    numbers = np.where(kind == HARDSHIP, rng.choice(3, count, p=[0.7, 0.2, 0.1]), numbers)
    return np.where((kind == ORPHAN) & child, 1, numbers)


def draw_supporters(frame: Frame) -> tuple[Ints, dict[str, Values], npt.NDArray[np.bool_]]:
    """The supporters of a chunk: whose they are (the place of the person), their facts, and for which people the list may be incomplete."""
    rng = frame.rng
    person = np.repeat(np.arange(frame.people), _numbers(frame))
    count, kind, age = len(person), frame.kind[frame.home[person]], frame.age[person]

    def chance(share: float | npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
        return rng.random(count) < share

    old, child, orphan = age >= 60, age < 18, frame.value("orphan").astype(bool)[person]
    kinship = np.where(old, "child", np.where(child, "parent", np.where(chance(0.6), "parent", "sibling")))
    kinship = np.where(orphan, "grandparent", np.where((kind == HARDSHIP) & chance(0.5), "sibling", kinship))
    gap = np.where(
        kinship == "child", -26, np.where(kinship == "parent", 27, np.where(kinship == "grandparent", 55, 3))
    )
    ages = np.clip(age + gap + rng.integers(-3, 4, count), 18, 99)
    share = np.where(
        kind == GENERAL, np.where(child, 0.985, 0.9), np.where(kind == DIBAO, np.where(child, 0.6, 0.3), 0.6)
    )
    able = chance(np.where(kind == HARDSHIP, 0.01, np.where(orphan, 0.05, share)))
    in_hardship = chance(np.where(kind == HARDSHIP, 0.15, 0.002)) & ~able
    on_dibao = ~in_hardship & chance(np.where(kind == GENERAL, 0.01, 0.35)) & ~able
    disabled = chance(np.where(able, 0.02, 0.25))
    gone = ~able & chance(0.03)
    income = np.where(in_hardship, 0, np.where(able, rng.lognormal(7.7, 0.5, count), rng.lognormal(5.9, 0.5, count)))
    unsure = frame.incomplete[frame.home[person]]
    none = np.zeros(count, bool)
    grades = np.array(["first", "second", "third", "fourth"])[rng.integers(0, 4, count)]
    categories = np.array(["visual", "hearing", "physical", "intellectual", "mental"])[rng.integers(0, 5, count)]
    born = np.datetime64(FACTS_DAY) - (np.floor(ages * 365.2425).astype(np.int64) + 1 + rng.integers(0, 364, count))
    facts: dict[str, Values] = {
        "kinship": (kinship, none),
        "able": (able, unsure & chance(0.5)),
        "supporter_birth_date": (born, none),
        "supporter_in_hardship": (in_hardship, none),
        "supporter_on_dibao": (on_dibao, none),
        "supporter_income": (np.rint(income * 100).astype(np.int64), unsure & chance(0.3)),
        "supporter_property_fits": (np.where(able, chance(0.3), chance(0.92)), unsure & chance(0.3)),
        "supporter_disability_category": (np.where(disabled, categories, "none"), none),
        "supporter_disability_grade": (np.where(disabled, grades, "none"), none),
        "supporter_without_capacity": (~able & disabled & chance(0.3), none),
        "supporter_missing_or_in_prison": (gone, none),
        "supporter_unable_by_province": (none, none),
    }
    old_or_severe = (frame.age >= 60) | frame.value("severe").astype(bool)
    return person, facts, frame.incomplete[frame.home] & old_or_severe & frame.chance(0.15)
