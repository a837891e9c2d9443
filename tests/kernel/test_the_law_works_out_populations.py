"""law.determine, law.change and law.compare go through the port; without what they need, they say what to install."""

import sys
from datetime import date
from fractions import Fraction
from importlib.metadata import EntryPoint

import numpy as np
import pytest

from minsheng.policy import population_port
from minsheng.policy.finding import PolicyError
from minsheng.population.determine import determine
from minsheng.population.engine import Engine, setting_texts
from minsheng.population.synthetic import make_county
from tests.kernel.files import values_in, written
from tests.kernel.small import LABEL, refusal, rules, tables, told

RULES = rules(
    ("poor", "person", "bool", "income < standard[setting]"),
    ("gap", "person", "money/month", "(standard[setting] - income) / 2"),
)
BENEFIT = """
aid: {label: {zh: 甲, en: a}, of: person, enter: poor, amount: "standard[setting]", cites: 第一条}
kind: {label: {zh: 甲, en: a}, of: person, enter: not poor, cites: 第一条}
"""
PARAMETERS = f"""
standard:
  label: {{zh: 甲, en: a}}
  type: money/month
  by: [setting]
  cites: 第一条
  values: [{{setting: urban, value: 589.00}}, {{setting: rural, value: 400.00}}]
rate: {{{LABEL}, type: ratio, value: 73%}}
open: {{{LABEL}, type: bool, value: yes}}
until: {{{LABEL}, type: date, value: 2018-01-01}}
"""
GIVEN = tables({"income": np.array([50_000, 50_000])}, households={"setting": np.array(["urban", "rural"])})


@pytest.fixture(scope="module")
def here(law):
    return law(rules=RULES, benefit=BENEFIT, parameters=PARAMETERS)


def test_from_memory_it_is_determine(here):
    found = here.determine(GIVEN, rules=["poor", "gap"], threads=1)
    assert told(found["poor"]) == [True, False]
    assert told(found["gap"]) == [Fraction(8_900, 2), -5_000]
    assert {name: told(values) for name, values in found.items()} == {
        name: told(values) for name, values in determine(here, GIVEN, rules=["poor", "gap"]).items()
    }


def test_without_rules_who_receives_what(here):
    found = here.determine(GIVEN)
    assert {name: told(values) for name, values in found.items()} == {
        "receives.aid": [True, False],
        "amount.aid": [58_900, 0],
        "receives.kind": [False, True],
    }


def test_from_a_folder_to_a_folder(here, tmp_path):
    source = written(tmp_path / "people", GIVEN, here.vocabulary)
    assert here.determine(source, tmp_path / "out", rules=["poor"]) == {"person_values.parquet": 2}
    assert here.determine(str(source), str(tmp_path / "again"), rules=["poor"], check=False) == {
        "person_values.parquet": 2
    }
    for name in ("out", "again"):
        assert values_in(tmp_path / name / "person_values.parquet")["poor"] == [True, False]
    with pytest.raises(TypeError, match="needs a folder for the results"):
        here.determine(source, rules=["poor"])


@pytest.mark.parametrize(
    ("change", "poor"),
    [
        ({"standard": {"rural": 50_001}}, [True, True]),
        ({"standard": {"urban": 50_000}}, [False, False]),
        ({"standard": 70_000}, [True, True]),
    ],
)
def test_a_change_of_values(here, change, poor):
    changed = here.change(change)
    assert told(changed.determine(GIVEN, rules=["poor"])["poor"]) == poor
    assert told(here.determine(GIVEN, rules=["poor"])["poor"]) == [True, False]


def test_a_change_of_what_there_is_not(here):
    for change in ({"nothing": 1}, {"standard": {"village": 1}}):
        with pytest.raises(KeyError):
            here.change(change)


def test_changes_as_a_user_would_write_them(here):
    changed = here.change(
        {"standard": {"urban": 60_000, "rural": -5}, "rate": Fraction(3, 4), "open": False, "until": date(2019, 2, 3)}
    )
    assert sorted(setting_texts(changed, here)) == [
        "open[620100]=no",
        "rate[620100]=3/4",
        "standard[620100,rural]=-0.05",
        "standard[620100,urban]=600.00",
        "until[620100]=2019-02-03",
    ]
    assert setting_texts(here.change({"rate": Fraction(73, 100)}), here) == []


@pytest.fixture(scope="module")
def village(tmp_path_factory, real):
    folder = tmp_path_factory.mktemp("village")
    make_county(folder, real.vocabulary, scale=0.0004)
    return folder


def test_a_comparison_counts_who_gains(real, village, tmp_path):
    before = real.as_of(date(2017, 12, 31), "500110")
    after = before.change({"dibao.standard": {"urban": 90_000, "rural": 90_000}})
    forecast = after.compare(before, village)
    kept = after.compare(before, village, tmp_path / "forecast")
    assert forecast == kept
    assert (tmp_path / "forecast").is_dir()
    assert list(tmp_path.iterdir()) == [tmp_path / "forecast"]


def test_a_comparison_with_itself_is_refused(real, village):
    law = real.as_of(date(2017, 12, 31), "500110")
    with pytest.raises(PolicyError):
        law.compare(law, village)


YEAR_END = date(2017, 12, 31)


@pytest.mark.parametrize(
    ("others", "message"),
    [
        (lambda law: law.change({"dibao.standard": {"urban": 55_000}}), "has changed values itself"),
        (lambda law: law.library.as_of(date(2020, 12, 31), "620171"), "different areas: 620171 and 500110"),
        (lambda law: law.library.as_of(YEAR_END, "500110", demonstration=False), "the same packs"),
    ],
)
def test_only_laws_that_differ_in_values_or_day_are_compared(real, village, others, message):
    law = real.as_of(YEAR_END, "500110")
    (finding,) = refusal(lambda: law.change({"dibao.standard": {"urban": 60_000}}).compare(others(law), village))
    assert finding.code == "F12"
    assert message in finding.render("en")


def test_a_comparison_with_another_day(real, village):
    before = real.as_of(YEAR_END, "500110")
    after = real.as_of(date(2018, 12, 31), "500110").change({"dibao.standard": {"urban": 60_000}})
    forecast = after.compare(before, village)
    assert (forecast["before"]["on"], forecast["after"]["on"]) == ("2017-12-31", "2018-12-31")


def test_a_sweep_from_python(real, village):
    law = real.as_of(YEAR_END, "500110")
    forecast = law.compare(law, village, sweep="dibao.standard[urban]=500:600:50")
    assert [point["value"] for point in forecast["sweep"]["points"]] == ["500.00", "550.00", "600.00"]


def test_numbers_of_numpy_are_numbers(real, village):
    law = real.as_of(YEAR_END, "500110")
    assert setting_texts(law.change({"dibao.standard": {"urban": np.int64(60_000)}}), law) == [
        "dibao.standard[500110,urban]=600.00"
    ]


def test_shares_are_changed(real):
    law = real.as_of(YEAR_END, "500110")
    shares = {"central": Fraction(2, 5), "city": Fraction(3, 10), "county": Fraction(3, 10)}
    assert setting_texts(law.change({"dibao.shares": {(): shares}}), law) == [
        "dibao.shares[500110]={central: 2/5, city: 3/10, county: 3/10}"
    ]


@pytest.mark.parametrize("wrong", [600.0, "600", True, None, Fraction(1, 3)])
def test_money_is_whole_fen(real, wrong):
    law = real.as_of(YEAR_END, "500110")
    with pytest.raises(TypeError, match="dibao.standard takes whole numbers of fen"):
        setting_texts(law.change({"dibao.standard": {"urban": wrong}}), law)


def test_values_for_a_population_are_of_their_types(here):
    changed = here.change({"standard": {"urban": np.int64(60_000)}, "rate": 1, "open": np.bool_(False)})
    assert told(changed.determine(GIVEN, rules="poor")["poor"]) == [True, False]
    for wrong in ({"standard": 600.0}, {"rate": 0.5}, {"open": 1}, {"until": "2019-02-03"}):
        with pytest.raises(TypeError, match=f"{next(iter(wrong))} takes"):
            here.change(wrong).determine(GIVEN, rules=["poor"])


def test_a_rule_that_is_nearly_right(here):
    (finding,) = refusal(lambda: here.determine(GIVEN, rules=["pooor"]))
    assert finding.render("en").splitlines()[1].strip() == "Did you mean poor?"


def test_a_notebook_shows_who_pays_and_who_gains(real, village, monkeypatch):
    before = real.as_of(YEAR_END, "500110")
    forecast = before.change({"dibao.standard": {"urban": 90_000}}).compare(before, village)
    monkeypatch.setenv("MINSHENG_LANG", "en")
    shown = forecast._repr_markdown_()
    assert shown.startswith(f"**{forecast['answer']['en']}**")
    assert "| borne by | before | after | change |\n| --- | ---: | ---: | ---: |\n| central | " in shown
    assert "\n| gain | " in shown
    assert "⚠ rests on demonstration values" in shown
    assert shown.endswith("Synthetic people: made up, nobody's real data.")
    assert repr(forecast) == f"<forecast: {forecast['answer']['en']}>"
    assert forecast._repr_markdown_("zh").startswith(f"**{forecast['answer']['zh']}**")


def entry_points(*entries):
    return lambda group: [e for e in entries if e.group == group]


def missing():
    return EntryPoint("columns", "a_module_that_is_not_there:Engine", population_port.GROUP)


def test_the_engine_is_found_by_its_entry_point():
    assert isinstance(population_port.population_engine(), Engine)


@pytest.mark.parametrize("entries", [(), (missing(),)], ids=["no entry point", "not importable"])
def test_without_what_populations_need(here, monkeypatch, entries, tmp_path):
    monkeypatch.setattr(population_port, "entry_points", entry_points(*entries))
    asked = [
        lambda: here.determine(GIVEN, rules=["poor"]),
        lambda: here.determine(tmp_path, tmp_path / "out"),
        lambda: here.compare(here, tmp_path),
    ]
    for ask in asked:
        (finding,) = refusal(ask)
        assert finding.code == "T44"
        assert finding.render("en").splitlines() == [
            "minsheng: error[T44] populations need more than what is installed",
            "    Install minsheng with the extra: minsheng[population]",
        ]


@pytest.mark.parametrize("module", ["llvmlite", "numpy", "pyarrow"])
def test_an_extra_that_is_only_half_there(here, monkeypatch, module):
    for name in [name for name in sys.modules if name.startswith("minsheng.population")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, module, None)
    (finding,) = refusal(here.determine, GIVEN, rules=["poor"])
    assert finding.code == "T44"
