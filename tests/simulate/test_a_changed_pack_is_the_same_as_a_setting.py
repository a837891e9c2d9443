"""A value may be changed on the command line, in a file of changes, in one pack or in a copy of all packs: the figures are the same."""

import shutil

import pytest

FIGURES = ("answer", "money", "lines", "groups", "passages", "near", "population")


@pytest.fixture
def same(raised):
    def check(other):
        for name in FIGURES:
            assert other.forecast[name] == raised.forecast[name], name

    return check


def test_one_pack(ask, same, changed_pack):
    other = ask(packs_after=[changed_pack])
    same(other)
    documents = other.forecast["changes"]["documents"]
    assert [(d["how"], [c["name"] for c in d["definitions"]]) for d in documents] == [("changed", [])]


def test_a_copy_of_all_packs(ask, same, packs, changed_pack, tmp_path):
    copy = tmp_path / "changed-policies"
    shutil.copytree(packs, copy)
    shutil.copy(changed_pack, copy / "500110" / "standards.md")
    same(ask(policies_after=copy))


def test_a_file_of_changes(ask, same, tmp_path):
    path = tmp_path / "changes.yaml"
    path.write_text("title: {zh: 提标, en: A rise}\nchanges:\n  - dibao.standard[500110,urban]=600\n", encoding="utf-8")
    other = ask(changes=path)
    same(other)
    assert other.forecast["title"] == {"zh": "提标", "en": "A rise"}


def test_a_pack_and_a_setting_on_top(ask, changed_pack):
    both = ask("dibao.standard[500110,rural]=400", packs_after=[changed_pack]).forecast
    # h5, rural with 300 yuan: 50 yuan more
    assert both["money"][0]["difference"]["twelve_months_fen"] == (4_440 + 600) * 100
