"""A household that was written is read back unchanged."""

import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from minsheng.policy.fact_value import FIRST_DAY, LARGEST
from minsheng.policy.household import Household, read_household, write_household
from minsheng.policy.schema import household_schema
from minsheng.policy.thing import Listed, Origin, Thing
from minsheng.policy.vocabulary import SOURCES

LATEST = date(2026, 11, 20)
DAYS = st.dates(FIRST_DAY, LATEST)
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
AREAS = st.sampled_from([2, 4, 6, 9, 12]).flatmap(lambda n: st.text("0123456789", min_size=n, max_size=n))


def values(fact):
    kind = fact.type.kind
    if kind in LARGEST:
        most = LARGEST[kind] * (100 if kind == "money" else 1)
        least = -most if fact.may_be_negative else 0
        return st.fractions(least, most, max_denominator=10**6) if kind == "ratio" else st.integers(least, most)
    return {
        "bool": st.booleans(),
        "date": DAYS,
        "choice": st.sampled_from(fact.type.values or ("",)),
        "area": AREAS,
    }.get(kind, TEXT)


@st.composite
def things(draw, vocabulary, entity, ids, depth=0):
    thing = Household(entity, f"h{next(ids)}") if entity == "household" else Thing(entity, f"t{next(ids)}")
    thing.name = draw(TEXT)
    facts = vocabulary.facts_of(entity)
    for name in draw(st.lists(st.sampled_from(sorted(facts)), unique=True, max_size=6)) if facts else []:
        thing.facts[name] = draw(values(facts[name]))
        origins = st.builds(Origin, st.sampled_from(SOURCES), st.none() | DAYS, TEXT)
        thing.origins[name] = draw(st.just(Origin(facts[name].source)) | origins)
    for name, child in vocabulary.lists_of(entity).items():
        if name == "people" or draw(st.booleans()):
            size = draw(st.integers(name == "people", 2))
            items = [draw(things(vocabulary, child.name, ids, depth + 1)) for _ in range(size)]
            thing.lists[name] = Listed(items, draw(st.booleans()))
    return thing


@st.composite
def households(draw, vocabulary):
    household = draw(things(vocabulary, "household", iter(range(1000))))
    household.area = draw(st.just("") | AREAS)
    household.applied_on = draw(st.none() | DAYS)
    household.synthetic = draw(st.booleans())
    return household


@pytest.fixture(scope="module")
def validator(vocabulary):
    return Draft202012Validator(household_schema(vocabulary))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_what_is_written_is_read_back_and_fits_the_schema(vocabulary, validator, data):
    household = data.draw(households(vocabulary))
    written = write_household(household, vocabulary)
    assert read_household(written, vocabulary, latest=LATEST) == household
    assert read_household(json.dumps(written), vocabulary, latest=LATEST) == household
    validator.validate(json.loads(json.dumps(written)))


def test_the_sample_survives(vocabulary):
    zhang = read_household(Path(__file__).resolve().parents[1] / "data" / "zhang.json", vocabulary)
    assert read_household(json.dumps(write_household(zhang, vocabulary), ensure_ascii=False), vocabulary) == zhang


def test_parts_of_a_fen_cannot_be_written(vocabulary):
    person = Thing("person", "p1", {"wage_income": Fraction(100, 3)}, origins={"wage_income": Origin("ledger")})
    household = Household("household", "h", lists={"people": Listed([person])})
    with pytest.raises(ValueError, match="not a whole amount"):
        write_household(household, vocabulary)


def test_a_fact_outside_the_vocabulary_cannot_be_written(vocabulary):
    with pytest.raises(KeyError):
        write_household(Household("household", "h", {"shoe_size": 43}), vocabulary)
