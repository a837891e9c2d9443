"""Several documents speak of the same name: which one is law, on a day, at a place."""

from datetime import date

import pytest

RULE = 'limit: {{of: household, gives: int, label: {{zh: 甲, en: a}}, is: "{value}", cites: 第一条{holds}}}'
OVER = "overrides: [{{document: {document}, because: {{zh: 特别, en: special}}{rules}}}]\n"


def rule(value, holds=""):
    return RULE.format(value=value, holds=holds)


def over(document, rules=""):
    return OVER.format(document=document, rules=rules)


def limit(library, values, day, area):
    return values(library.as_of(day, area))("limit")


def codes(library):
    return [finding.code for finding in library.findings.errors]


def test_the_document_that_says_so_wins_where_it_holds(packs, pack, values):
    library = packs(
        {
            "a.md": pack(document="甲", rank="national", area="100000", rules=rule(1)),
            "b.md": pack(document="乙", area="620100", more=over("甲") + "last_day: 2018-12-31\n", rules=rule(2)),
        }
    )
    assert codes(library) == []
    assert limit(library, values, date(2018, 12, 31), "620171") == 2
    assert limit(library, values, date(2019, 1, 1), "620171") == 1
    assert limit(library, values, date(2018, 12, 31), "620200") == 1


def test_three_documents_need_every_pair_settled(packs, pack, values):
    texts = {
        "a.md": pack(document="甲", rank="national", area="100000", rules=rule(1)),
        "b.md": pack(document="乙", rank="province", area="620000", more=over("甲"), rules=rule(2)),
        "c.md": pack(document="丙", area="620100", more=over("乙"), rules=rule(3)),
    }
    assert codes(packs(texts)) == ["O1"]
    both = "overrides: [{document: 甲, because: {zh: 一, en: a}}, {document: 乙, because: {zh: 一, en: a}}]\n"
    library = packs({**texts, "c.md": pack(document="丙", area="620100", more=both, rules=rule(3))})
    assert codes(library) == []
    assert limit(library, values, date(2017, 6, 1), "620171") == 3
    assert limit(library, values, date(2017, 6, 1), "620500") == 2


def test_an_override_of_other_names_does_not_help(packs, pack):
    library = packs(
        {
            "a.md": pack(document="甲", rank="national", area="100000", rules=rule(1)),
            "b.md": pack(document="乙", more=over("甲", ", rules: [other]"), rules=rule(2)),
        }
    )
    assert codes(library) == ["O1"]


@pytest.mark.parametrize(
    ("area", "in_force", "last_day"), [("620200", "2017-01-01", "2020-12-31"), ("620100", "2019-01-01", "2020-12-31")]
)
def test_documents_that_never_meet_may_say_the_same_name(packs, pack, area, in_force, last_day):
    library = packs(
        {
            "a.md": pack(document="甲", more="last_day: 2018-12-31\n", rules=rule(1)),
            "b.md": pack(document="乙", area=area, in_force=in_force, more=f"last_day: {last_day}\n", rules=rule(2)),
        }
    )
    assert codes(library) == []


def test_a_transitional_clause_is_a_rule_with_days(packs, pack, values):
    rules = rule(1, ", holds: {to: 2017-12-31}")
    later = rule(2, ", holds: {from: 2018-01-01}")
    library = packs({"a.md": pack(rules=rules) + "\n```rules\n" + later + "\n```\n"})
    assert codes(library) == []
    assert [limit(library, values, day, "620100") for day in (date(2017, 12, 31), date(2018, 1, 1))] == [1, 2]


def test_the_law_of_lanzhou_ended_and_the_country_took_its_place(real):
    before, after = (real.as_of(day, "620171") for day in (date(2022, 2, 24), date(2022, 2, 25)))
    assert before.benefits["hardship"].pack.document == "兰政办发〔2017〕36号"
    assert after.benefits["hardship"].pack.document == "民发〔2021〕43号"


def test_a_pack_is_found_by_a_part_that_only_one_has(real):
    assert real.pack("民发〔2021〕43号").document == "民发〔2021〕43号"
    assert real.pack("43号") is real.pack("民发〔2021〕43号")
    assert real.pack("兰政") is None
    assert real.pack("no such document") is None
