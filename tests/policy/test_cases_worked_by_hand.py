"""Cases worked by hand from the text of each document, before its pack was written."""

from collections import Counter
from pathlib import Path

import pytest

from minsheng.policy.library import Library
from minsheng.policy.worked import run_example

LIBRARY = Library.load(Path(__file__).resolve().parents[2] / "policies")
CASES = LIBRARY.cases
DOCUMENTS = {
    "兰政办发〔2017〕36号",
    "兰政办发〔2017〕29号",
    "兰政发〔2017〕8号",
    "民发〔2021〕57号",
    "民发〔2021〕43号",
    "社会救助暂行办法",
    "重庆市城乡居民最低生活保障条例",
}


def failures(case):
    pack = LIBRARY.pack(case.document)
    found = run_example(LIBRARY, case, default_day=pack.in_force, default_area=pack.area)
    return [(failure.what, failure.expected, failure.actual) for failure in found]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_case_comes_out_as_worked_by_hand(case):
    assert failures(case) == []


@pytest.mark.parametrize("pack", LIBRARY.packs, ids=lambda pack: pack.document)
def test_the_examples_beside_the_rules_come_out(pack):
    for example in pack.examples:
        assert run_example(LIBRARY, example, default_day=pack.in_force, default_area=pack.area) == []


def test_there_are_enough_and_each_has_its_own_name():
    assert len(CASES) >= 150
    assert len({case.id for case in CASES}) == len(CASES)


def test_every_document_has_cases_and_every_case_an_article():
    counts = Counter(case.document for case in CASES)
    assert counts.keys() >= DOCUMENTS
    assert all(counts[document] >= 10 for document in DOCUMENTS)
    assert all(case.article for case in CASES)


@pytest.mark.parametrize("document", sorted(DOCUMENTS))
def test_a_document_has_cases_on_both_sides_of_a_boundary(document):
    """Two cases for one article that differ in the day or in one given value, and in what comes out."""
    cases = [case for case in CASES if case.document == document]
    sides = [(a, b) for i, a in enumerate(cases) for b in cases[i + 1 :] if _one_step(a, b)]
    assert len(sides) >= 2


def _one_step(one, other):
    if one.article != other.article or set(one.expect) != set(other.expect) or one.expect == other.expect:
        return False
    a, b = ({**case.given, "the day": case.day} for case in (one, other))
    differing = [key for key in {*a, *b} if a.get(key) != b.get(key)]
    return len(differing) == 1 and one.people == other.people or (a == b and one.people != other.people)


def test_a_case_that_is_wrong_would_fail():
    from dataclasses import replace

    case = next(c for c in CASES if "yes" in c.expect.values())
    name = next(name for name, value in case.expect.items() if value == "yes")
    assert [what for what, _, _ in failures(replace(case, expect={**case.expect, name: "no"}))] == [name]
