"""Which place lies in which area is told by the kernel as by the evaluator: codes of 2, 4, 6, 9 and 12 digits, and the whole country."""

import numpy as np
import pyarrow as pa
import pytest

from minsheng.policy.functions import within_area
from minsheng.population.determine import determine
from tests.kernel.small import parameter, rules, tables, told

CODES = [
    "10", "100000", "1000", "11", "1101", "110000", "110100", "110101", "110101001", "110101000", "110101001002", "62", "6200", "6201",
    "620000", "620100", "620102", "620103", "620171", "620102003", "620102000", "620102003004", "620102000000", "500110", "5001", "50",
    "000000", "00", "999999999999",
]  # fmt: skip
SETS = {"inner": ["620102", "620103"], "city": ["6201"], "all": ["100000"], "mixed": ["110000", "620102003"]}
RULES = rules(
    *((f"in.{code}", "person", "bool", f"registered_in(home_area, place_{code})") for code in CODES),
    *((f"of.{name}", "person", "bool", f"in_area_set(home_area, {name})") for name in SETS),
    ("near", "person", "bool", "registered_in(home_area, area)"),
    ("around", "person", "bool", "registered_in(area, home_area)"),
    ("same", "person", "bool", "home_area == area"),
    ("one_of", "person", "bool", "home_area in [area, place_620102, place_11]"),
)
PARAMETERS = "\n".join(parameter(f"place_{code}", "area", f'"{code}"') for code in CODES)
AREA_SETS = "\n".join(
    f"{name}: {{label: {{zh: 甲, en: a}}, areas: [{', '.join(areas)}], cites: 第一条}}" for name, areas in SETS.items()
)


@pytest.fixture(scope="module")
def found(law):
    """Every code with every code: the home of a person, and the place of the household."""
    here = law(rules=RULES, parameters=PARAMETERS, area_sets=AREA_SETS)
    homes, places = map(list, zip(*((home, place) for home in CODES for place in CODES), strict=True))
    given = tables({"home_area": pa.array(homes)}, households={"area": np.array(places)})
    names = [name for name in here.trees if "." in name or name in ("near", "around", "same", "one_of")]
    values = determine(here, given, rules=names, threads=1)
    return {name: told(values[name]) for name in names}, homes, places


@pytest.mark.parametrize("area", CODES)
def test_a_place_in_an_area_that_is_written(found, area):
    values, homes, _ = found
    assert values[f"in.{area}"] == [within_area(home, area) for home in homes]


@pytest.mark.parametrize("name", SETS)
def test_a_place_in_an_area_set(found, name):
    values, homes, _ = found
    assert values[f"of.{name}"] == [any(within_area(home, area) for area in SETS[name]) for home in homes]


def test_a_place_in_an_area_that_is_known_only_then(found):
    values, homes, places = found
    assert values["near"] == [within_area(home, place) for home, place in zip(homes, places, strict=True)]
    assert values["around"] == [within_area(place, home) for home, place in zip(homes, places, strict=True)]


def test_the_same_place_is_the_same_code(found):
    values, homes, places = found
    assert values["same"] == [home == place for home, place in zip(homes, places, strict=True)]
    assert values["one_of"] == [home in (place, "620102", "11") for home, place in zip(homes, places, strict=True)]


def test_a_place_that_is_not_known(law):
    here = law(rules=RULES, parameters=PARAMETERS, area_sets=AREA_SETS)
    given = tables({"home_area": pa.array([None, "620102"])})
    values = determine(here, given, rules=["near", "of.all", "of.inner"], threads=1)
    assert told(values["near"]) == [None, True]
    assert told(values["of.inner"]) == [None, True]


def test_an_area_set_that_no_longer_holds(law):
    ended = AREA_SETS.replace("areas: [620102", "to: 2017-05-31, areas: [620102")
    here = law(rules=RULES, parameters=PARAMETERS, area_sets=ended)
    values = determine(here, tables({"home_area": pa.array(["620102"])}), rules=["of.inner", "of.city"], threads=1)
    assert [told(values[name]) for name in ("of.inner", "of.city")] == [[False], [True]]
