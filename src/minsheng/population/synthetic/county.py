"""Writing the synthetic county: identifiers, names, the facts drawn for each chunk, and a README that says what it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from minsheng.policy.vocabulary import Vocabulary
from minsheng.population.schema import TableSpec, table_specs
from minsheng.population.synthetic.blueprint import Blueprint, draw_blueprint
from minsheng.population.synthetic.calibration import CALIBRATION, DEFAULT_PEOPLE
from minsheng.population.synthetic.demography import Frame, Values, draw_people
from minsheng.population.synthetic.digits import digits, id_numbers, texts
from minsheng.population.synthetic.means import draw_household_facts, draw_incomes
from minsheng.population.synthetic.supporters import draw_supporters
from minsheng.population.table import PopulationWriter

__all__ = ["County", "make_county"]

Ints = npt.NDArray[np.int64]

_CHUNK = 8192
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏"
_GIVEN = (
    "文明华国建德志永家春秀英玉兰桂芳素珍淑琴丽红梅平安康宁福寿光大成学友义清正礼仁忠信良善恩泽云山江河川林森松柏杨"
)


#: Sequence numbers of one sex for a day and area: 001 to 997 for men, 002 to 998 for women.
_NUMBERS_OF_A_DAY = 499
#: Codes of the other counties of Chongqing, for ID numbers of a population larger than a county's.
_OTHER_AREAS = np.array(
    [*range(500101, 500110), *range(500111, 500121), *range(500151, 500157), *range(500229, 500239)]
)


@dataclass(frozen=True, slots=True)
class County:
    """What was made: the folder, how many, the seed."""

    folder: Path
    households: int
    people: int
    supporters: int
    seed: int


class _Numbers:
    """Areas and sequence numbers of ID numbers: unique for each area, birth date and sex; odd for men.

    Where more people were born on a day than an area has numbers, the others have the codes of other areas.
    """

    def __init__(self) -> None:
        self._next = np.zeros((2, 60_000), np.int64)

    def give(self, born: npt.NDArray[np.datetime64], male: npt.NDArray[np.bool_]) -> tuple[Ints, Ints]:
        """The area and the sequence number of each person."""
        day = (born - np.datetime64("1890-01-01")).astype(np.int64)
        key = day * 2 + male
        order = np.argsort(key, kind="stable")
        first = np.flatnonzero(np.diff(key[order], prepend=-1))
        place = np.arange(len(key)) - np.repeat(first, np.diff(np.append(first, len(key))))
        taken = np.empty(len(key), np.int64)
        taken[order] = place
        sex = male.astype(np.int64)
        taken += self._next[sex, day]
        np.add.at(self._next, (sex, day), 1)
        round_, taken = np.divmod(taken, _NUMBERS_OF_A_DAY)
        if round_.max(initial=0) > len(_OTHER_AREAS):
            raise ValueError("more people born on one day than there are ID numbers: make the county smaller")
        own = np.where(born >= np.datetime64("2011-10-22"), 500110, 500222)
        area = np.where(round_ == 0, own, _OTHER_AREAS[np.maximum(round_, 1) - 1])
        return area, taken * 2 + np.where(male, 1, 2)


def make_county(
    folder: Path,
    vocabulary: Vocabulary,
    *,
    seed: int = 20171231,
    scale: float = 1.0,
    people: int | None = None,
    county: str = "500110",
    progress: Callable[[int, int], None] | None = None,
) -> County:
    """Make a county of the size and make-up of Qijiang at the end of 2017 and write it as a population.

    The same arguments give the same people. 28,300 people on dibao, 7,006 people in hardship support and the other calibrated numbers
    come out exactly, multiplied by ``scale``; ``CALIBRATION`` lists every figure with its source.

    Args:
        folder: where to write; made when it does not exist.
        vocabulary: the facts; those of the vocabulary that are not drawn stay unknown.
        seed: of chance.
        scale: another size with the same make-up: 0.01 is a hundredth of the county, 10 has ten million people.
        people: all registered people before scaling; 993,000 when left out. Fewer make a smaller scan without touching the poor groups.
        county: six digits of the county; it needs townships in ``data/areas.csv``.
        progress: called with households done and households in all.

    Raises:
        ValueError: the numbers do not fit into each other.
    """
    everyone = round((people or DEFAULT_PEOPLE) * scale)
    plan = draw_blueprint(np.random.default_rng(seed), everyone, scale, county)
    folder.mkdir(parents=True, exist_ok=True)
    specs = table_specs(vocabulary)
    numbers, supporters = _Numbers(), 0
    writer: PopulationWriter | None = None
    try:
        for chunk, begin in enumerate(range(0, len(plan), _CHUNK)):
            end = min(begin + _CHUNK, len(plan))
            tables = _chunk(np.random.default_rng([seed, chunk]), plan, begin, end, specs, numbers)
            if writer is None:
                names = {name: list(columns) for name, columns in tables.items()}
                about = {"seed": str(seed), "scale": str(scale), "people": str(everyone)}
                writer = PopulationWriter(folder, vocabulary, names, synthetic=True, about=about)
            for name, columns in tables.items():
                writer.write(name, columns)
            supporters += len(tables["supporters"]["person_id"]) if "supporters" in tables else 0
            if progress:
                progress(end, len(plan))
    finally:
        if writer is not None:
            writer.__exit__(None, None, None)
    made = County(folder, len(plan), everyone, supporters, seed)
    (folder / "README.txt").write_text(_readme(made, scale), encoding="utf-8")
    return made


def _chunk(
    rng: np.random.Generator, plan: Blueprint, begin: int, end: int, specs: Mapping[str, TableSpec], numbers: _Numbers
) -> dict[str, dict[str, pa.Array]]:
    frame = draw_people(rng, plan, begin, end)
    risen = draw_incomes(frame)
    household_facts = draw_household_facts(frame, plan, begin, end, risen)
    whose, supporter_facts, incomplete = draw_supporters(frame)
    place = plan.township[begin:end].astype(np.int64)
    codes = np.array([int(t.code) for t in plan.townships])[place]
    width = max(7, len(str(len(plan))))
    household = texts(digits(codes, 9), digits(np.arange(begin + 1, end + 1), width))
    within = np.arange(frame.people) - frame.start[frame.home] + 1
    person = texts(digits(codes[frame.home], 9), digits(frame.home + begin + 1, width), digits(within, 2))
    areas = pa.array([t.code for t in plan.townships], pa.string())
    id_area, sequence = numbers.give(frame.born, frame.male)
    tables = {
        "households": {
            "household_id": household,
            "area": areas.take(pa.array(place)),
            "synthetic": pa.array(np.ones(end - begin, bool)),
            "village": _villages(rng, plan, begin, end),
            **_columns(specs["households"], household_facts),
        },
        "people": {
            "household_id": household.take(pa.array(frame.home)),
            "person_id": person,
            "synthetic": pa.array(np.ones(frame.people, bool)),
            "id_number": id_numbers(id_area, frame.born, sequence),
            "name": _names(frame),
            "registered_area": _registered(frame, areas.take(pa.array(place[frame.home]))),
            "supporters_complete": pa.array(~incomplete),
            **_columns(specs["people"], frame.facts),
        },
    }
    if "supporters" in specs:
        tables["supporters"] = {
            "household_id": tables["people"]["household_id"].take(pa.array(whose)),
            "person_id": person.take(pa.array(whose)),
            "synthetic": pa.array(np.ones(len(whose), bool)),
            **_columns(specs["supporters"], supporter_facts),
        }
    return {name: {c: v for c, v in columns.items() if c in specs[name].columns} for name, columns in tables.items()}


def _columns(spec: TableSpec, facts: Mapping[str, Values]) -> dict[str, pa.Array]:
    """Drawn values as Arrow columns of the vocabulary's types; facts that the vocabulary does not have are left out."""
    result = {}
    for name, (values, unknown) in facts.items():
        column = spec.columns.get(name)
        if column is None:
            continue
        if column.type.kind == "choice":
            order = np.argsort(column.type.values)
            codes = order[np.searchsorted(np.array(column.type.values)[order], values.astype(str))].astype(np.int8)
            result[name] = pa.DictionaryArray.from_arrays(pa.array(codes, mask=unknown), pa.array(column.type.values))
        elif column.type.kind == "date":
            result[name] = pa.array(values.astype("datetime64[D]"), mask=unknown)
        else:
            result[name] = pa.array(values, mask=unknown)
    return result


def _villages(rng: np.random.Generator, plan: Blueprint, begin: int, end: int) -> pa.Array:
    names: list[str] = []
    first: list[int] = []
    for township in plan.townships:
        first.append(len(names))
        names += [f"{township.name}第{n + 1}社区" for n in range(township.communities)]
        names += [f"{township.name}第{n + 1}村" for n in range(township.villages)]
    communities = np.array([t.communities for t in plan.townships])
    villages = np.array([t.villages for t in plan.townships])
    place, urban = plan.township[begin:end].astype(np.int64), plan.urban[begin:end]
    part = rng.random(end - begin)
    at = np.where(urban, (part * communities[place]), communities[place] + (part * villages[place])).astype(np.int64)
    at = np.minimum(at, (communities + villages)[place] - 1)
    return pa.array(names).take(pa.array(np.array(first)[place] + at))


def _names(frame: Frame) -> pa.Array:
    rng, count = frame.rng, frame.people
    surname = rng.integers(0, len(_SURNAMES), count)
    head = surname[frame.start][frame.home]
    surname = np.where(frame.is_role("child", "student", "grown", "grandchild"), head, surname)
    letters = [pa.array(list(word)) for word in (_SURNAMES, _GIVEN)]
    picked = [
        letters[0].take(pa.array(surname)),
        *(letters[1].take(pa.array(rng.integers(0, len(_GIVEN), count))) for _ in range(2)),
    ]
    return pc.binary_join_element_wise(*picked, "")


def _registered(frame: Frame, home: pa.Array) -> pa.Array:
    elsewhere = frame.is_role("spouse", "sibling") & frame.chance(0.015)
    other = pa.array(["500109", "500112", "520322", "520323"]).take(pa.array(frame.rng.integers(0, 4, frame.people)))
    return pc.if_else(pa.array(elsewhere), other, home)


def _readme(made: County, scale: float) -> str:
    lines = [
        "合成数据，没有一个真实的人 / SYNTHETIC DATA: none of these people exist.",
        "",
        f"规模与构成参照 2017 年末重庆市綦江区；随机种子 {made.seed}，比例 {scale}。",
        f"Size and make-up of Qijiang, Chongqing, at the end of 2017; seed {made.seed}, scale {scale}.",
        f"{made.households} households, {made.people} people, {made.supporters} supporters.",
        "身份证号校验位正确但为编造，如与真人号码相同纯属巧合。 ID numbers are well formed but made up; any likeness is chance.",
        "",
        "figure = value, unit, source",
        "",
    ]
    lines += [f"{f.name} = {f.value} {f.unit}; {f.source}{'; ' + f.note if f.note else ''}" for f in CALIBRATION]
    return "\n".join(lines) + "\n"
