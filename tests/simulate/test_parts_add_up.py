"""Totals are the sums of their parts, everywhere in a forecast."""

import pytest

from minsheng.population.synthetic import make_county


@pytest.fixture(scope="module")
def forecast(ask, library, tmp_path_factory):
    folder = tmp_path_factory.mktemp("county") / "people"
    folder.mkdir()
    make_county(folder, library.vocabulary, scale=0.001)
    settings = ("dibao.standard[500110,urban]=700", "dibao.standard[500110,rural]=250")
    return ask(*settings, people=folder, chunk=100).forecast


def test_something_is_gained_and_something_lost(forecast):
    directions = {group["direction"] for group in forecast["groups"] if group["households"]}
    assert {"gain", "lose", "same"} <= directions


def test_gainers_losers_and_the_others_are_all_households_and_people(forecast):
    for area in [None, *(a["area"] for a in forecast["population"]["areas"])]:
        groups = [group for group in forecast["groups"] if group["area"] == area]
        there = [a for a in forecast["population"]["areas"] if area in (None, a["area"])]
        for what in ("households", "people"):
            assert sum(group[what] for group in groups) == sum(a[what] for a in there)


def test_what_groups_gain_and_lose_is_the_difference_of_the_money(forecast):
    for money in forecast["money"]:
        groups = [group for group in forecast["groups"] if group["area"] == money["area"]]
        assert sum(group["twelve_months_fen"] for group in groups) == money["difference"]["twelve_months_fen"]


@pytest.mark.parametrize("side", ["before", "after", "difference"])
def test_who_bears_it_is_the_money(forecast, side):
    for line in [*forecast["lines"], *forecast["money"]]:
        borne = sum(line[side]["borne_fen"].values()) + line[side]["shares_not_set_fen"]
        assert borne == line[side]["twelve_months_fen"]


@pytest.mark.parametrize("side", ["before", "after", "difference"])
def test_townships_are_the_whole(forecast, side):
    for benefit in {line["benefit"] for line in forecast["lines"]}:
        lines = [line for line in forecast["lines"] if line["benefit"] == benefit]
        parts = [line[side] for line in lines if line["area"] is not None]
        for what in ("units", "people", "households", "twelve_months_fen"):
            assert sum(part[what] for part in parts) == lines[0][side][what]
        assert lines[0]["area"] is None


def test_benefits_are_all_the_money(forecast):
    paid = {b["benefit"] for b in forecast["benefits"] if b["paid"]}
    for money in forecast["money"]:
        lines = [line for line in forecast["lines"] if line["area"] == money["area"] and line["benefit"] in paid]
        for side in ("before", "after"):
            assert sum(line[side]["twelve_months_fen"] for line in lines) == money[side]["twelve_months_fen"]


def test_who_passes_is_the_difference_of_those_entitled(forecast):
    for line in forecast["lines"]:
        passages = [p for p in forecast["passages"] if (p["area"], p["benefit"]) == (line["area"], line["benefit"])]
        came = sum(p["people"] for p in passages if p["after"] == "yes" and p["before"] != "yes")
        went = sum(p["people"] for p in passages if p["before"] == "yes" and p["after"] != "yes")
        assert came - went == line["difference"]["people"]
