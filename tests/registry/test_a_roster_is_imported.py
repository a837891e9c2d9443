"""A roster in Excel or CSV becomes households, people and facts; a dry run keeps nothing. Nobody is real."""

import csv
from datetime import date, datetime

import pytest
from openpyxl import Workbook, load_workbook

from minsheng.policy.idnumber import check_digit
from minsheng.registry.file import household_on
from minsheng.registry.models import Fact, Household, Membership, Person
from minsheng.registry.roster import import_roster
from minsheng.registry.roster_template import write_template

ON = date(2017, 12, 1)
HEADINGS = (
    "序号", "户编号", "乡镇", "村", "家庭住址", "姓名", "身份证号", "与户主关系", "合成",
    "工资性收入(元)", "有劳动能力", "残疾等级", "城镇或农村", "出生日期", "住房套数",
)  # fmt: skip


def id_number(born="19570301", sequence="002"):
    first = f"500110{born}{sequence}"
    return first + check_digit(first)


ROWS = (
    (1, "户1", "东溪镇", "竹园村", "一组", "陈试一", id_number(), "户主", "是", 1234.5, "否", "二级", "农村", None, 1),
    (2, None, None, None, None, "陈试二", None, "长子", None, "589.30", "是", None, None, datetime(1985, 5, 4), None),
    (3, "户2", "赶水镇", None, None, "李试", id_number("19600101", "001"), "本人", "是", 0, None, "无", "城镇", "1960/1/1", None),
)  # fmt: skip


@pytest.fixture
def excel(tmp_path):
    """A function that writes rows to an Excel file, below a title."""

    def write(rows=ROWS, headings=HEADINGS, name="名册.xlsx"):
        book = Workbook()
        sheet = book.worksheets[0]
        sheet.title = "名册"
        for row in (("2017年12月名册",), headings, *rows):
            sheet.append(row)
        book.save(tmp_path / name)
        return tmp_path / name

    return write


@pytest.fixture
def as_csv(tmp_path):
    def write(encoding, rows=ROWS):
        path = tmp_path / "名册.csv"
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows([HEADINGS, *rows])
        return path

    return write


def everything():
    return [(h.number, h.area.code, h.address, h.synthetic) for h in Household.objects.all()]


def expected_of_the_first(vocabulary):
    told = household_on(Household.objects.get(number="户1"), ON, vocabulary)
    head, son = told.lists["people"].items
    assert told.facts["setting"] == "rural"
    assert told.facts["dwellings_owned"] == 1
    assert told.facts["village"] == "竹园村"
    assert (head.facts["wage_income"], head.facts["can_work"], head.facts["disability_grade"]) == (
        123450,
        False,
        "second",
    )
    assert (head.facts["birth_date"], head.facts["sex"]) == (date(1957, 3, 1), "female")
    assert (son.facts["wage_income"], son.facts["birth_date"], son.facts["relation_to_head"]) == (
        58930,
        date(1985, 5, 4),
        "child",
    )


def test_an_excel_file_with_a_title_and_merged_cells(areas, excel, vocabulary):
    report = import_roster(excel(), vocabulary, on=ON)
    assert (report.households, report.people) == (2, 3)
    assert report.facts == Fact.objects.count()
    assert everything() == [("户1", "500110107201", "一组", True), ("户2", "500110108", "", True)]
    expected_of_the_first(vocabulary)
    assert [m.relation for m in Membership.objects.order_by("id")] == ["head", "child", "head"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_file(areas, as_csv, vocabulary, encoding):
    rows = [[cell.date().isoformat() if isinstance(cell, datetime) else cell for cell in row] for row in ROWS]
    import_roster(as_csv(encoding, rows), vocabulary, on=ON)
    expected_of_the_first(vocabulary)


def test_id_numbers_are_stored_encrypted_and_found(areas, excel, vocabulary):
    import_roster(excel(), vocabulary, on=ON)
    person = Person.objects.with_id_number(id_number()).get()
    assert person.name == "陈试一"
    assert id_number() not in str(list(Person.objects.values())) + str(list(Fact.objects.values()))


def test_a_dry_run_keeps_nothing(areas, excel, vocabulary):
    report = import_roster(excel(), vocabulary, on=ON, dry_run=True)
    assert report.households == 2
    assert not Household.objects.exists()
    assert not Person.objects.exists()


def test_somebody_whose_membership_is_over_is_the_same_person(areas, excel, vocabulary):
    import_roster(excel(), vocabulary, on=ON)
    Membership.objects.update(valid_to=ON)
    rows = [(1, "户9", *ROWS[0][2:])]
    import_roster(excel(rows), vocabulary, on=date(2017, 12, 2))
    assert Person.objects.with_id_number(id_number()).get().memberships.count() == 2
    assert Person.objects.count() == 3


def test_the_template_comes_back_empty_and_filled_in(areas, tmp_path, vocabulary):
    path = tmp_path / "模板.xlsx"
    count = write_template(path, vocabulary)
    facts = [fact for fact in vocabulary.facts.values() if fact.entity in ("person", "household")]
    assert count == len(facts) - 1 + 8
    book = load_workbook(path)
    sheet = book.worksheets[0]
    headings = [cell.value for cell in next(sheet.iter_rows())]
    example = dict(zip(headings, [cell.value for cell in sheet[2]], strict=True))
    assert example["合成"] == "是"
    lists = {rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert '"是,否"' in lists
    assert all(len(rule) < 256 for rule in lists)
    filled = {"户编号": "户1", "乡镇": "东溪镇", "姓名": "陈试", "与户主关系": "户主", "合成": "是"}
    sheet.append([filled.get(heading) for heading in headings])
    book.save(path)
    report = import_roster(path, vocabulary, on=ON)
    assert (report.households, report.people, report.examples) == (1, 1, 1)
