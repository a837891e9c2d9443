"""Who lives in the households of a chunk: roles, ages, sex, marriage, schooling, health, ability to work and to care for oneself."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from minsheng.population.synthetic.blueprint import DIBAO, GENERAL, HARDSHIP, ORPHAN, ROLES, TEMPLATES, Blueprint
from minsheng.population.synthetic.calibration import number

__all__ = ["ADL", "FACTS_DAY", "Frame", "Values", "draw_people", "missing"]

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
#: A drawn column: its values, and where it is unknown.
Values = tuple[npt.NDArray[Any], Flags]

FACTS_DAY = date(2017, 12, 31)
#: The six items of self-care, the first one lost first.
ADL = ("can_bathe", "can_walk_indoors", "can_use_toilet", "can_get_up", "can_dress", "can_eat")

_ROLE_NAMES = list(ROLES)
_ROLE = {name: code for code, name in enumerate(_ROLE_NAMES)}
_WIDTH = max(len(members) for members, _, _ in TEMPLATES)
_ROLES_OF = np.array([[_ROLE[r] for r in members] + [-1] * (_WIDTH - len(members)) for members, _, _ in TEMPLATES])
_SIZES = (_ROLES_OF >= 0).sum(axis=1)
_HAS = {name: np.equal(_ROLES_OF, code).any(axis=1) for name, code in _ROLE.items()}
_RELATION = {
    "adult": "head",
    "old": "head",
    "spouse": "spouse",
    "old_spouse": "spouse",
    "child": "child",
    "student": "child",
    "grown": "child",
    "parent": "parent",
    "grandchild": "grandchild",
    "sibling": "sibling",
}
_CATEGORIES = ("visual", "hearing", "speech", "physical", "intellectual", "mental", "multiple")


@dataclass
class Frame:
    """The households of a chunk and their people, as arrays. ``home`` is the place of a person's household; ``facts`` what was drawn."""

    rng: np.random.Generator
    kind: Ints
    urban: Flags
    size: Ints
    start: Ints
    home: Ints
    role: Ints
    age: Ints
    born: npt.NDArray[np.datetime64]
    male: Flags
    incomplete: Flags
    facts: dict[str, Values] = field(default_factory=dict)

    @property
    def people(self) -> int:
        """How many people."""
        return len(self.home)

    def is_role(self, *names: str) -> Flags:
        """Who has one of these roles."""
        return np.isin(self.role, [_ROLE[name] for name in names])

    def chance(self, share: float | npt.NDArray[np.float64]) -> Flags:
        """True for about ``share`` of the people."""
        return self.rng.random(self.people) < share

    def put(self, name: str, values: npt.NDArray[Any], unknown: Flags | None = None) -> None:
        """Keep a fact of all people."""
        self.facts[name] = (values, unknown if unknown is not None else np.zeros(len(values), bool))

    def value(self, name: str) -> npt.NDArray[Any]:
        """The values of a fact drawn before."""
        return self.facts[name][0]


def draw_people(rng: np.random.Generator, plan: Blueprint, begin: int, end: int) -> Frame:
    """The people of the households ``begin`` to ``end`` of a blueprint, with everything but income, property and supporters."""
    template, kind = (codes[begin:end].astype(np.int64) for codes in (plan.template, plan.kind))
    size = _SIZES[template]
    start = np.concatenate([[0], np.cumsum(size)[:-1]])
    home = np.repeat(np.arange(len(size)), size)
    role = _ROLES_OF[template[home], np.arange(len(home)) - start[home]]
    age = _ages(rng, template, start, home, role)
    days = np.floor(age * 365.2425).astype(np.int64) + 1 + rng.integers(0, 364, len(age))
    born = np.datetime64(FACTS_DAY) - days
    share = np.where(kind == GENERAL, number("incomplete_share"), number("incomplete_poor_share"))
    incomplete = rng.random(len(kind)) < share
    frame = Frame(
        rng, kind, plan.urban[begin:end], size, start, home, role, age, born, np.zeros(len(home), bool), incomplete
    )
    frame.male = _sexes(frame, template)
    _family(frame, template)
    _health(frame)
    _work_and_school(frame)
    _self_care(frame)
    _rare(frame)
    return frame


def _ages(rng: np.random.Generator, template: Ints, start: Ints, home: Ints, role: Ints) -> Ints:
    low = np.array([ROLES[name][0] for name in _ROLE_NAMES])[role]
    high = np.array([ROLES[name][1] for name in _ROLE_NAMES])[role]
    age = rng.integers(low, high + 1)
    old = low >= 60
    part = rng.random(len(age))
    oldest, middle = number("elderly_80_share"), number("elderly_65_share")
    drawn = np.where(
        part < oldest, 80 + np.minimum(rng.exponential(4.2, len(age)), 22), 65 + 15 * rng.random(len(age)) ** 1.25
    )
    drawn = np.where(part < middle, drawn, rng.uniform(60, 65, len(age)))
    age = np.where(old, np.maximum(drawn.astype(np.int64), low), age)
    head = age[start]
    adult = role[start] == _ROLE["adult"]
    head = np.where(adult & _HAS["student"][template], rng.integers(42, 60, len(head)), head)
    head = np.where(adult & _HAS["grown"][template], rng.integers(48, 60, len(head)), head)
    head = np.where(adult & _HAS["parent"][template], rng.integers(30, 56, len(head)), head)
    age[start] = head
    of_head = head[home]
    child = role == _ROLE["child"]
    age = np.where(child, (rng.random(len(age)) * np.minimum(18, np.maximum(of_head - 22, 1))).astype(np.int64), age)
    spouse = role == _ROLE["spouse"]
    age = np.where(spouse, np.clip(of_head + rng.integers(-5, 4, len(age)), 24, 59), age)
    parent = role == _ROLE["parent"]
    return np.where(parent, np.maximum(age, of_head + 19), age)


def _sexes(frame: Frame, template: Ints) -> Flags:
    male = frame.chance(0.5)
    couple = (_HAS["spouse"] | _HAS["old_spouse"])[template]
    head = np.where(couple, frame.rng.random(len(template)) < 0.88, frame.rng.random(len(template)) < 0.52)
    head = np.where(frame.kind == HARDSHIP, frame.rng.random(len(template)) < 0.86, head)
    male[frame.start] = head
    spouse = frame.is_role("spouse", "old_spouse")
    male[spouse] = ~head[frame.home[spouse]]
    return male


def _words(codes: npt.NDArray[np.int64], words: tuple[str, ...]) -> npt.NDArray[np.str_]:
    return np.array(words)[codes]


def _family(frame: Frame, template: Ints) -> None:
    couple = (_HAS["spouse"] | _HAS["old_spouse"])[template][frame.home]
    parents = np.bincount(frame.home, frame.is_role("parent"), len(template))[frame.home]
    married = (
        (frame.is_role("adult", "old") & couple)
        | frame.is_role("spouse", "old_spouse")
        | (frame.is_role("parent") & (parents > 1))
    )
    married |= frame.is_role("grown") & frame.chance(0.15)
    grown = frame.is_role("grown")
    frame.put("sex", np.where(frame.male, "male", "female"))
    frame.put("birth_date", frame.born)
    frame.put("relation_to_head", _words(frame.role, tuple(_RELATION[name] for name in _ROLE_NAMES)))
    frame.put("married", married)
    within = np.bincount(frame.home, frame.is_role("parent", "sibling"), len(template))[frame.home] > 0
    child = frame.is_role("child", "student", "grown", "sibling") | (frame.is_role("adult") & within)
    frame.put("lives_with_parents_or_siblings", child & ~frame.is_role("parent"))
    frame.put("lives_together", ~(grown & frame.chance(0.12)))
    frame.put("legal_duty_in_family", ~frame.is_role("sibling"))
    frame.put("elderly", frame.age >= 60)


def _health(frame: Frame) -> None:
    kind = frame.kind[frame.home]
    old = frame.age >= 60
    base = np.where(
        kind == HARDSHIP,
        number("disabled_share_hardship"),
        np.where(kind == DIBAO, number("disabled_share_dibao"), number("disabled_share")),
    )
    share = np.clip(base * np.where(old, 1.35, np.where(frame.age < 16, 0.35, 0.95)), 0, 1)
    share = np.where((kind == HARDSHIP) & ~old, 0.93, np.where((kind == HARDSHIP) & old, 0.145, share))
    disabled = frame.chance(share)
    grade = frame.rng.choice(4, frame.people, p=[0.18, 0.27, 0.25, 0.30])
    category = frame.rng.choice(7, frame.people, p=[0.13, 0.11, 0.02, 0.50, 0.11, 0.11, 0.02])
    frame.put("disability_grade", np.where(disabled, _words(grade, ("first", "second", "third", "fourth")), "none"))
    frame.put("disability_category", np.where(disabled, _words(category, _CATEGORIES), "none"))
    severe = disabled & (grade <= 1)
    frame.put("severe", severe)
    ill_share = np.where(
        kind == GENERAL, number("seriously_ill_share"), number("seriously_ill_share_dibao")
    ) * np.where(old, 1.5, 0.8)
    ill = frame.chance(ill_share)
    frame.put("seriously_ill", ill)
    frame.put("bedridden", frame.chance(np.where(ill, 0.07, np.where(frame.age >= 80, 0.015, 0.0004))))


def _work_and_school(frame: Frame) -> None:
    kind = frame.kind[frame.home]
    child = frame.age < 18
    at_school = (child & (frame.age >= 6) & frame.chance(0.985)) | (frame.is_role("student") & frame.chance(0.92))
    upper = np.where(frame.chance(0.62), "senior_secondary", "vocational")
    stage = np.where(~at_school, "none", np.where(frame.age < 15, "compulsory", np.where(child, upper, "higher")))
    limited = (
        frame.value("severe") & frame.chance(0.85)
        | frame.value("bedridden")
        | frame.value("seriously_ill") & frame.chance(0.7)
    )
    able = (frame.age >= 16) & ((frame.age < 60) | (frame.age < 66) & frame.chance(0.15)) & ~limited
    able = np.where(kind == HARDSHIP, frame.chance(0.004), able)
    share = np.where(kind == DIBAO, 0.34, np.where(kind == GENERAL, 0.88, 0.6))
    employed = able & ~at_school & (frame.age >= 18) & frame.chance(share)
    grown = frame.is_role("grown")
    frame.put("in_full_time_school", at_school)
    frame.put("cannot_attend_school", child & frame.value("severe") & frame.chance(0.1))
    frame.put("of_working_age", (frame.age >= 16) & (frame.age < 60))
    frame.put("schooling", stage)
    frame.put("can_work", able, missing(frame, 0.3) & (frame.age >= 16) & (frame.age < 66))
    frame.put("employed", employed)
    frame.put("lives_independently", np.where(grown, able & frame.chance(0.75), frame.age >= 23))
    kept = np.where(kind == HARDSHIP, frame.chance(0.008), frame.chance(np.where(kind == GENERAL, 0.9995, 0.985)))
    frame.put("has_livelihood", kept, missing(frame, 0.3) & ((frame.age >= 60) | frame.value("severe")))
    frame.put(
        "has_stable_income", np.where(kind == HARDSHIP, frame.chance(0.006), (kind == GENERAL) & (frame.age >= 18))
    )
    frame.put("work_ability_restored", np.where(kind == HARDSHIP, frame.chance(0.002), False))
    idle = able & ~employed & ~at_school & (kind == DIBAO)
    frame.put("refuses_community_work", idle & frame.chance(0.01))
    frame.put("refusals_in_a_row", np.where(idle & frame.chance(0.02), frame.rng.integers(1, 4, frame.people), 0))


def _self_care(frame: Frame) -> None:
    kind = frame.kind[frame.home]
    partial = np.where(frame.age >= 80, 0.13, np.where(frame.age >= 60, 0.03, 0.0006))
    full = np.where(frame.age >= 80, 0.05, np.where(frame.age >= 60, 0.01, 0.0002))
    partial = np.where(
        kind == HARDSHIP, np.maximum(partial, 0.13), np.where(frame.value("severe"), np.maximum(partial, 0.2), partial)
    )
    full = np.where(
        kind == HARDSHIP, np.maximum(full, 0.045), np.where(frame.value("severe"), np.maximum(full, 0.08), full)
    )
    part = frame.rng.random(frame.people)
    some = np.where(part < full + partial, frame.rng.integers(1, 4, frame.people), 0)
    lost = np.where(part < full, frame.rng.integers(4, 7, frame.people), some)
    lost = np.where(frame.value("bedridden"), np.maximum(lost, 4), lost)
    levels = np.where(lost == 0, "self_care", np.where(lost <= 3, "partial", "full"))
    frame.put("care_level_assessed", levels, missing(frame, 0.2) & (frame.age >= 60))
    for place, item in enumerate(ADL):
        unknown = missing(frame, 0.4) & (frame.age >= 60) | (kind == HARDSHIP) & frame.chance(0.004)
        frame.put(item, lost <= place, unknown)


def _rare(frame: Frame) -> None:
    kind = frame.kind[frame.home]
    grown_up, old, no = frame.age >= 18, frame.age >= 60, np.zeros(frame.people, bool)
    severe = frame.value("severe")
    prison = grown_up & frame.male & ~old & (kind != HARDSHIP) & frame.chance(0.0018)
    clergy = grown_up & frame.chance(0.0001)
    depends = severe & frame.is_role("grown", "sibling", "parent")
    frame.put("applies_alone", depends & (kind != HARDSHIP) & frame.chance(0.25))
    frame.put("cannot_set_up_own_household", depends & frame.chance(0.6))
    frame.put("religious_clergy", clergy)
    frame.put("away_since", np.datetime64(FACTS_DAY) - frame.rng.integers(30, 2500, frame.people), ~clergy)
    frame.put("in_prison", prison)
    frame.put("in_drug_rehabilitation", grown_up & ~old & ~prison & frame.chance(0.0004))
    frame.put("convicted", prison)
    frame.put("died", old & frame.chance(np.where(kind == GENERAL, 0.0003, 0.0025)))
    frame.put("declared_dead", no)
    frame.put("obtained_by_fraud", np.zeros(frame.people, np.int64))
    frame.put("refusal_cut", np.zeros(frame.people, np.int64))
    frame.put("gives_up_support", (kind == DIBAO) & frame.chance(0.0005))
    frame.put("special_medical_group", frame.chance(0.001))
    frame.put("declared_missing", grown_up & frame.chance(0.00008))
    soldier = (
        frame.is_role("student", "grown")
        & frame.male
        & ~frame.value("married")
        & (frame.age < 25)
        & ~severe
        & frame.chance(0.03)
    )
    frame.put("soldier", soldier)
    frame.put("hardship_now", kind == HARDSHIP)
    frame.put("hardship_since", np.datetime64(FACTS_DAY) - frame.rng.integers(60, 5000, frame.people), kind != HARDSHIP)
    frame.put("hardship_property_fits", (kind != GENERAL) | frame.chance(0.3))
    frame.put("no_work_by_province", no)
    frame.put("withdraws", (kind == HARDSHIP) & frame.chance(0.0008))
    orphan = (kind == ORPHAN) & frame.is_role("grandchild")
    without = ~orphan & (frame.age < 18) & np.isin(kind, [DIBAO]) & (frame.size[frame.home] == 2) & frame.chance(0.03)
    frame.put("orphan", orphan)
    frame.put("child_without_care", without)
    frame.put("orphan_support_chosen", orphan | without)
    home = (kind == HARDSHIP) & frame.chance(number("hardship_residential_share"))
    frame.put("placement", np.where(home, "residential", "at_home"), ~((kind == HARDSHIP) | old | severe))


def missing(frame: Frame, share: float) -> Flags:
    """Where a fact is left unknown: for some people of the households that are incomplete on purpose."""
    return frame.incomplete[frame.home] & frame.chance(share)
