"""Households of areas with other values, other rules, other area sets, or other settings, in one part: each by the law of its own place."""

from datetime import date

import numpy as np
import pytest

from minsheng.policy.household import read_household
from minsheng.population.decider import Decider
from minsheng.population.kernel.kernel import Kernel
from minsheng.population.schema import table_specs
from tests.kernel.deciding import as_by_the_evaluator, part_with_ids
from tests.kernel.small import LABEL

BENEFITS = """
support:
  label: {zh: 甲, en: a}
  of: family
  enter: head < standard
  amount: round_yuan_up((standard - head) * count(m for m in members))
  borne: payers
  cites: 第一条
extra: {label: {zh: 甲, en: a}, of: person, enter: "frail and in_area_set(area, inner)", amount: bonus, cites: 第一条}
"""
RULES = f"""
head: {{of: family, gives: money/month, {LABEL}, is: sum(m.income for m in members) / count(m for m in members)}}
frail: {{of: person, gives: bool, {LABEL}, is: "seriously_ill or age_on(birth_date, law_day) >= 60"}}
"""
PARAMETERS = f"""
standard: {{{LABEL}, type: money/month, by: [area], values: [{{area: 620100, value: 500.00}}, {{area: 620102, value: 601.01}}]}}
bonus:
  label: {{zh: 甲, en: a}}
  type: money/month
  by: [area]
  set_by: {{zh: 县, en: county}}
  cites: 第一条
  values: [{{area: 620102, value: 33.33}}]
payers:
  label: {{zh: 甲, en: a}}
  type: shares
  by: [area]
  cites: 第一条
  values:
    - {{area: 620100, value: {{city: 1/3, county: 2/3}}}}
    - {{area: 620102, value: {{county: 2/3, city: 1/3}}}}
    - {{area: 620104, value: {{county: 100%}}}}
"""
OVERRIDING = "overrides: [{document: 试行办法, because: {zh: 甲, en: a}}]\n"
AREAS = ["620102", "620103", "620104", "620102003", "620105"]


@pytest.fixture(scope="module")
def library(packs, pack):
    sets = "inner: {label: {zh: 甲, en: a}, areas: [620102, 620103], cites: 第一条}"
    city = pack(
        rules=RULES,
        parameters=PARAMETERS,
        benefit=BENEFITS,
        area_sets=sets,
        unit="family: {counts: lives_here, cites: 第一条}",
    )
    other = f"frail: {{of: person, gives: bool, {LABEL}, is: seriously_ill and can_work}}"
    county = pack(document="县办法", area="620104", rank="county", more=OVERRIDING, rules=other)
    made = packs({"a.md": city, "b.md": county})
    assert [finding.render("en") for finding in made.findings.errors] == []
    return made


@pytest.fixture(scope="module")
def law_of(library):
    laws = {area: library.as_of(date(2017, 6, 1), area) for area in AREAS}
    return laws.__getitem__


@pytest.fixture(scope="module")
def households(library):
    """Families of every size in every area, mixed; some with something unknown."""
    draw = np.random.default_rng(620102)

    def person():
        facts = {
            "income": f"{draw.integers(-10_000, 120_000) / 100:.2f}",
            "birth_date": f"{draw.integers(1930, 2010)}-05-{draw.integers(10, 29)}",
            "seriously_ill": bool(draw.random() < 0.3),
            "can_work": bool(draw.random() < 0.5),
            "lives_here": bool(draw.random() < 0.9),
        }
        return {name: value for name, value in facts.items() if draw.random() < 0.99}

    def one():
        people = [person() for _ in range(draw.integers(1, 6))]
        source = {"format": "minsheng/household/1", "area": AREAS[draw.integers(len(AREAS))], "people": people}
        return read_household(source, library.vocabulary)

    return [one() for _ in range(600)]


def test_each_by_the_law_of_its_own_place(law_of, households):
    found = as_by_the_evaluator(law_of, households)
    assert 0 < found.evaluated < 150
    amounts = found.homes.column("support.amount_fen").to_pylist()
    assert len({household.area for household, amount in zip(households, amounts, strict=True) if amount}) == len(AREAS)
    extra = found.homes.column("extra.status").dictionary_decode().to_pylist()
    assert {"yes", "no", "needs_local_setting"} <= set(extra)  # 620103 has not set the bonus


def test_several_threads_give_the_same(law_of, households):
    vocabulary = law_of("620102").vocabulary
    part = part_with_ids(households * 12, vocabulary)
    deciders = [Decider(law_of, table_specs(vocabulary), ["support", "extra"], threads=n) for n in (1, 2, 5)]
    first, *others = [decider.decide(part) for decider in deciders]
    for other in others:
        assert other.homes.equals(first.homes)
        assert other.people.equals(first.people)
        assert other.totals.as_json() == first.totals.as_json()


def test_laws_that_differ_in_values_share_one_kernel(law_of, monkeypatch, households):
    made = []

    class Counted(Kernel):
        def __init__(self, laws, *rest, **more):
            made.append(len(laws))
            super().__init__(laws, *rest, **more)

    monkeypatch.setattr("minsheng.population.decider.Kernel", Counted)
    part = part_with_ids(households, law_of("620102").vocabulary)
    Decider(law_of, table_specs(law_of("620102").vocabulary), ["support", "extra"], AREAS).decide(part)
    assert sorted(set(made)) == [1, 2]  # 620104 has a rule of its own; two others have the values of their neighbours


def test_an_area_that_comes_later(law_of, households):
    specs = table_specs(law_of("620102").vocabulary)
    decider = Decider(law_of, specs, ["support", "extra"])
    for area in AREAS:
        own = [household for household in households if household.area == area]
        part = part_with_ids(own, law_of(area).vocabulary)
        here = decider.decide(part)
        alone = Decider(law_of, specs, ["support", "extra"]).decide(part)
        assert here.homes.equals(alone.homes)
        assert here.totals.as_json() == alone.totals.as_json()


def test_a_decider_beside_another_of_changed_laws(law_of, households):
    specs = table_specs(law_of("620102").vocabulary)
    part = part_with_ids(households, law_of("620102").vocabulary)
    changed = {area: law_of(area).change({"standard": 70_000}) for area in AREAS}
    before = Decider(law_of, specs, ["support", "extra"], AREAS)
    after = Decider(changed.__getitem__, specs, ["support", "extra"], AREAS, beside=before)
    first = before.decide(part)
    together = after.decide(part)
    alone = Decider(changed.__getitem__, specs, ["support", "extra"]).decide(part)
    assert together.homes.equals(alone.homes)
    assert together.people.equals(alone.people)
    assert not together.homes.equals(first.homes)
    assert before.decide(part).homes.equals(first.homes)


def test_the_order_of_payers_decides_who_bears_the_last_fen(law_of, library):
    def poor(area):
        person = {"income": "400", "lives_here": True, "seriously_ill": True, "birth_date": "1950-01-01"}
        return read_household({"format": "minsheng/household/1", "area": area, "people": [person]}, library.vocabulary)

    found = as_by_the_evaluator(law_of, [poor("620103"), poor("620102"), poor("620104")])
    parts = [found.homes.column(f"support.{payer}_fen").to_pylist() for payer in ("city", "county")]
    amounts = found.homes.column("support.amount_fen").to_pylist()
    assert amounts == [10_000, 20_200, 10_000]
    assert list(zip(*parts, strict=True)) == [(3_333, 6_667), (6_733, 13_467), (None, 10_000)]
