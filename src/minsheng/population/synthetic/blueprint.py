"""The blueprint of the synthetic county: which households there are, of what kind and make-up, where, before any fact is drawn.

Numbers of people by kind come out exactly as calibrated; the number of people of 60 and over too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from minsheng.population.areas import Area, townships_of
from minsheng.population.synthetic.calibration import number

__all__ = ["DIBAO", "GENERAL", "HARDSHIP", "NEAR_POOR", "ORPHAN", "ROLES", "TEMPLATES", "Blueprint", "draw_blueprint"]

Ints = npt.NDArray[np.int64]
#: Codes of few kinds, a byte or two each: there is one for every household of a large population.
Codes = npt.NDArray[np.int8]
Places = npt.NDArray[np.int16]
Flags = npt.NDArray[np.bool_]

HARDSHIP, DIBAO, NEAR_POOR, ORPHAN, GENERAL = range(5)

#: role: youngest, oldest age; old people's ages are drawn from the shares at 65 and 80.
ROLES: dict[str, tuple[int, int]] = {
    "adult": (28, 59),
    "spouse": (26, 59),
    "child": (0, 17),
    "student": (18, 22),
    "grown": (23, 38),
    "old": (60, 100),
    "old_spouse": (60, 100),
    "parent": (62, 100),
    "grandchild": (1, 15),
    "sibling": (30, 59),
}
#: Members of a household in order, the head first; the weight of the template by kind: dibao and near-poor, general.
TEMPLATES: tuple[tuple[tuple[str, ...], float, float], ...] = (
    (("old",), 30, 12),
    (("old", "old_spouse"), 12, 14),
    (("old", "grandchild"), 4, 1.5),
    (("old", "old_spouse", "grandchild"), 4, 3),
    (("old", "grown"), 5, 2),
    (("adult",), 16, 13),
    (("adult", "child"), 9, 3),
    (("adult", "spouse"), 5, 10),
    (("adult", "spouse", "child"), 6, 22),
    (("adult", "student"), 3, 1.5),
    (("adult", "spouse", "student"), 2, 5),
    (("adult", "spouse", "grown"), 3, 9),
    (("adult", "spouse", "child", "child"), 4, 9),
    (("adult", "parent"), 6, 2),
    (("adult", "sibling"), 2, 0.5),
    (("adult", "child", "parent"), 4, 2),
    (("adult", "spouse", "child", "parent"), 2, 6),
    (("adult", "spouse", "child", "child", "parent"), 1, 3),
    (("adult", "spouse", "child", "parent", "parent"), 1, 4),
    (("adult", "spouse", "child", "child", "parent", "parent"), 0.5, 2),
)
_OLD = ("old", "old_spouse", "parent")
_NAMES = [members for members, _, _ in TEMPLATES]
_SIZES = np.array([len(members) for members in _NAMES])
_ELDERLY = np.array([sum(role in _OLD for role in members) for members in _NAMES])
_ALONE, _OLD_ALONE, _OLD_PAIR = _NAMES.index(("adult",)), 0, 1
_OLD_AND_CHILD, _COUPLE_AND_CHILD = (
    _NAMES.index(("old", "grandchild")),
    _NAMES.index(("old", "old_spouse", "grandchild")),
)


@dataclass(frozen=True, slots=True)
class Blueprint:
    """One entry a household, in order of township: kind, template, whether urban, place of the township, and marks of houses and events."""

    kind: Codes
    template: Codes
    urban: Flags
    township: Places
    townships: Sequence[Area]
    registered_poor: Flags
    dangerous_house: Flags
    renovated: Flags
    sudden_event: Flags

    def __len__(self) -> int:
        return len(self.kind)


def _scaled(name: str, scale: float) -> int:
    return round(number(name) * scale)


def _filled(people: int, weights: npt.NDArray[np.float64]) -> Ints:
    """Households by template that hold exactly ``people``: shares as weighted, the rest living alone."""
    counts = np.floor(people * weights / (weights @ _SIZES)).astype(np.int64)
    counts[_ALONE] += people - counts @ _SIZES
    return counts


def _general(people: int, elderly: int) -> Ints:
    """Households by template that hold exactly so many people and so many of them of 60 and over."""
    weights = np.array([general for _, _, general in TEMPLATES])
    old_led = np.arange(len(TEMPLATES)) < 5
    groups = [np.where(old_led, weights, 0), np.where(old_led, 0, weights)]
    equations = np.array([[g @ _SIZES for g in groups], [g @ _ELDERLY for g in groups]])
    shares = np.linalg.solve(equations, np.array([people, elderly], float))
    if (shares < 0).any():
        raise ValueError("so many people of 60 and over do not fit into so many people")
    counts = np.floor(shares[0] * groups[0] + shares[1] * groups[1]).astype(np.int64)
    left, old_left = people - counts @ _SIZES, elderly - counts @ _ELDERLY
    if old_left > left:
        counts[_OLD_PAIR], left, old_left = counts[_OLD_PAIR] - 1, left + 2, old_left + 2
    counts[_OLD_ALONE] += old_left
    counts[_ALONE] += left - old_left
    return counts


def _places(rng: np.random.Generator, urban: Flags, townships: Sequence[Area]) -> Places:
    communities = np.array([t.communities for t in townships], float)
    villages = np.array([t.villages for t in townships], float)
    result = np.empty(len(urban), np.int16)
    result[urban] = rng.choice(len(townships), urban.sum(), p=communities / communities.sum())
    result[~urban] = rng.choice(len(townships), (~urban).sum(), p=villages / villages.sum())
    return result


def _some(rng: np.random.Generator, candidates: Flags, count: int) -> Flags:
    result = np.zeros(len(candidates), bool)
    places = np.flatnonzero(candidates)
    result[rng.choice(places, min(count, len(places)), replace=False)] = True
    return result


def draw_blueprint(rng: np.random.Generator, people: int, scale: float, county: str) -> Blueprint:
    """Draw the households of a county.

    Args:
        rng: where chance comes from.
        people: all registered people.
        scale: what the calibrated numbers are multiplied with.
        county: six digits; its townships must be among the areas.
    """
    poor = np.array([weight for _, weight, _ in TEMPLATES])
    pairs = _scaled("hardship_pairs", scale)
    hardship = _scaled("hardship_people", scale)
    hardship_old = round(hardship * number("hardship_elderly_share"))
    orphans = _scaled("orphans", scale)
    by_kind = {
        HARDSHIP: np.zeros(len(TEMPLATES), np.int64),
        ORPHAN: np.zeros(len(TEMPLATES), np.int64),
        DIBAO: _filled(_scaled("dibao_people", scale), poor),
        NEAR_POOR: _filled(_scaled("near_poor_people", scale), poor),
    }
    by_kind[HARDSHIP][[_OLD_PAIR, _OLD_ALONE, _ALONE]] = pairs, hardship_old - 2 * pairs, hardship - hardship_old
    by_kind[ORPHAN][[_OLD_AND_CHILD, _COUPLE_AND_CHILD]] = orphans - orphans // 2, orphans // 2
    special = np.sum(list(by_kind.values()), axis=0)
    elderly = round(number("elderly") * people / number("people"))
    by_kind[GENERAL] = _general(int(people - special @ _SIZES), int(elderly - special @ _ELDERLY))
    kind = np.concatenate([np.full(counts.sum(), which, np.int8) for which, counts in by_kind.items()])
    templates = np.arange(len(TEMPLATES), dtype=np.int8)
    template = np.concatenate([np.repeat(templates, counts) for counts in by_kind.values()])
    urban_share = np.array(
        [1 - number("hardship_rural_share"), number("dibao_urban_share"), 0.3, 0.2, number("urban_share")]
    )
    urban = rng.random(len(kind)) < urban_share[kind]
    townships = [t for t in townships_of(county) if t.name not in _WANSHENG]
    township = _places(rng, urban, townships)
    order = np.lexsort((rng.random(len(kind)), township))
    kind, template, urban, township = kind[order], template[order], urban[order], township[order]
    rural = ~urban
    registered = rural & np.where(
        kind == DIBAO, rng.random(len(kind)) < 0.35, rng.random(len(kind)) < number("registered_poor_share")
    )
    four_kinds = rural & (registered | (kind == DIBAO) | (kind == HARDSHIP))
    dangerous = _some(rng, four_kinds, _scaled("dangerous_houses", scale))
    weight = rural & ~dangerous & (four_kinds | (kind == NEAR_POOR) | (rng.random(len(kind)) < 0.03))
    return Blueprint(
        kind,
        template,
        urban,
        township,
        townships,
        registered,
        dangerous,
        _some(rng, weight, _scaled("renovated_houses", scale)),
        _some(rng, np.ones(len(kind), bool), _scaled("sudden_events", scale)),
    )


_WANSHENG = ("万盛街道", "东林街道", "万东镇", "南桐镇", "青年镇", "关坝镇", "丛林镇", "石林镇", "金桥镇", "黑山镇")
