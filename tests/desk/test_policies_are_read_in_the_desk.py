"""The policy pages: every document with its rules beside the articles, and the article one click away from a reason."""

import re
from datetime import date
from html import unescape
from urllib.parse import unquote

import pytest
from django.urls import reverse

from minsheng.casework.act import open_case
from minsheng.casework.law import library


@pytest.fixture
def reader(client, staff):
    client.force_login(staff("supervisor", "620171"))
    return client


def test_the_list_has_what_holds_in_the_area_or_everything(reader):
    mine = reader.get(reverse("desk:policies")).content.decode()
    assert "民发〔2021〕43号" in mine
    assert "重庆市" not in mine
    every = reader.get(reverse("desk:policies") + "?all=1").content.decode()
    assert all(pack.title.zh in unescape(every) for pack in library().packs)


def test_a_word_is_found_in_documents_and_rules(reader):
    page = reader.get(reverse("desk:policies"), {"q": "渐退"}).content.decode()
    assert "desk/policies/" in page
    assert "没有符合的文件" in reader.get(reverse("desk:policies"), {"q": "<b>x</b>\x00"}).content.decode()


@pytest.mark.parametrize("document", ["民发〔2021〕43号", "兰政办发〔2017〕36号", "示范设定·綦江区"])
def test_every_rule_stands_beside_its_article(reader, document):
    page = unescape(reader.get(reverse("desk:policy", args=[document])).content.decode())
    pack = library().pack(document)
    for item in pack.cited():
        assert item.label.zh in page, item.name
    for name, _ in pack.values:
        assert f'id="r-{name}"' in page
    assert "✗ 算不出来" not in page
    for article in {cite for item in pack.cited() for cite in item.cites}:
        assert page.count(f'id="a-{"".join(article.split())}"') == 1
    ids = re.findall(r'id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_examples_are_computed_anew(reader, monkeypatch):
    document = "民发〔2021〕43号"
    assert "✓" in reader.get(reverse("desk:policy", args=[document])).content.decode()


def test_a_document_that_is_not_there(reader):
    assert reader.get(reverse("desk:policy", args=["x/../<b>"])).status_code == 404


def test_from_a_reason_to_its_article(client, staff, household):
    clerk = staff("township_clerk")
    case = open_case(household, "hardship", clerk, on=date(2021, 11, 2))
    client.force_login(clerk)
    page = client.get(reverse("desk:case", args=[case.number])).content.decode()
    address, fragment = re.search(r'<a href="(/desk/policies/[^"#]+)#([^"]+)">', page).groups()
    there = client.get(address)
    assert there.status_code == 200
    assert f'id="{unquote(fragment)}"' in unescape(there.content.decode())
