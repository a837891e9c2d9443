"""The family: who counts, who is assessed alone, who is left out, and what is certain while that is not known."""

import pytest

from minsheng.policy.evaluation import evaluate
from minsheng.policy.unknown import Unknown

RULES = """
size: {of: family, gives: int, label: {zh: 人数, en: size}, is: count(m for m in members), cites: 第一条}
poor: {of: family, gives: bool, label: {zh: 困难, en: poor}, is: "sum(m.income for m in members) < per_month(yearly)", cites: 第一条}
seen: {of: person, gives: bool, label: {zh: 所在家庭困难, en: the family is poor}, is: poor, cites: 第一条}
calm: {of: family, gives: bool, label: {zh: 平静, en: calm}, is: not sudden_event, cites: 第一条}
at.ease: {of: person, gives: bool, label: {zh: 安心, en: at ease}, is: calm, cites: 第一条}
mine: {of: person, gives: int, label: {zh: 家庭人数, en: size of the family}, is: count(m for m in members), cites: 第一条}
"""
PARAMETERS = "yearly: {label: {zh: 标准, en: standard}, type: money/year, value: 6000.00, cites: 第一条}"
UNIT = "family: {counts: lives_here, apart: seriously_ill, rest: %s, cites: 第一条}"


@pytest.fixture(scope="module")
def whole(law):
    return law(unit=UNIT % "whole", rules=RULES, parameters=PARAMETERS)


@pytest.fixture(scope="module")
def without(law):
    return law(unit=UNIT % "without", rules=RULES, parameters=PARAMETERS)


@pytest.fixture(scope="module")
def families(household):
    def of(law, *people):
        evaluation = evaluate(law, household(law, *people), law.day)
        return {
            family.id: [(m.thing.id, doubt is True) for m, doubt in zip(listed.items, listed.doubts, strict=True)]
            for family in evaluation.instances["family"]
            for listed in [family.lists["members"]]
        }

    return of


def person(here, ill, **facts):
    return {"lives_here": here, "seriously_ill": ill, **facts}


def test_who_counts_is_in_the_family_and_who_is_away_is_not(whole, families):
    assert families(whole, person(True, False), person(False, False)) == {"family/0": [("p1", True)]}


def test_who_is_assessed_alone_stays_in_a_whole_family(whole, families):
    both = families(whole, person(True, False), person(True, True))
    assert both == {"family/0": [("p1", True), ("p2", True)], "family/1": [("p2", True)]}


def test_who_is_assessed_alone_leaves_a_family_without_them(without, families):
    both = families(without, person(True, False), person(True, True))
    assert both == {"family/0": [("p1", True)], "family/1": [("p2", True)]}


def test_who_is_assessed_alone_need_not_count(whole, families):
    assert families(whole, person(False, True)) == {"family/1": [("p1", True)]}


def test_nobody_is_left_when_nobody_counts(whole, families):
    assert families(whole, person(False, False)) == {}


def test_a_member_in_doubt_is_kept_in_doubt(whole, families):
    assert families(whole, person(True, False), {"seriously_ill": False})["family/0"] == [("p1", True), ("p2", False)]


def test_the_size_of_a_family_in_doubt_has_bounds(whole, values):
    size = values(whole, person(True, False), {"seriously_ill": False}, person(True, False))("size")
    assert (size.low, size.high, size.needs) == (2, 3, frozenset({("person/1", "lives_here")}))


def test_a_person_may_ask_what_holds_of_the_own_family(whole, values):
    value = values(whole, person(True, False, income=600), person(False, True, income=0))
    assert (value("seen", 0), value("seen", 1)) == (False, True)


def test_somebody_who_belongs_to_no_family_is_not_told_about_one(whole, values):
    seen = values(whole, person(False, False))("seen")
    assert isinstance(seen, Unknown)
    assert not seen.needs


def test_what_holds_of_every_family_that_may_be_the_own_one_is_certain(whole, values):
    value = values(whole, person(True, False), person(True, None), sudden_event=False)
    assert value("at.ease", 1) is True


def test_what_holds_of_one_of_them_only_is_not(whole, values):
    seen = values(whole, person(True, False, income=600), person(True, None, income=0))("seen", 1)
    assert seen.needs == frozenset({("person/1", "seriously_ill")})


def test_the_members_seen_by_somebody_in_doubt_are_in_doubt_but_for_themselves(whole, values):
    mine = values(whole, person(True, False), person(True, None))("mine", 1)
    assert (mine.low, mine.high) == (0, 2)


def test_who_may_belong_to_no_family_at_all_is_not_refused(law, decided):
    here = law(
        unit=UNIT % "whole",
        rules=RULES,
        parameters=PARAMETERS,
        benefit="""
aid: {label: {zh: 救助, en: aid}, of: family, enter: poor, cites: 第一条}
extra: {label: {zh: 补贴, en: extra}, of: person, enter: receives.aid, cites: 第一条}
""",
    )
    _, outcomes = decided(here, person(False, None, income=0))
    assert (outcomes["aid"].status, outcomes["extra"].status) == ("cannot_tell_yet", "cannot_tell_yet")
    _, outcomes = decided(here, person(False, False, income=0))
    assert (outcomes.get("aid"), outcomes["extra"].status) == (None, "no")


def test_who_receives_what_shuts_out_the_family_does_not_count(law, families):
    here = law(
        unit="family: {counts: lives_here, cites: 第一条}",
        benefit="""
hardship:
  label: {zh: 特困, en: hardship}
  of: person
  enter: not can_work
  excludes: [{benefit: aid, looks_at: receives, cites: 第一条}]
  cites: 第一条
aid: {label: {zh: 救助, en: aid}, of: family, enter: not sudden_event, cites: 第一条}
""",
    )
    both = families(here, {"lives_here": True, "can_work": True}, {"lives_here": True, "can_work": False})
    assert both == {"family/0": [("p1", True)]}
