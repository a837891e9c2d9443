"""Every paper that offices name is there, its words name fields that exist, and the reference lists all of them."""

import re
from html import unescape
from pathlib import Path

import pytest

from minsheng.casework.event import KINDS
from minsheng.casework.papers import compose, paper_kind, paper_kinds
from minsheng.casework.papers.kind import catalogue
from minsheng.casework.papers.pdf import html
from minsheng.policy import PolicyError

NAMED = """
申请书 诚信承诺书 核对授权书 受理通知书 不予受理通知书 补正告知书 核对报告 入户调查表 民主评议记录 公示单
审批表 确认通知书 特困人员救助供养证 不予确认告知书 调整(终止)告知书 动态管理记录 定期复核表 近亲属备案表
"""
PAGE = Path(__file__).resolve().parents[3] / "docs/reference/papers.md"
BENEFIT = {"hardship_certificate": ("hardship", ""), "refusal_notice": ("near_poor", "no")}


def test_every_paper_that_offices_name():
    assert [kind.called for kind in paper_kinds()] == NAMED.split()


@pytest.mark.parametrize("kind", paper_kinds(), ids=lambda kind: kind.name)
def test_a_paper_names_only_what_exists(kind):
    known = catalogue()
    assert set(kind.fields) <= set(known.fields)
    assert set(kind.needs) | set(kind.must) <= set(kind.fields)
    signed = {name for block in kind.body if block.kind == "sign" for name in block.fields}
    assert signed | set(kind.signs) <= set(known.signers)
    assert kind.asked_by.keys() <= {"event", "activity", "step", "effects", "issues", "register"}
    if "event" in kind.asked_by:
        assert kind.asked_by["event"] in KINDS


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", paper_kinds(), ids=lambda kind: kind.name)
def test_every_paper_of_the_household_can_be_made(kind, lang, particulars):
    benefit, status = BENEFIT.get(kind.name, ("dibao", ""))
    page = unescape(html(compose(kind.name, particulars(benefit, status=status), lang)))
    assert kind.title.in_(lang) in page
    assert re.findall(r"\{\w+\}|\{\{|None", page.partition("<body>")[2]) == []


@pytest.mark.parametrize("kind", paper_kinds(), ids=lambda kind: kind.name)
def test_the_reference_lists_it_with_its_fields(kind):
    page = PAGE.read_text(encoding="utf-8")
    assert f"`{kind.name}`" in page
    assert kind.title.zh in page
    own = page.partition(f"### {kind.title.zh}")[2].partition("\n### ")[0]
    assert [name for name in kind.fields if f"`{name}`" not in own] == []


@pytest.mark.parametrize(
    "field", [f for f in catalogue().fields.values() if f.columns or f.options], ids=lambda f: f.name
)
def test_the_reference_lists_columns_and_boxes(field):
    page = PAGE.read_text(encoding="utf-8")
    row = next(line for line in page.splitlines() if line.startswith(f"| `{field.name}` |"))
    assert [name for name in (*field.columns, *field.options) if f"`{name}`" not in row] == []


def test_a_paper_that_does_not_exist_is_refused():
    with pytest.raises(PolicyError, match=r"J1.*no paper acceptance"):
        paper_kind("acceptance")


def test_a_field_that_does_not_exist_is_refused(particulars):
    with pytest.raises(PolicyError, match=r"J2.*no field offise_phone"):
        compose("application", particulars(values={"offise_phone": "1"}))


def test_a_box_or_column_that_does_not_exist_is_refused(particulars):
    with pytest.raises(PolicyError, match=r"J2.*poverty cannot be ticked"):
        compose("application", particulars(values={"causes": ["poverty"]}))
    with pytest.raises(PolicyError, match=r"J2.*no column salary"):
        compose("application", particulars(values={"income": [{"salary": "1"}]}))


def test_a_letter_without_what_it_needs_is_refused(particulars):
    with pytest.raises(PolicyError, match=r"J3.*\(number\)"):
        compose("acceptance_notice", particulars(number=""))


def test_a_form_may_be_printed_empty(particulars):
    from minsheng.casework.papers import Particulars

    page = html(compose("home_visit_form", Particulars()))
    assert "□入户调查" in page
    assert "☑" not in page.partition("<body>")[2]
