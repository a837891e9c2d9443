"""Published figures stand beside computed ones as printed, with the reason for the difference; they never enter a computation."""

from datetime import date

from minsheng.policy.vocabulary import Text
from minsheng.population.report import BenefitInfo, Context
from minsheng.population.report.published import PUBLISHED, published_for
from minsheng.population.report.tables import View
from minsheng.population.totals import Totals


class Paid:
    benefit, entity, thing_id, members, status = "dibao", "family", "p", ("p", "q"), "yes"
    amount, amount_at_most, period, shares, shares_not_set = 40_000, None, "month", {"county": 40_000}, False
    demonstration, because, needs, unset = False, "dibao", frozenset(), frozenset()


def view(area, scale="1.0"):
    totals = Totals()
    totals.add_household(area, 2, True, [Paid()])
    benefits = (BenefitInfo("dibao", Text("低保", "dibao"), "family", True),)
    return View(totals, Context(date(2017, 12, 31), (area,), benefits, scale=scale), "zh")


def test_the_figures_are_those_of_annex_7():
    assert [(p.people_of, p.people, p.money) for p in PUBLISHED] == [
        ("dibao", 28_300, 127_000_000_00),
        ("hardship", 7_006, 51_648_900_00),
        ("orphan_support", 93, 1_171_200_00),
    ]


def test_a_month_times_twelve_stands_beside_the_year():
    table = view("500110107").published()
    assert table is not None
    assert table.rows == [
        ["城乡低保：2017年末人数", "28,300", "2", "-28,298"],
        ["城乡低保：全年金额（万元）", "12,700.00", "0.48", "-12,699.52"],
    ]
    assert "374" in table.notes[0][1]


def test_other_places_and_samples_are_not_held_against_them():
    assert view("620171101").published() is None
    assert view("500110107", scale="0.01").published() is None
    assert published_for(("500110107", "620102001")) == []
