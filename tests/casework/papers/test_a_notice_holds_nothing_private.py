"""A public notice never holds an ID number, a bank account, an illness or the full name of a child."""

from dataclasses import replace

import pytest

from minsheng.casework.papers import Member, compose, word
from minsheng.casework.papers.particulars import members_of
from minsheng.casework.papers.pdf import html
from minsheng.policy import PolicyError

CARD = "6222 0012 3456 7890 123"
CHILD = Member("李小花", id_number="620123201503070022", child=True, health="白血病", private=("重病",))


def printed(paper):
    import io

    from docxtpl import DocxTemplate

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


def test_somebody_whose_age_is_not_known_is_named_like_a_child(decision):
    assert [member.child for member in members_of(decision)] == [False, False, False]
    law = decision.household
    unknown = replace(decision, household=type(law)("household", "x", lists={}))
    assert members_of(unknown) == ()
    assert Member("张三").child


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ({"head": "张三 620123195805120017"}, "ID number"),
        ({"head": "张三", "amount": f"447.50 {CARD}"}, "bank account"),
        ({"head": "张三 6201231958-0512-0017"}, "ID number"),
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


def test_telephone_numbers_and_dates_are_no_bank_accounts(particulars):
    given = particulars()
    values = {**given.values, "watch_phone": "0931-12345678、13900000000", "notice_from": "2021-11-15"}
    assert "0931-12345678" in html(compose("public_notice", replace(given, values=values)))
