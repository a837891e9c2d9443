"""A public notice never holds an ID number, a bank account, an illness or the full name of a child."""

import io
from dataclasses import replace
from datetime import date

import pytest
from docxtpl import DocxTemplate

from minsheng.casework.papers import Member, compose, word
from minsheng.casework.papers.particulars import members_of
from minsheng.casework.papers.pdf import html
from minsheng.casework.papers.words import public_name
from minsheng.policy import PolicyError
from minsheng.policy.decision import decide
from minsheng.policy.household import read_household

CARD = "6222 0012 3456 7890 123"
CHILD = Member("李小花", id_number="620123201503070022", child=True, health="白血病", private=("重病",))


def printed(paper):

    document = DocxTemplate(io.BytesIO(word(paper)))
    document.init_docx()
    return html(paper) + document.get_xml()


def test_what_is_known_of_a_household_stays_off_its_notice(particulars):
    given = particulars(private=(CARD, "智力残疾"))
    members = (replace(given.members[0], health="高血压", private=("糖尿病",)), *given.members[1:], CHILD)
    text = printed(compose("public_notice", replace(given, members=members)))
    for private in (
        *(member.id_number for member in members),
        CARD,
        "6200000000000000000",
        "高血压",
        "糖尿病",
        "白血病",
    ):
        assert private not in text
    assert CHILD.name not in text
    assert "智力残疾" not in text
    assert "张三" in text


def test_a_child_who_heads_a_household_is_named_by_the_first_sign(particulars):
    text = printed(compose("public_notice", particulars(members=(CHILD,))))
    assert "李某某" in text
    assert "李小花" not in text


def test_who_is_not_known_to_be_grown_up_is_named_like_a_child(packs):
    facts = {"format": "minsheng/household/1", "synthetic": True, "id": "x", "area": "620171"}
    people = [
        {"id": "a", "name": "张三", "birth_date": "2003-11-20"},
        {"id": "b", "name": "李四"},
        {"id": "c", "name": "王小五", "birth_date": "2003-11-21"},
    ]
    household = read_household({**facts, "people": people}, packs.vocabulary)
    decision = decide(packs.as_of(date(2021, 11, 20), "620171"), household, date(2021, 11, 20))
    assert [public_name(member) for member in members_of(decision)] == ["张三", "李某", "王某某"]
    assert public_name(Member("张三")) == "张某"


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ({"head": "张三 620123195805120017"}, "ID number"),
        ({"head": "张三", "amount": f"447.50 {CARD}"}, "bank account"),
        ({"head": "张三 6201231958-0512-0017"}, "ID number"),
        ({"head": "张三 620123 19580512 0017"}, "ID number"),
        ({"head": "张三 ６２０１２３１９５８０５１２００１７"}, "ID number"),
        ({"head": "李小花"}, "full name of a child"),
        ({"head": "李 小 花"}, "full name of a child"),
        ({"head": "张三（白血病）"}, "illness"),
        ({"head": "张三（重病）"}, "illness"),
    ],
)
def test_what_somebody_writes_on_it_is_refused_without_repeating_it(particulars, row, what):
    given = particulars()
    given = replace(given, members=(*given.members, CHILD), values={**given.values, "households": [row]})
    with pytest.raises(PolicyError, match="J4") as refused:
        compose("public_notice", given)
    said = str(refused.value)
    assert what in said
    assert row["head"] not in said


@pytest.mark.parametrize(
    "phone", ["0931-12345678、13900000000", "0931-12345678 0931-87654321", "2021-11-15—2021-11-22 0931-12345678"]
)
def test_telephone_numbers_and_dates_are_no_bank_accounts(particulars, phone):
    given = particulars()
    assert phone in html(compose("public_notice", replace(given, values={**given.values, "watch_phone": phone})))


def test_a_notice_about_one_person_names_that_person(particulars):
    assert "张亮（虚构）" in printed(compose("public_notice", particulars("hardship")))
