"""Every figure of the tiny population as it was worked by hand; the table of households stands in conftest.py."""

from fractions import Fraction

import pytest

from tests.simulate.conftest import whole

YUAN = 100


def test_what_is_paid_in_a_month_and_in_twelve(raised):
    line = whole(raised.forecast, "dibao")
    assert line["before"]["amount_fen"] == {"month": 450 * YUAN, "year": 0, "once": 0}
    assert line["after"]["amount_fen"] == {"month": 820 * YUAN, "year": 0, "once": 0}
    assert line["before"]["twelve_months_fen"] == 5_400 * YUAN
    assert line["difference"]["twelve_months_fen"] == 4_440 * YUAN


def test_who_bears_it(raised):
    borne = whole(raised.forecast, "dibao")["difference"]["borne_fen"]
    assert {payer: fen for payer, fen in borne.items() if fen} == {
        "central": 2_220 * YUAN,
        "city": 1_332 * YUAN,
        "county": 888 * YUAN,
    }


def test_who_has_it(raised):
    line = whole(raised.forecast, "dibao")
    assert [line[side]["people"] for side in ("before", "after", "difference")] == [4, 6, 2]
    assert [line[side]["households"] for side in ("before", "after")] == [3, 5]
    assert [line[side]["units"] for side in ("before", "after")] == [3, 5]
    assert line["before"]["people_cannot_be_told"] == line["after"]["people_cannot_be_told"] == 1


def test_gainers_by_band_of_the_monthly_difference(raised):
    groups = {
        (g["direction"], (g["a_month"] or {}).get("up_to_fen")): (g["households"], g["people"], g["twelve_months_fen"])
        for g in raised.forecast["groups"]
        if g["area"] is None
    }
    assert groups == {
        ("gain", 50 * YUAN): (2, 2, 12 * (50 + 20) * YUAN),
        ("gain", 100 * YUAN): (1, 1, 12 * 100 * YUAN),
        ("gain", 200 * YUAN): (1, 2, 12 * 200 * YUAN),
        ("same", None): (3, 3, 0),
        ("open", None): (1, 1, 0),
    }


def test_the_township_of_h8_has_its_own_figures(raised):
    money = next(m for m in raised.forecast["money"] if m["area"] == "500110108")
    assert (money["before"]["households"], money["after"]["people"]) == (1, 2)
    assert money["difference"]["twelve_months_fen"] == 2_400 * YUAN


def test_newly_entitled(raised):
    passages = {
        (p["before"], p["after"]): (p["households"], p["people"])
        for p in raised.forecast["passages"]
        if p["benefit"] == "dibao" and p["area"] is None
    }
    assert passages == {("no", "yes"): (2, 2), ("yes", "yes"): (3, 4), ("cannot_tell_yet", "cannot_tell_yet"): (1, 1)}


@pytest.mark.parametrize(
    ("percent", "enters", "leaves"),
    [(-10, 0, 2), (-5, 0, 1), (5, 1, 0), (10, 2, 0)],
    ids=["at 540: h2 and h7 out", "at 570: h7 out", "at 630: h3 in", "at 660: h3 and h4 in"],
)
def test_who_is_near_the_line(raised, percent, enters, leaves):
    near = next(n for n in raised.forecast["near"] if n["benefit"] == "dibao" and n["percent"] == percent)
    assert (near["enters"]["households"], near["leaves"]["households"]) == (enters, leaves)


def test_the_answer_in_one_sentence(raised):
    assert raised.forecast["answer"] == {
        "zh": "低保标准（城镇）由 500.00 元/月提高到 600.00 元/月：每年多支出 4,440.00 元，"
        "其中中央 2,220.00 元、市 1,332.00 元、区县 888.00 元；最低生活保障金新纳入 2 户、2 人；1 户还不能判断。",
        "en": "Minimum living standard (urban) raised from 500.00 yuan a month to 600.00 yuan a month: 4,440.00 yuan more a year, "
        "of it central 2,220.00 yuan, city 1,332.00 yuan, county 888.00 yuan; minimum living allowance: newly "
        "entitled 2 households with 2 people; 1 household cannot be told yet.",
    }


def test_lowering_it_gives_the_same_figures_the_other_way(ask, raised):
    lowered = ask("dibao.standard[500110,urban]=400").forecast
    # h1: 200 to 100, h8: 200 to 0 with 400 each, which is not below 400
    assert lowered["money"][0]["difference"]["twelve_months_fen"] == -12 * 300 * YUAN
    assert "每年少支出 3,600.00 元" in lowered["answer"]["zh"]
    assert "不再符合 1 户、2 人" in lowered["answer"]["zh"]


def unevenness(yearly):
    """The Gini coefficient as it is defined: the mean of all differences over twice the mean."""
    apart = sum(abs(one - other) for one in yearly for other in yearly)
    return str(Fraction(apart, 2 * len(yearly) * sum(yearly)))


def test_what_is_missing_to_the_standard(raised):
    spread = raised.forecast["spread"]
    # 200 for h1, 50 for h5, 100 for each of h8; then 300, 50 for h2, 50, 20 for h7, 200 each; with the money nobody misses any
    assert spread["before"]["missing_without_the_money_fen_a_month"] == (200 + 50 + 2 * 100) * YUAN
    assert spread["after"]["missing_without_the_money_fen_a_month"] == (300 + 50 + 50 + 20 + 2 * 200) * YUAN
    assert [spread[side]["missing_with_the_money_fen_a_month"] for side in ("before", "after")] == [0, 0]
    assert (spread["people"], spread["people_without_income"]) == (8, 1)


def test_how_evenly_those_live_who_have_money_before_or_after(raised):
    spread = raised.forecast["spread"]
    # h1, h2, h5, h7 and both of h8, in yuan a year
    assert spread["before"]["gini"] == unevenness([6000, 6600, 4200, 6960, 6000, 6000])
    assert spread["after"]["gini"] == unevenness([7200, 7200, 4200, 7200, 7200, 7200])
