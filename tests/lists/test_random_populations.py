"""Rankings and shares over small random populations with gaps, held against the evaluator, whatever is read at a time."""

import random
from datetime import date
from fractions import Fraction

import pytest

from minsheng.policy.evaluation import evaluate
from minsheng.policy.lists import aggregate, rank
from minsheng.policy.unknown import Unknown
from minsheng.population.lists import aggregates_of, ranking_of
from tests.lists.conftest import pack, ranked, ruled, shared

OFFICER = "officer: {of: household, gives: money/month, label: {zh: 酌定, en: set by an officer}, at_least: '0', at_most: paid_now, "
RULES = (
    ruled("adult", "person", "bool", "age_on(birth_date, facts_day) >= 18")
    + ruled("share", "person", "ratio", "weight")
    + ruled("total", "family", "money/month", "sum(m.income for m in members)")
    + ruled("head", "family", "money/month", "total / count(m for m in members)")
    + ruled("kind", "household", "[small, large]", "large if count(p for p in people) > 2 else small")
    + ruled("origin", "person", "area", "home_area")
    + OFFICER
    + "modality: may, cites: 第一条}"
)
RANKINGS = (
    ranked("a", "family", "head", "village", "ascending", "villagers_score")
    + ranked("b", "person", "share", "care", "descending", "income", "birth_date")
    + ranked("c", "household", "kind", "receives_now", "descending", "paid_now", "village")
    + ranked("d", "person", "weight", "adult", "ascending", "home_area", "head")
    + ranked("e", "family", "villagers_score", "setting", "descending")
    + ranked("f", "person", "care", "share", "ascending", "area")
    + ranked("g", "household", "officer", "area", "ascending")
    + ranked("i", "person", "origin", "origin", "descending", "income")
    + ranked("h", "family", "receives.support", "villagers_score", "descending", "amount.support")
)
BENEFIT = "support: {label: {zh: 补助, en: support}, of: family, enter: head < line, amount: round_fen(total / 3), cites: 第一条}"
PARAMETERS = "line: {label: {zh: 线, en: line}, type: money/month, value: 300.00, cites: 第一条}"
UNIT = "family: {counts: lives_here, apart: chooses_orphan, cites: 第一条}"
FOLDS = [
    "count(p for p in persons)",
    "count(p for p in persons if p.adult and not p.seriously_ill)",
    "count(f for f in families)",
    "count(h for h in households if h.officer > 0)",
    "count(f for f in families if f.receives.support)",
    "sum(p.income for p in persons)",
    "sum(p.income for p in persons if p.lives_here)",
    "sum(f.head for f in families)",
    "sum(f.amount.support for f in families if f.receives.support)",
    "sum(p.weight for p in persons if p.can_work)",
    "sum(h.officer for h in households)",
    "most(p.income for p in persons)",
    "least(f.head for f in families)",
    "most(p.weight for p in persons if p.can_eat)",
    "least(h.paid_now for h in households)",
    "most(h.villagers_score for h in households if any(p.seriously_ill for p in h.people))",
    "days_between(least(p.birth_date for p in persons), most(p.birth_date for p in persons if p.can_eat))",
    "1 if any(p.seriously_ill for p in persons if p.lives_here) else 2",
    "1 if all(p.can_eat for p in persons) else 2",
    "1 if all(f.head > 0 for f in families) or any(h.receives_now for h in households) else 2",
    "max(count(p for p in persons if p.can_work), count(p for p in persons if p.can_eat)) + 1",
    "round_up(sum(p.income for p in persons) / line) * count(h for h in households)",
    "count(p for p in persons if count(s for s in p.supporters if s.able) > 0)",
]


@pytest.fixture(scope="module")
def here(small_library):
    shares = "".join(shared(f"n{number}", fold) for number, fold in enumerate(FOLDS))
    blocks = {"rules": RULES, "ranking": RANKINGS, "benefit": BENEFIT, "parameters": PARAMETERS, "unit": UNIT}
    text = pack(area="620100", **blocks, aggregate=shares)
    return small_library(a=text).as_of(date(2017, 6, 1), "620100")


def random_homes(seed, gaps):
    chance = random.Random(seed)

    def maybe(value):
        return "" if chance.random() < gaps else str(value)

    def person():
        return {
            "birth_date": maybe(f"{chance.randrange(1940, 2017)}-0{chance.randrange(1, 9)}-11"),
            "income": maybe(f"{chance.choice([-50, 0, 100, 250, 251, 700])}.{chance.choice(['00', '01'])}"),
            "weight": maybe(chance.choice(["1/3", "2/6", "0.5", "3/7", "0"])),
            "care": maybe(chance.choice(["self_care", "partial", "full"])),
            "can_work": maybe(chance.choice(["yes", "no"])),
            "can_eat": maybe(chance.choice(["yes", "no"])),
            "seriously_ill": maybe(chance.choice(["yes", "no", "no"])),
            "lives_here": maybe(chance.choice(["yes", "yes", "no"])),
            "chooses_orphan": maybe(chance.choice(["no", "no", "no", "yes"])),
            "home_area": maybe(chance.choice(["620102", "620121", "50"])),
        }

    for _ in range(chance.randrange(1, 12)):
        facts = {
            "village": maybe(chance.choice(["东", "西", "a", "b"])),
            "villagers_score": maybe(chance.randrange(3)),
            "paid_now": maybe(chance.choice(["0", "10.50"])),
            "receives_now": maybe(chance.choice(["yes", "no"])),
            "setting": maybe(chance.choice(["urban", "rural"])),
            "area": chance.choice(["620102", "620121001"]),
            "people_complete": "no" if chance.random() < gaps / 8 else "",
        }
        yield facts, [person() for _ in range(chance.randrange(1, 5))]


@pytest.fixture(scope="module", params=[(seed, (0, 0.03, 0.3)[seed % 3]) for seed in range(12)], ids=str)
def homes(request):
    return list(random_homes(*request.param))


@pytest.fixture
def people(people_of, here, homes, request):
    seed, gaps = request.node.callspec.params["homes"]
    chance = random.Random(seed)
    ids = [f"h{number:02}-{place}" for number, (_, of) in enumerate(homes, 1) for place in range(1, len(of) + 1)]
    some = [(person, chance.choice(["yes", "no", ""])) for person in ids for _ in range(chance.choice([0, 0, 0, 1, 2]))]
    return people_of(here.vocabulary, *homes, supporters=some if seed % 4 else None)


@pytest.fixture
def evaluations(here, people):
    return [evaluate(here, household, here.day) for some in people.households() for household in some]


def score_of(row):
    """The score in a row of a list as the evaluator has it."""
    if "score" in row:
        return row["score"]
    number = row["score.number"]
    return None if number is None else Fraction(number, row["score.denominator"])


def ranked_by_evaluator(law, name, evaluations):
    """The rows that a list must have: whose, partition, score, place."""
    by_household = {evaluation.household.id: evaluation for evaluation in evaluations}
    for row in rank(law, name, evaluations):
        thing = by_household[row.household].things[row.key]
        person = thing.lists["members"].items[0].thing if thing.entity == "family" else thing.thing
        whose = (row.household, None if thing.entity == "household" else person.id)
        yield (*whose, row.partition, None if isinstance(row.score, Unknown) else row.score, row.place)


def test_everybody_stands_where_the_evaluator_ranks_them(here, people, evaluations):
    for name in "abcdefghi":
        wanted = list(ranked_by_evaluator(here, name, evaluations))
        for size in (1, 4, 100):
            found = [
                (row["household_id"], row.get("person_id"), row["partition"] or "", score_of(row), row["place"])
                for row in ranking_of(here, name, people, size=size, threads=1).table.to_pylist()
            ]
            assert found == wanted, f"{name}, {size} at a time"


def test_shares_are_those_of_the_evaluator(here, people, evaluations):
    names = [f"n{number}" for number in range(len(FOLDS))]
    wanted = {name: aggregate(here, name, evaluations) for name in names}
    for size in (1, 4, 100):
        found = aggregates_of(here, names, people, size=size, threads=1).shares
        for name, fold in zip(names, FOLDS, strict=True):
            assert found[name] == wanted[name], f"{fold}, {size} at a time"
