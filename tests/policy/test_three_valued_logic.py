"""Yes, no and not known: what is certain is told, and it is certain whatever the open facts turn out to be."""

from itertools import product

import pytest

from minsheng.policy.reason import compare
from minsheng.policy.unknown import Touched, Unknown

RULES = """
both: {of: person, gives: bool, label: {zh: 甲, en: a}, is: can_eat and can_dress and can_walk, cites: 第一条}
either: {of: person, gives: bool, label: {zh: 甲, en: a}, is: can_eat or can_dress or can_walk, cites: 第一条}
mixed: {of: person, gives: bool, label: {zh: 甲, en: a}, is: not (can_eat and not can_dress) or can_walk, cites: 第一条}
chosen: {of: person, gives: bool, label: {zh: 甲, en: a}, is: can_dress if can_eat else can_walk, cites: 第一条}
any.one: {of: person, gives: bool, label: {zh: 甲, en: a}, is: "any(not x for x in [can_eat, can_dress] if can_walk)", cites: 第一条}
every.one: {of: person, gives: bool, label: {zh: 甲, en: a}, is: "all(x for x in [can_eat, can_dress] if can_walk)", cites: 第一条}
"""
FACTS = ("can_eat", "can_dress", "can_walk")
MEANING = {
    "both": lambda a, b, c: a and b and c,
    "either": lambda a, b, c: a or b or c,
    "mixed": lambda a, b, c: not (a and not b) or c,
    "chosen": lambda a, b, c: b if a else c,
    "any.one": lambda a, b, c: (not a and c) or (not b and c),
    "every.one": lambda a, b, c: not c or (a and b),
}


@pytest.fixture(scope="module")
def logic(law):
    return law(rules=RULES)


@pytest.mark.parametrize("known", list(product((True, False, None), repeat=3)), ids=str)
def test_a_condition_is_certain_only_where_every_completion_agrees(logic, values, known):
    value = values(logic, {name: fact for name, fact in zip(FACTS, known, strict=True) if fact is not None})
    completions = list(product(*((fact,) if fact is not None else (True, False) for fact in known)))
    for name, meaning in MEANING.items():
        possible = {meaning(*facts) for facts in completions}
        if not isinstance(value(name), Unknown):
            assert possible == {value(name)}, name
        else:
            assert value(name).needs <= {("person/0", fact) for fact, v in zip(FACTS, known, strict=True) if v is None}


@pytest.mark.parametrize(
    ("name", "facts", "expected"),
    [
        ("both", {"can_eat": False}, False),
        ("either", {"can_walk": True}, True),
        ("chosen", {"can_dress": True, "can_walk": True}, True),
        ("every.one", {"can_walk": False}, True),
        ("any.one", {"can_walk": True, "can_dress": False}, True),
    ],
)
def test_what_decides_is_enough(logic, values, name, facts, expected):
    assert values(logic, facts)(name) is expected


def test_what_is_open_names_the_facts_that_would_settle_it(logic, values):
    assert values(logic, {"can_eat": True})("both").needs == {("person/0", "can_dress"), ("person/0", "can_walk")}


@pytest.mark.parametrize(
    ("sign", "low", "high", "limit", "expected"),
    [
        ("<", 0, 4, 5, True),
        ("<", 5, 9, 5, False),
        ("<", 4, 6, 5, None),
        ("<=", 0, 5, 5, True),
        ("<=", 6, None, 5, False),
        (">", 6, None, 5, True),
        (">", None, 5, 5, False),
        (">=", 5, None, 5, True),
        (">=", 0, 4, 5, False),
        ("==", 6, 9, 5, False),
        ("==", 5, 9, 5, None),
        ("!=", None, 4, 5, True),
        ("!=", 0, 9, 5, None),
    ],
)
def test_a_comparison_is_open_only_where_the_bounds_straddle_the_limit(sign, low, high, limit, expected):
    result = compare(sign, Unknown(low=low, high=high), limit, numeric=True)
    assert isinstance(result, Unknown) if expected is None else result is expected


def test_two_open_choices_that_share_nothing_differ():
    one, other = Unknown(options=("a", "b")), Unknown(options=("c",))
    assert compare("==", one, other, numeric=False) is False
    assert compare("!=", one, "c", numeric=False) is True
    assert isinstance(compare("==", one, "a", numeric=False), Unknown)


@pytest.mark.parametrize(
    "touch",
    [bool, hash, int, abs, iter, lambda u: u == 1, lambda u: u < 1, lambda u: u + 1, lambda u: 1 / u, lambda u: u.year],
)
def test_a_compiled_rule_cannot_look_into_what_is_not_known(touch):
    with pytest.raises(Touched):
        touch(Unknown())
