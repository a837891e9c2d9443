"""A fact may repeat what is known of a benefit; what it repeats must be of its type."""

import pytest

from minsheng.policy.finding import Findings
from minsheng.policy.library import Library
from minsheng.policy.vocabulary import read_vocabulary

TEXT = "{zh: 文, en: text}"


def vocabulary(typ, mirrors):
    fact = (
        f"{{of: household, type: {typ}, mirrors: {mirrors}, label: {TEXT}, ask: {TEXT}, from: ledger, sensitive: no}}"
    )
    return {"v/core.yaml": f"entities:\n  household: {{label: {TEXT}}}\nfacts:\n  now: {fact}\n"}


@pytest.mark.parametrize(
    ("typ", "mirrors"),
    [("bool", "receives.aid"), ("money/month", "amount.aid"), ("date", "since.aid"), ("date", "reviewed.aid")],
)
def test_what_it_may_repeat(typ, mirrors):
    findings = Findings()
    assert read_vocabulary(vocabulary(typ, mirrors), findings).facts["now"].mirrors == mirrors
    assert not findings.errors


@pytest.mark.parametrize(("typ", "mirrors"), [("int", "receives.aid"), ("bool", "amount.aid"), ("bool", "likes.aid")])
def test_what_it_may_not(typ, mirrors):
    findings = Findings()
    assert read_vocabulary(vocabulary(typ, mirrors), findings).facts["now"].mirrors == ""
    assert [finding.code for finding in findings.errors] == ["S7"]


def test_every_fact_of_the_packs_repeats_a_benefit_that_there_is():
    library = Library.load()
    for fact in library.vocabulary.facts.values():
        if fact.mirrors:
            assert library.definition("benefit", fact.mirrors.partition(".")[2]), fact.name
