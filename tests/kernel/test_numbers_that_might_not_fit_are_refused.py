"""A rule whose numbers might not fit into 64 bits is refused before anybody is decided; one just below the limit is exact."""

from fractions import Fraction

import numpy as np
import pytest

from minsheng.population.determine import determine
from minsheng.population.kernel.kernel import Kernel
from minsheng.population.kernel.value import MOST
from tests.kernel.small import LABEL, parameter, refusal, rules, tables, told

MOST_FEN, MOST_NUMBER = 10**11, 10**6


def refused(law, typ, text, *more, **blocks):
    here = law(rules=rules(("first", "person", "bool", "can_work"), *more, ("large", "person", typ, text)), **blocks)
    (finding,) = refusal(Kernel, [here], rules=["large"])
    return finding


@pytest.mark.parametrize(
    ("typ", "text", "bound"),
    [
        ("money/month", "income * refusals * 93", "9.30e+18"),
        ("money/month", "0 - income * refusals * 93", "9.30e+18"),
        ("money/month", "sum(m.income * refusals * 1 for m in members)", "1.00e+20"),
        ("money/month", "income * refusals * 92 + income * refusals * 92", "1.84e+19"),
        ("money/month", "income / refusals / refusals / refusals / refusals", "1.00e+24"),
        ("money/month", "round_fen(income * refusals * 50 / 3)", "1.00e+19"),
        ("bool", "income / refusals / refusals < income / (refusals + 1) / (refusals + 1)", "1.00e+24"),
        ("bool", "income / refusals / 1000 == income / (refusals + 1) / 1000", "1.00e+20"),
        ("int", "refusals * 10000000000000", "1.00e+19"),
        ("int", "refusals + 100000000000000000000", "1.00e+20"),
    ],
)
def test_the_rule_its_place_and_how_large_it_can_be(law, typ, text, bound):
    finding = refused(law, typ, text)
    assert (finding.code, finding.place.file, finding.place.line) == ("K2", "packs/a.md", 13)
    assert finding.params["name"] == "large"
    assert finding.render("en").splitlines() == [
        f"packs/a.md:13: error[K2] a number in the rule large can become as large as {bound}, more than 64 bits hold",
        "    Round earlier, or divide before multiplying; amounts may be up to 1,000,000,000.00 yuan each.",
    ]


def test_the_rule_of_an_amount_names_its_benefit(law):
    benefit = (
        "aid: {label: {zh: 甲, en: a}, of: person, enter: can_work, amount: income * refusals * 93, cites: 第一条}"
    )
    here = law(benefit=benefit)
    (finding,) = refusal(Kernel, [here], ["aid"])
    assert (finding.code, finding.params["name"], finding.place.file) == ("K2", "amount.aid", "packs/a.md")


def test_folds_that_are_run_together_name_one_of_their_rules(law):
    sums = [
        (f"sum{n}", "household", "money/month", f"sum(p.income * p.refusals * {n} for p in people)") for n in (1, 2)
    ]
    here = law(rules=rules(*sums))
    (finding,) = refusal(Kernel, [here], rules=["sum1", "sum2"])
    assert finding.code == "K2"
    assert finding.params["name"] in ("sum1", "sum2")


def test_a_rule_with_a_parameter_of_many_digits(law):
    here = law(
        rules=rules(("rich", "person", "bool", "refusals < big")),
        parameters=parameter("big", "ratio", "1/20000000000000000000"),
    )
    (finding,) = refusal(Kernel, [here], rules=["rich"])
    assert (finding.code, finding.params["name"], finding.params["bound"]) == ("K2", "big", "2.00e+19")


@pytest.mark.parametrize(("urban", "rural"), [("10000000019/3", "1/10000000033"), ("1/3", "1/3333333333333333334")])
def test_values_that_are_too_large_over_one_denominator(law, urban, rural):
    values = f"[{{setting: urban, value: {urban}}}, {{setting: rural, value: {rural}}}]"
    here = law(
        rules=rules(("rich", "person", "bool", "refusals < big[setting]")),
        parameters=f"big: {{{LABEL}, type: ratio, by: [setting], values: {values}}}",
    )
    (finding,) = refusal(Kernel, [here], rules=["rich"])
    assert (finding.code, finding.place.file) == ("K2", "packs/a.md")
    assert finding.render("en").splitlines()[0].endswith(", more than 64 bits hold")
    assert "the parameter big needs numbers as large as" in finding.render("en")


LARGE = MOST // MOST_NUMBER
REST = MOST - LARGE * MOST_NUMBER
JUST_FITS = {
    "ninety_two": ("money/month", "income * refusals * 92", lambda i, n: i * n * 92),
    "minus": ("money/month", "0 - income * refusals * 92", lambda i, n: -i * n * 92),
    "sum": ("money/month", "income * refusals * 46 + income * refusals * 46", lambda i, n: i * n * 92),
    "quotients": ("money/month", "income / refusals / refusals / refusals", lambda i, n: Fraction(i, n**3)),
    "rounded": ("money/month", "round_fen(income * refusals * 45 / 7)", lambda i, n: round(Fraction(i * n * 45, 7))),
    "compared": ("bool", "income / refusals / 9 < income / (refusals + 1) / 9", lambda i, n: i < 0),
    "whole": ("int", f"refusals * {LARGE}", lambda i, n: n * LARGE),
    "whole_sum": ("int", f"refusals * {LARGE} + {REST}", lambda i, n: n * LARGE + REST),
}


def test_just_below_the_limit_it_is_exact(law):
    lines = [(f"x.{name}", "person", typ, text) for name, (typ, text, _) in JUST_FITS.items()]
    here = law(rules=rules(*lines))
    income = np.array([MOST_FEN, -MOST_FEN, MOST_FEN - 1, 1, 0, 99_999_999_999])
    count = np.array([MOST_NUMBER, MOST_NUMBER, MOST_NUMBER - 1, MOST_NUMBER, 1, 999_983])
    given = tables({"income": income, "refusals": count})
    found = determine(here, given, rules=[f"x.{name}" for name in JUST_FITS], threads=1)
    for name, (_, _, of) in JUST_FITS.items():
        expected = [of(*row) for row in zip(income.tolist(), count.tolist(), strict=True)]
        assert told(found[f"x.{name}"]) == expected, name


def test_a_thousand_people_with_the_most_that_is_possible(law):
    total = ("total", "household", "money/month", "sum(p.income for p in people) * 92233")
    here = law(rules=rules(total))
    given = tables({"income": np.full(2000, MOST_FEN) * np.repeat([1, -1], 1000)}, homes=np.repeat([0, 1], 1000))
    assert told(determine(here, given, rules=["total"], threads=1)["total"]) == [
        sign * MOST_FEN * 1000 * 92_233 for sign in (1, -1)
    ]
    one_more = law(rules=rules(("total", "household", "money/month", "sum(p.income for p in people) * 92234")))
    assert [finding.code for finding in refusal(Kernel, [one_more], rules=["total"])] == ["K2"]
