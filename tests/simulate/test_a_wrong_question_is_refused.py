"""What cannot be asked is refused whole, with what is wrong, where, and what to do; nothing is written."""

import shutil

import pytest

from minsheng.policy.finding import PolicyError
from tests.simulate.conftest import DAY, RAISED, write_population


@pytest.fixture
def refused(ask, tmp_path):
    """A function that asks what must be refused, and gives the findings in English."""

    def check(*settings, **more):
        with pytest.raises(PolicyError) as problem:
            ask(*settings, out=tmp_path / "results" / "out", **more)
        assert list(tmp_path.glob("results*")) == []
        return [finding.render("en") for finding in problem.value.findings]

    return check


@pytest.mark.parametrize(
    ("setting", "code", "said"),
    [
        ("dibao.standrd=600", "F2", "Did you mean dibao.standard"),
        ("family.income_per_head=600", "F2", "Rules are changed in a copy of the packs"),
        ("zzzz=1", "F2", "minsheng policy show NAME"),
        ("dibao.standard", "F1", "NAME[AREA,CHOICE,…]=VALUE"),
        ("dibao.standard[500110,city]=600", "F3", "Possible: urban, rural."),
        ("dibao.standard[500110,urban,rural]=600", "F3", "no further choices"),
        ("dibao.adult_age[500110,urban]=18", "F3", "no further choices"),
        ("dibao.standard[500110,urban]=lots", "S9", "an amount in yuan with at most two decimals, such as 589.00"),
        ("dibao.standard[500110,urban]=600.005", "S9", "at most two decimals"),
        ("dibao.adult_age=18.5", "S9", "a whole number"),
        ("supplement.elderly=ten", "S9", "a ratio such as 0.73, 3/2 or 60%"),
        ("dibao.property_test=by_feeling", "S9", "one of: by_assessment, by_figures"),
        ("dibao.shares={central: 60%, city: 20%}", "P4", "Every fen has exactly one payer."),
        ("dibao.shares={mayor: 100%}", "P3", "Payers: central"),
        ("dibao.standard[620171,urban]=600", "F9", "Households live in: 500110107, 500110108."),
    ],
)
def test_a_setting(refused, setting, code, said):
    finding = next(f for f in refused(setting) if f.startswith(f"--set: {setting}: error[{code}]"))
    assert said in finding


def test_everything_that_is_wrong_is_said_at_once(refused):
    findings = refused("dibao.standrd=600", "dibao.standard[urban]=x", sweep="dibao.standard[urban]=600:500:20")
    assert [finding.split("error[")[1].split("]")[0] for finding in findings] == ["F2", "S9", "F5"]


def test_a_parameter_of_documents_that_do_not_hold_here(refused):
    (finding,) = refused("dibao.taper_months=3")
    assert "error[F9] no document that holds on 2017-12-31 where these households live has the parameter" in finding


@pytest.mark.parametrize(
    "settings",
    [
        ("dibao.standard[urban]=600", "dibao.standard[urban]=700"),
        ("dibao.standard[500110,urban]=600", "dibao.standard[500110,urban]=600"),
    ],
)
def test_the_same_twice(refused, settings):
    (finding,) = refused(*settings)
    assert "error[F4]" in finding
    assert f"It is set at --set: {settings[0]} too." in finding


def test_nothing_that_is_changed(refused):
    assert "error[F7]" in refused()[0]


@pytest.mark.parametrize(
    ("sweep", "said"),
    [
        ("dibao.standard=500:700", "FROM:TO:STEP"),
        ("dibao.standard=700:500:20", "this sweep has 0 points"),
        ("dibao.standard=500:700:0", "this sweep has 0 points"),
        ("dibao.standard=500:700:0.01", "2 to 101 points"),
        ("dibao.property_test=by_figures:by_assessment:1", "is no number"),
        ("dibao.standard[620171]=500:700:50", "no household of this population lives in 620171"),
    ],
)
def test_a_sweep(refused, sweep, said):
    assert said in refused(sweep=sweep)[0]


def test_files_that_are_both_missing(refused, tmp_path):
    findings = refused(changes=tmp_path / "no.yaml", packs_after=[tmp_path / "no.md"])
    assert sorted(finding.split(": error[F6]")[0] for finding in findings) == [
        str(tmp_path / "no.md"),
        str(tmp_path / "no.yaml"),
    ]


def test_a_folder_of_packs_that_is_missing(refused, tmp_path):
    assert "error[L1]" in refused(policies_after=tmp_path / "no")[0]


def test_a_file_of_changes_says_its_lines(refused, tmp_path):
    path = tmp_path / "changes.yaml"
    path.write_text(
        "titel: x\nchanges:\n  - dibao.standrd=600\n  - [a, b]\n  - dibao.shares: {central: 1/2}\n", "utf-8"
    )
    findings = "\n".join(refused(changes=path))
    assert f"{path}:1: error[S5] unknown field titel" in findings
    assert f"{path}:3: error[F2] there is no parameter dibao.standrd" in findings
    assert f"{path}:4: error[S3]" in findings
    assert f"{path}:5: error[P4]" in findings


def test_a_changed_pack_with_an_error_is_named_by_its_own_file(refused, changed_pack, tmp_path):
    path = tmp_path / "mine.md"
    path.write_text(changed_pack.read_text("utf-8").replace("hardship.standard:", "hardship.standrd:"), "utf-8")
    findings = refused(packs_after=[path])
    assert findings[0].startswith(f"{path}:")


def test_a_pack_of_a_document_that_the_library_does_not_have(refused, changed_pack, tmp_path):
    path = tmp_path / "mine.md"
    path.write_text(changed_pack.read_text("utf-8").replace("保障和改善民生行动计划", "保障民生行动计划", 1), "utf-8")
    (finding,) = refused(packs_after=[path])
    assert "error[F6]" in finding
    assert "Did you mean 重庆市綦江区保障和改善民生行动计划" in finding


def test_a_file_that_is_not_text(refused, tmp_path):
    path = tmp_path / "changes.yaml"
    path.write_bytes("title: 提标".encode("gb18030"))
    assert "error[S11]" in refused(changes=path)[0]


def test_a_population_with_a_bad_row(refused, tmp_path):
    people = write_population(tmp_path / "people", [("h1", "500110107", "village", ["300"])])
    assert "households.csv:2: setting: error[T11]" in refused(RAISED, people=people)[0]


def test_a_population_without_households(refused, tmp_path):
    people = write_population(tmp_path / "people", [("h1", "500110107", "urban", ["300"])])
    for name in ("households", "people"):
        path = people / f"{name}.csv"
        path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    assert "error[" in refused(RAISED, people=people)[0]


def test_a_day_on_which_no_document_holds(refused):
    assert "error[L4]" in refused(RAISED, on=DAY.replace(year=1990))[0]


def test_a_fact_that_means_something_else_afterwards(refused, packs, tmp_path):
    copy = tmp_path / "policies"
    shutil.copytree(packs, copy)
    path = copy / "vocabulary" / "dibao.yaml"
    text = path.read_text("utf-8")
    assert text.count("values: {first: {zh: 一档, en: first}") == 1
    path.write_text(text.replace("values: {first:", "values: {zero: {zh: 零档, en: zero}, first:", 1), "utf-8")
    (finding,) = refused(RAISED, policies_after=copy)
    assert f"{copy}: error[F8] the fact dibao_band has another type afterwards" in finding
