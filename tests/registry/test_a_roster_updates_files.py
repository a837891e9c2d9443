"""A roster that updates: what differs is added with its day, nothing is overwritten, who is missing stays. Nobody is real."""

import csv
from datetime import date

import pytest

from minsheng.policy.finding import PolicyError
from minsheng.policy.idnumber import check_digit
from minsheng.registry.models import Area, Fact, Household, Membership, Person
from minsheng.registry.roster import import_roster
from minsheng.registry.roster_update import update_roster

HEADINGS = ("户编号", "区划代码", "姓名", "身份证号", "与户主关系", "工资性收入", "住房套数", "出生日期")
ON, LATER = date(2017, 12, 1), date(2018, 6, 1)


def id_number(born, sequence="002"):
    first = f"500110{born}{sequence}"
    return first + check_digit(first)


OLD, SON = id_number("19570301"), id_number("19850504", "001")
FIRST = (("户1", "500110107", "陈试一", OLD, "户主", "100", "1", ""), ("", "", "陈试二", "", "长子", "500", "", ""))


@pytest.fixture
def read(db, tmp_path, vocabulary):
    Area.objects.create(code="500110107", name="黑山镇")

    def run(rows, on=LATER, how=update_roster, **options):
        path = tmp_path / "名册.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEADINGS, *rows])
        return how(path, vocabulary, on=on, **options)

    run(FIRST, ON, import_roster)
    return run


def changed(first="100", second="500", number=OLD, **more):
    rows = [list(FIRST[0]), list(FIRST[1])]
    rows[0][3], rows[0][5], rows[1][5] = number, first, second
    return rows


def values(name):
    return [
        (fact.value, fact.valid_from) for fact in Fact.objects.filter(name=name, person__name="陈试一").order_by("pk")
    ]


def test_what_differs_is_added_and_what_was_said_stays(read):
    report = read(changed(first="220.50"))
    assert values("wage_income") == [("100.00", ON), ("220.50", LATER)]
    assert (report.households, report.updated, report.facts) == (0, 1, 1)
    (change,) = report.changes
    assert (change.person, change.name, change.before, change.after) == ("陈试一", "wage_income", "100.00", "220.50")
    assert read(changed(first="220.50")).facts == 0


def test_a_look_keeps_nothing(read):
    report = read(changed(first="300"), dry_run=True)
    assert len(report.changes) == 1
    assert values("wage_income") == [("100.00", ON)]


def test_somebody_new_joins_and_who_is_missing_stays(read):
    read([FIRST[0], ("", "", "陈试三", id_number("20150101", "003"), "女儿", "", "", "")])
    home = Household.objects.get()
    assert {member.person.name for member in home.members_on(LATER)} == {"陈试一", "陈试二", "陈试三"}


def test_an_id_number_that_was_not_known_is_filled_in(read):
    rows = [FIRST[0], ("", "", "陈试二", SON, "长子", "500", "", "")]
    read(rows)
    person = Person.objects.get(name="陈试二")
    assert person.id_number() == SON
    assert Membership.objects.count() == 2


def test_new_households_are_made_as_before(read):
    report = read([*FIRST, ("户2", "500110107", "李试", id_number("19600101", "001"), "户主", "0", "", "")])
    assert (report.households, report.updated) == (1, 1)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([("户1", "500110107", "陈改名", OLD, "户主", "", "", ""), FIRST[1]], "I15"),
        ([FIRST[1][:0] or ("户1", "500110107", "陈试一", OLD, "户主", "", "", "1958-01-01"), FIRST[1]], None),
        ([("户1", "500110107", "陈试一", OLD, "配偶", "", "", ""), ("", "", "陈试二", "", "户主", "", "", "")], "I15"),
        ([*FIRST, ("", "", "王试", OLD, "其他", "", "", "")], "I13"),
    ],
)
def test_what_a_roster_may_not_change_is_named(read, rows, code):
    before = Fact.objects.count()
    with pytest.raises(PolicyError) as problem:
        read(rows)
    assert code is None or code in {finding.code for finding in problem.value.findings}
    assert Fact.objects.count() == before


def test_a_file_elsewhere_or_closed_is_not_touched(read):
    with pytest.raises(PolicyError) as problem:
        read(changed(first="9"), may=lambda code: False)
    assert {"I15"} <= {finding.code for finding in problem.value.findings}
    Household.objects.update(closed_on=ON)
    with pytest.raises(PolicyError):
        read(changed(first="9"))
    assert values("wage_income") == [("100.00", ON)]
