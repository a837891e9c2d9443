"""A benefit of persons excludes one of families, or that one yields to it: it is the same, who receives it leaves the family."""

import pytest

UNIT = "family: {counts: lives_here, cites: 第一条}"
RULES = "size: {of: family, gives: int, label: {zh: 人数, en: size}, is: count(m for m in members), cites: 第一条}"
BENEFIT = """
aid: {{label: {{zh: 救助, en: aid}}, of: family, enter: size >= 1, {yields} cites: 第一条}}
care: {{label: {{zh: 供养, en: care}}, of: person, enter: orphan, elects: chooses_orphan, {excludes} cites: 第一条}}
"""
YIELDS = "yields_to: [{benefit: care, looks_at: receives, cites: 第一条}],"
EXCLUDES = "excludes: [{benefit: aid, looks_at: receives, cites: 第一条}],"


@pytest.mark.parametrize(("yields", "excludes"), [(YIELDS, ""), ("", EXCLUDES), (YIELDS, EXCLUDES)])
@pytest.mark.parametrize(("chooses", "members"), [(True, ["p2"]), (False, ["p1", "p2"])])
def test_who_receives_the_other_one_leaves_the_family(law, decided, yields, excludes, chooses, members):
    here = law(unit=UNIT, rules=RULES, benefit=BENEFIT.format(yields=yields, excludes=excludes))
    people = [
        {"lives_here": True, "orphan": True, "chooses_orphan": chooses},
        {"lives_here": True, "orphan": False, "chooses_orphan": False},
    ]
    _, outcomes = decided(here, *people)
    assert (outcomes["aid"].status, list(outcomes["aid"].members)) == ("yes", members)
    assert outcomes["care"].status == ("yes" if chooses else "no")
