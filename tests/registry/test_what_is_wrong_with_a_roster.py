"""Everything wrong with a roster is named at once, each at its cell, with no ID number repeated; nothing of it is taken over."""

import pytest

from minsheng.policy.finding import PolicyError
from minsheng.registry import roster, roster_table
from minsheng.registry.models import Household, Person
from minsheng.registry.roster import import_roster
from tests.registry.test_a_roster_is_imported import HEADINGS, ON, ROWS, as_csv, excel, id_number

__all__ = ["as_csv", "excel"]
A, B, C = ROWS


def changed(row, **cells):
    """A row with other cells, by heading."""
    places = {heading.partition("(")[0]: place for place, heading in enumerate(HEADINGS)}
    new = list(row)
    for heading, cell in cells.items():
        new[places[heading]] = cell
    return tuple(new)


@pytest.fixture
def wrong(areas, excel, vocabulary):
    """A function that imports rows that are wrong and gives the codes with their cells."""

    def attempt(*rows, headings=HEADINGS, **options):
        with pytest.raises(PolicyError) as problem:
            import_roster(excel(rows, headings), vocabulary, on=ON, **options)
        assert not Person.objects.filter(name__startswith="陈试").exists()
        told = "".join(finding.render(lang) for finding in problem.value.findings for lang in ("zh", "en"))
        assert id_number() not in told
        assert id_number()[6:14] not in told
        return {(finding.code, finding.place.path) for finding in problem.value.findings}

    return attempt


def test_everything_at_once(wrong):
    found = wrong(
        changed(A, 工资性收入="一千", 残疾等级="五级", 有劳动能力="也许"),
        changed(B, 与户主关系="邻居", 出生日期="1985-02-30"),
        changed(C, 身份证号=id_number("19600101", "001")[:-1], 乡镇="无此镇"),
    )
    assert found == {
        ("H11", "名册!J3"), ("I7", "名册!L3"), ("I7", "名册!K3"), ("I7", "名册!H4"), ("I8", "名册!F4"),
        ("H12", "名册!N4"), ("H13", "名册!G5"), ("I11", "名册!C5"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([changed(A, 身份证号=500110195703010028)], {("I7", "名册!G3")}),
        ([changed(A, 出生日期="1957-03-02")], {("H14", "名册!N3")}),
        ([changed(A, 户编号=None)], {("I8", "名册!B3")}),
        ([changed(A, 姓名=None)], {("I8", "名册!F3")}),
        ([A, changed(B, 与户主关系="户主")], {("I10", "名册!F4")}),
        ([changed(A, 与户主关系="子女")], {("I10", "名册!F3")}),
        ([A, changed(B, 住房套数=2)], {("I9", "名册!O4")}),
        ([A, changed(B, 家庭住址="二组")], {("I9", "名册!E4")}),
        ([A, C, changed(B, 户编号="户1", 与户主关系="户主", 乡镇="东溪镇")], {("I8", "名册!B5")}),
        ([A, changed(C, 身份证号=id_number(), 出生日期=None)], {("I13", "名册!G4")}),
        ([A, changed(B, 身份证号=id_number(), 出生日期=None)], {("H15", "名册!G4"), ("I13", "名册!G4")}),
        ([changed(A, 残疾等级="#N/A")], {("I7", "名册!L3")}),
        ([changed(A, 户编号="号" * 31)], {("I8", "名册!B3")}),
        ([changed(A, 姓名="名" * 61)], {("I8", "名册!F3")}),
        ([changed(A, 家庭住址=id_number(), 乡镇=id_number())], {("I11", "名册!C3")}),
        ([changed(A, 工资性收入=id_number())], {("H11", "名册!J3")}),
        ([], {("I8", "名册!A2")}),
    ],
)
def test_one_thing_at_its_cell(wrong, rows, found):
    assert wrong(*rows) == found


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        (("工资性收人",), {("I4", "名册!A2")}),
        (("姓名", "成员姓名"), {("I5", "名册!B2")}),
        (("法定义务人",), {("I4", "名册!A2")}),
    ],
)
def test_columns(wrong, headings, found):
    needed = [heading for heading in ("姓名", "户编号", "与户主关系", "乡镇") if heading not in headings]
    assert wrong(headings=(*headings, *needed)) == found


def test_columns_that_are_missing(wrong):
    assert wrong(headings=("姓名",)) == {("I6", "名册!A2")}
    assert wrong(headings=("甲", "乙")) == {("I3", "名册")}


def test_a_name_of_two_areas(wrong, areas):
    from minsheng.registry.models import Area

    Area(code="620171101", name="东溪镇").save()
    assert wrong(A) == {("I11", "名册!C3")}


def test_an_area_outside_what_may_be_imported(wrong):
    assert wrong(A, C, within="500110107") == {("I11", "名册!C4")}
    assert wrong(A, may=lambda code: False) == {("I11", "名册!C3")}


def test_what_is_on_the_register_already(areas, excel, vocabulary):
    import_roster(excel([A]), vocabulary, on=ON)
    with pytest.raises(PolicyError) as problem:
        import_roster(excel([changed(A, 姓名="陈别名")]), vocabulary, on=ON)
    assert [finding.code for finding in problem.value.findings] == ["I12", "I13", "I13"]
    assert "陈试一" not in str(problem.value)
    assert Household.objects.count() == 1


def test_a_good_household_before_a_bad_one_is_not_kept(wrong):
    wrong(A, B, changed(C, 乡镇="无此镇"))
    assert not Household.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"), [("a.xls", b"x"), ("a.xlsx", b"x"), ("a.xlsx", b"PK\x03\x04"), ("a.csv", b"\xff\xff\xff")]
)
def test_files_that_are_none(db, tmp_path, vocabulary, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(PolicyError) as problem:
        import_roster(tmp_path / name, vocabulary, on=ON)
    assert [finding.code for finding in problem.value.findings] == ["I1"]


def test_a_file_that_is_not_there(db, tmp_path, vocabulary):
    with pytest.raises(PolicyError, match="I1"):
        import_roster(tmp_path / "none.csv", vocabulary, on=ON)


def test_limits(areas, excel, vocabulary, monkeypatch):
    monkeypatch.setattr(roster_table, "MOST_ROWS", 3)
    with pytest.raises(PolicyError, match="I2"):
        import_roster(excel(), vocabulary, on=ON)
    monkeypatch.setattr(roster_table, "LARGEST_FILE", 100)
    with pytest.raises(PolicyError, match="I2"):
        import_roster(excel(), vocabulary, on=ON)
    assert not Household.objects.exists()


def test_what_is_too_much_is_counted(wrong, monkeypatch):
    monkeypatch.setattr(roster, "_MOST_FINDINGS", 2)
    rows = [changed(C, 户编号=f"户{number}", 身份证号=None, 残疾等级="五级") for number in range(5)]
    assert wrong(*rows) == {("I7", "名册!L3"), ("I7", "名册!L4"), ("I14", "")}


def test_a_cell_of_several_lines_is_one_row_in_csv(areas, tmp_path, vocabulary):
    path = tmp_path / "名册.csv"
    path.write_text(
        '户编号,乡镇,备注,姓名,与户主关系\n户1,东溪镇,"一\n二\n三",陈试,户主\n户2,无此镇,,李试,户主\n', encoding="utf-8"
    )
    with pytest.raises(PolicyError) as problem:
        import_roster(path, vocabulary, on=ON)
    assert [(finding.code, finding.place.path) for finding in problem.value.findings] == [("I11", "B3")]


def test_a_household_that_somebody_else_registers_at_the_same_moment(areas, excel, vocabulary, monkeypatch):
    path = excel([changed(A, 身份证号=None)])
    import_roster(path, vocabulary, on=ON)
    monkeypatch.setattr(roster.Import, "check_number", lambda *_: None)
    with pytest.raises(PolicyError, match="at the same moment"):
        import_roster(path, vocabulary, on=ON)
    assert Household.objects.count() == 1
