"""``minsheng policy show`` and ``diff``, ``minsheng schema``: looking at the law without editing it."""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_all_documents_are_listed(run):
    assert len(json.loads(run("policy", "show", "--json").output)) >= 13


def test_only_what_holds_at_a_place_and_day_is_listed(run):
    listed = json.loads(run("policy", "show", "--area", "620171", "--on", "2026-11-21", "--json").output)
    documents = {pack["document"] for pack in listed}
    assert "民发〔2021〕43号" in documents
    assert "兰政办发〔2017〕36号" not in documents
    assert "兰州新区民政司法和社会保障规划（2021—2025年）" in documents


@pytest.mark.parametrize(
    "name", ["hardship.basic", "dibao.standard", "birth_date", "qijiang.rural_ratio", "hardship", "43号"]
)
def test_a_name_or_a_document_is_shown(run, name):
    result = run("policy", "show", name, "--lang", "en")
    assert result.exit_code == 0
    assert result.output.strip()


def test_a_name_that_is_nowhere_is_refused(run):
    result = run("policy", "show", "nonsense", "--lang", "en")
    assert result.exit_code == 2
    assert "there is no document, rule, parameter, benefit or fact of this name" in result.output


def test_two_documents_are_compared_with_whom_it_concerns(run):
    found = json.loads(run("policy", "diff", "36号", "43号", "--json").output)
    assert any(
        change["name"] == "hardship.eligible" and "hardship" in change["benefits"] for change in found["changes"]
    )
    assert any(person["benefit"] == "hardship" for person in found["people"])


def test_a_changed_copy_of_a_pack_is_compared(run, tmp_path):
    text = (ROOT / "policies/620100/lanzhengban-2017-36.md").read_text(encoding="utf-8")
    copy = tmp_path / "copy.md"
    copy.write_text(text.replace("value: 3/2", "value: 2"), encoding="utf-8")
    found = json.loads(run("policy", "diff", "36号", copy, "--json").output)
    (change,) = found["changes"]
    assert change["name"] == "hardship.multiple"
    assert (change["before"].rpartition(" ")[2], change["after"].rpartition(" ")[2]) == ("3/2", "2")
    assert "hardship" in change["benefits"]
    assert any(person["benefit"] == "hardship" for person in found["people"])


@pytest.mark.parametrize("what", ["household", "decision", "packs"])
def test_schemas_are_printed(run, what):
    assert json.loads(run("schema", what).output)["$schema"].endswith("2020-12/schema")
