"""Parts of no household, of one, of just as many as a block holds; households without people and of a thousand; threads."""

from fractions import Fraction

import numpy as np
import pyarrow as pa
import pytest

from minsheng.population.decider import Decider
from minsheng.population.determine import determine, determine_part
from minsheng.population.kernel import kernel
from minsheng.population.merge import Part
from minsheng.population.schema import table_specs
from tests.kernel.both_ways import differences, evaluated
from tests.kernel.small import parameter, rules, tables, told

RULES = rules(
    ("poor", "person", "bool", "income < standard"),
    ("size", "household", "int", "count(p for p in people)"),
    ("total", "household", "money/month", "sum(p.income for p in people)"),
    ("head", "family", "money/month", "sum(m.income for m in members) / count(m for m in members)"),
    ("my_size", "person", "int", "count(m for m in members)"),
    ("helped", "person", "money/month", "sum(s.pays for s in supporters)"),
    ("helped_more", "supporter", "bool", "pays > standard"),
)
UNIT = "family: {counts: lives_here, apart: seriously_ill, rest: without, cites: 第一条}"
BENEFITS = """
aid: {label: {zh: 甲, en: a}, of: person, enter: poor, amount: standard, cites: 第一条}
support: {label: {zh: 甲, en: a}, of: family, enter: head < standard, amount: round_fen(standard - head), cites: 第一条}
"""
BLOCK = kernel._BLOCK
NAMES = ["poor", "size", "total", "head", "my_size", "helped", "helped_more"]


@pytest.fixture(scope="module")
def here(law):
    return law(rules=RULES, unit=UNIT, benefit=BENEFITS, parameters=parameter("standard", "money/month", "589.00"))


def drawn(sizes, seed=3):
    """Tables of households of these sizes; everything is known."""
    draw = np.random.default_rng(seed)
    homes = np.repeat(np.arange(len(sizes)), sizes)
    count = len(homes)
    people = {
        "income": draw.integers(-100, 200_000, count),
        "lives_here": draw.random(count) < 0.8,
        "seriously_ill": draw.random(count) < 0.2,
    }
    owners = np.repeat(np.arange(count), draw.integers(0, 3, count))
    supporters = {
        "household_id": homes[owners],
        "person_id": owners,
        "pays": draw.integers(0, 100_000, len(owners)),
        "able": draw.random(len(owners)) < 0.5,
    }
    return tables(people, homes=homes, households={"household_id": np.arange(len(sizes))}, supporters=supporters)


def in_python(given):
    """The values of all rules, worked out row by row."""
    people = {name: given["people"][name].tolist() for name in given["people"]}
    count = len(given["households"]["household_id"])
    income = people["income"]
    members = [[] for _ in range(count)]
    alone = [[] for _ in range(count)]
    for person, home in enumerate(people["household_id"]):
        if people["seriously_ill"][person]:
            alone[home].append(person)
        elif people["lives_here"][person]:
            members[home].append(person)
    together = [[members[home]] if members[home] else [] for home in range(count)]
    families = [family for home in range(count) for family in together[home] + [[person] for person in alone[home]]]
    of_person = {person: family for family in families for person in family}
    helped = [0] * len(income)
    for person, fen in zip(
        given["supporters"]["person_id"].tolist(), given["supporters"]["pays"].tolist(), strict=True
    ):
        helped[person] += fen
    sizes = np.bincount(given["people"]["household_id"], minlength=count)
    totals = np.zeros(count, int)
    np.add.at(totals, given["people"]["household_id"], given["people"]["income"])
    return {
        "poor": [fen < 58_900 for fen in income],
        "size": sizes.tolist(),
        "total": totals.tolist(),
        "head": [Fraction(sum(income[m] for m in family), len(family)) for family in families],
        "my_size": [len(of_person.get(person, ())) for person in range(len(income))],
        "helped": helped,
        "helped_more": [fen > 58_900 for fen in given["supporters"]["pays"].tolist()],
    }


@pytest.mark.parametrize("households", [0, 1, 2, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 2 * BLOCK + 1])
def test_block_edges(here, households):
    given = drawn(np.random.default_rng(households).integers(0, 4, households))
    found = determine(here, given, rules=NAMES, threads=1)
    for name, expected in in_python(given).items():
        assert told(found[name]) == expected, name


@pytest.mark.parametrize(
    "sizes",
    [
        [0],
        [0, 0, 0],
        [1000],
        [0, 1000, 0, 999, 1],
        [0] * BLOCK + [5],
        [3] + [0] * BLOCK + [1000],
    ],
    ids=["nobody", "three times nobody", "a thousand", "mixed", "one after a block of none", "first and last"],
)
def test_households_of_every_size(here, sizes):
    given = drawn(sizes)
    found = determine(here, given, rules=NAMES, threads=2)
    for name, expected in in_python(given).items():
        assert told(found[name]) == expected, name


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_threads(here, threads):
    given = drawn(np.random.default_rng(9).integers(0, 5, 4 * BLOCK + 17))
    found = determine(here, given, rules=NAMES, threads=threads)
    for name, expected in in_python(given).items():
        assert told(found[name]) == expected, name


def part_of(given):
    """The same tables as a part with ids."""
    part = Part({})
    ids = {"households": "h", "people": "p"}
    for name, table in given.items():
        columns = {key: pa.array(values) for key, values in table.items() if not key.endswith("_id")}
        rows = len(table["household_id"])
        columns["household_id"] = pa.array([f"h{number:05}" for number in table["household_id"]], pa.string())
        if name in ids:
            key = "household_id" if name == "households" else "person_id"
            columns[key] = pa.array([f"{ids[name]}{number:06}" for number in range(rows)], pa.string())
        if name == "households":
            columns["area"] = pa.array(["620100"] * rows, pa.string())
        else:
            part.owners[name] = pa.array(table["person_id" if name == "supporters" else "household_id"], pa.int32())
        part.tables[name] = pa.RecordBatch.from_pydict(columns)
    return part


@pytest.mark.parametrize("sizes", [[], [0], [0, 2, 0], [1000, 1], [2] * 50])
def test_parts_of_a_decider(here, sizes):
    part, specs = part_of(drawn(sizes)), table_specs(here.vocabulary)
    decided = Decider(lambda area: here, specs, ["aid", "support"]).decide(part)
    assert decided.evaluated == 0
    assert differences(decided, evaluated(part, specs, lambda area: here, ["aid", "support"])) == []


def test_a_part_without_a_table_of_people(here):
    part, specs = part_of(drawn([0, 0])), table_specs(here.vocabulary)
    for name in ("people", "supporters"):
        del part.tables[name], part.owners[name]
    decided = Decider(lambda area: here, specs, ["aid", "support"]).decide(part)
    assert (len(decided.homes), len(decided.people)) == (2, 0)
    assert decided.homes.column("aid.status").null_count == 2


def test_rows_that_are_not_in_the_order_of_their_owners(here):
    given = drawn([2, 3, 1, 2])
    part = part_of(given)
    in_order, _ = determine_part(here, part, ["helped", "total"])
    order = pa.array(np.random.default_rng(1).permutation(len(part.owners["supporters"])))
    part.tables["supporters"] = part.tables["supporters"].take(order)
    part.owners["supporters"] = part.owners["supporters"].take(order)
    mixed, _ = determine_part(here, part, ["helped", "total"])
    assert {name: told(found) for name, found in mixed.items()} == {
        name: told(found) for name, found in in_order.items()
    }


def test_more_people_than_a_thousand_are_decided_by_the_evaluator(here):
    given = drawn([1, 1001, 2])
    part, specs = part_of(given), table_specs(here.vocabulary)
    decided = Decider(lambda area: here, specs, ["aid", "support"]).decide(part)
    assert decided.evaluated == 1
    assert differences(decided, evaluated(part, specs, lambda area: here, ["aid", "support"])) == []
    found, _ = determine_part(here, part, NAMES)
    for name, expected in in_python(given).items():
        assert told(found[name]) == expected, name


def test_what_was_given_out_stays_as_it_is(here):
    first = drawn([1] * 100, seed=1)
    kept = determine(here, first, rules=["total", "head", "poor"], threads=1)
    expected = in_python(first)
    views = [kept["total"][10:20], kept["poor"][::2]]
    del kept["total"], kept["poor"]
    for seed in range(2, 12):
        determine(here, drawn([1] * 100, seed=seed), rules=["total", "head", "poor"], threads=2)
    assert views[0].tolist() == expected["total"][10:20]
    assert views[1].tolist() == expected["poor"][::2]
    assert told(kept["head"]) == expected["head"]
