"""A change for one area leaves the households of the others as they are."""

import pytest


@pytest.fixture(scope="module")
def forecast(ask):
    return ask("dibao.standard[500110108,urban]=600", chunk=8).forecast


def test_only_h8_gains(forecast):
    gains = [group for group in forecast["groups"] if group["direction"] == "gain"]
    assert {(group["area"], group["households"], group["twelve_months_fen"]) for group in gains} == {
        (None, 1, 240_000),
        ("500110108", 1, 240_000),
    }


def test_the_place_is_said(forecast):
    (parameter,) = forecast["changes"]["parameters"]
    assert parameter["areas"] == ["500110108"]
    assert forecast["answer"]["zh"].startswith("低保标准（石角镇、城镇）由 500.00 元/月提高到 600.00 元/月：")


def test_nobody_elsewhere_is_near_the_line(forecast):
    """400 yuan a head stay below 540; h2, h3, h4 and h7 live elsewhere."""
    assert forecast["near"] == []
