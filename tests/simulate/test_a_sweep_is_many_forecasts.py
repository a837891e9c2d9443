"""Each point of a sweep has the figures of a forecast with that value."""

import pytest


@pytest.fixture(scope="module")
def swept(ask):
    return ask("dibao.standard[500110,urban]=600", sweep="dibao.standard[500110,urban]=500:700:50").forecast


@pytest.mark.parametrize("value", ["550.00", "700.00"])
def test_a_point_is_the_forecast_of_its_value(ask, swept, value):
    point = next(p for p in swept["sweep"]["points"] if p["value"] == value)
    single = ask(f"dibao.standard[500110,urban]={value}").forecast
    after = single["money"][0]["after"]
    assert {key: point[key] for key in after} == after
    for benefit in point["benefits"]:
        line = next(x for x in single["lines"] if x["area"] is None and x["benefit"] == benefit["benefit"])
        assert {key: value for key, value in benefit.items() if key != "benefit"} == line["after"]


def test_the_points_are_exact(swept):
    points = swept["sweep"]["points"]
    assert [p["value"] for p in points] == ["500.00", "550.00", "600.00", "650.00", "700.00"]
    # at 650: 350 + 100 + 30 + 50 + 70 + 500; at 700: 400 + 150 + 80 + 50 + 50 + 120 + 600
    assert [p["twelve_months_fen"] // 1200 for p in points] == [450, 600, 820, 1100, 1450]
    assert [p["households"] for p in points] == [3, 3, 5, 6, 7]


def test_a_sweep_leaves_the_forecast_as_it_is(swept, raised):
    for name in ("answer", "money", "lines", "groups", "near"):
        assert swept[name] == raised.forecast[name]


def test_a_sweep_alone_takes_its_last_value_as_the_change(ask, raised):
    alone = ask(sweep="dibao.standard[500110,urban]=500:600:50").forecast
    assert alone["money"] == raised.forecast["money"]
    assert [s["value"] for s in alone["changes"]["settings"]] == ["600.00"]


def test_a_step_that_does_not_fit_ends_before_the_last_value(ask):
    points = ask(sweep="dibao.standard[500110,urban]=500:600:70").forecast["sweep"]["points"]
    assert [p["value"] for p in points] == ["500.00", "570.00"]


def test_a_ratio_is_swept_exactly(ask):
    points = ask(sweep="supplement.elderly=10%:11%:0.5%").forecast["sweep"]["points"]
    assert [p["value"] for p in points] == ["10%", "10.5%", "11%"]
