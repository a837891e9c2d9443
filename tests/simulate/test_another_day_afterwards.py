"""Afterwards may be another day: its law, and people who are older."""

from datetime import date

import pytest

from tests.simulate.conftest import whole


@pytest.fixture(scope="module")
def later(ask):
    return ask(on_after=date(2018, 12, 31)).forecast


def test_both_days_are_said(later):
    assert (later["before"]["on"], later["after"]["on"]) == ("2017-12-31", "2018-12-31")


def test_the_same_documents_and_people_cost_the_same(later):
    assert whole(later, "dibao")["difference"]["twelve_months_fen"] == 0
    assert "每年的支出不变" in later["answer"]["zh"]


def test_every_benefit_may_come_out_otherwise(later):
    assert all(benefit["touched"] for benefit in later["benefits"])
    assert {"what": "near", "because": "no_changed_money", "needs": None} in later["not_computed"]


def test_documents_that_come_into_force_are_named(ask):
    forecast = ask("dibao.standard[urban]=600", on_after=date(2021, 7, 1)).forecast
    documents = {d["document"]: d["how"] for d in forecast["changes"]["documents"]}
    assert documents["民发〔2021〕57号"] == "came"
