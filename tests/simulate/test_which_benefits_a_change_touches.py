"""A change touches the benefits that rest on it, however it is made; all of them when it may be others who are assessed together."""

import shutil

import pytest

DIBAO = {
    "dibao",
    "dibao.supplement",
    "medical_assistance",
    "education_assistance",
    "housing_assistance",
    "employment_assistance",
    "temporary_assistance",
}


@pytest.fixture
def touched():
    def names(result):
        return {b["benefit"] for b in result.forecast["benefits"] if b["touched"]}

    return names


def test_those_that_rest_on_the_standard(raised, touched):
    assert touched(raised) <= DIBAO
    assert {"dibao", "medical_assistance"} <= touched(raised)


def test_the_same_by_a_changed_pack(ask, raised, touched, changed_pack):
    assert touched(ask(packs_after=[changed_pack])) == touched(raised)


def test_only_those_who_bear_it(ask, touched):
    result = ask("dibao.shares[500110]={county: 100%}")
    assert touched(result) == set()
    assert {group["direction"] for group in result.forecast["groups"]} == {"same"}
    borne = result.forecast["money"][0]["difference"]["borne_fen"]
    assert borne["county"] == -borne["central"] - borne["city"] > 0


def test_a_changed_rule(ask, packs, touched, raised, tmp_path):
    text = (packs / "500000" / "chongqing-dibao-2016.md").read_text(encoding="utf-8")
    path = tmp_path / "regulations.md"
    compared = "family.income_per_head < dibao.standard[setting]"
    assert text.count(compared) == 1
    path.write_text(text.replace(compared, compared.replace("<", "<=")), encoding="utf-8")
    result = ask(packs_after=[path])
    assert touched(result) == touched(raised)
    (document,) = result.forecast["changes"]["documents"]
    assert [d["name"] for d in document["definitions"]] == ["dibao.eligible"]


def test_who_is_assessed_together(ask, touched):
    result = ask("dibao.adult_age=17")
    assert touched(result) == {b["benefit"] for b in result.forecast["benefits"]}


def test_packs_that_were_copied_elsewhere(ask, packs, raised, touched, changed_pack, tmp_path):
    copy = tmp_path / "elsewhere"
    shutil.copytree(packs, copy)
    shutil.copy(changed_pack, copy / "500110" / "standards.md")
    assert touched(ask(policies_after=copy)) == touched(raised)
