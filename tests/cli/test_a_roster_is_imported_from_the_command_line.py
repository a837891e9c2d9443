"""``minsheng import``: a template, a dry run, the import, and everything wrong by cell. Nobody is real."""

import json

import pytest

from minsheng.registry.models import Area, Household

pytestmark = pytest.mark.django_db
ROSTER = "户编号,区划代码,姓名,与户主关系,合成,工资性收入\n户1,500110107,陈试一,户主,是,{wages}\n"


@pytest.fixture
def roster(db, tmp_path):
    Area(code="500110107", name="黑山镇").save()

    def write(wages="1200"):
        path = tmp_path / "名册.csv"
        path.write_text(ROSTER.format(wages=wages), encoding="utf-8")
        return path

    return write


def test_a_dry_run_and_then_the_import(run, roster):
    dry = run("import", roster(), "--dry-run", "--lang", "en")
    assert dry.exit_code == 0
    assert "1 households, 1 people" in dry.output
    assert "Nothing was written." in dry.output
    assert not Household.objects.exists()
    told = json.loads(run("import", roster(), "--on", "2017-12-01", "--json").output)
    assert (told["dry_run"], told["households"], told["people"], told["examples"]) == (False, 1, 1, 0)
    assert Household.objects.get().memberships.get().valid_from.isoformat() == "2017-12-01"


@pytest.mark.parametrize(("lang", "words"), [("zh", "错误[H11]"), ("en", "error[H11]")])
def test_what_is_wrong_is_named_by_cell(run, roster, lang, words):
    refused = run("import", roster("一千"), "--lang", lang)
    assert refused.exit_code == 2
    assert f"名册.csv: F2: {words}" in refused.output
    assert not Household.objects.exists()


def test_what_is_wrong_for_programs(run, roster):
    refused = run("import", roster("一千"), "--json")
    assert refused.exit_code == 2
    assert [(error["code"], error["path"]) for error in json.loads(refused.output)["errors"]] == [("H11", "F2")]


def test_a_day_to_come_and_another_area(run, roster):
    assert "I8" in run("import", roster(), "--on", "2999-01-01").output
    assert "I11" in run("import", roster(), "--area", "620171").output


def test_the_template(run, tmp_path):
    path = tmp_path / "模板.xlsx"
    assert run("import", "--template", path).exit_code == 0
    assert "I8" in run("import", path, "--lang", "en").output  # there is nobody in it but the example
    assert "I1" in run("import", "--template", path).output
    assert "I1" in run("import", "--template", tmp_path / "none" / "a.xlsx").output


def test_a_file_or_a_template_but_not_both(run, tmp_path):
    assert run("import").exit_code == 2
    assert run("import", tmp_path / "a.csv", "--template", tmp_path / "b.xlsx").exit_code == 2
