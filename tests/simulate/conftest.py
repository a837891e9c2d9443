"""A tiny population whose figures can be worked by hand, and one forecast of it.

Urban standard 500 yuan, rural 350; raised to 600 for urban households. Adults of working age, everything known, nothing owned:

=========  ======  =========================  ==============  =============  =======================================
household  people  income each, last month    before          after          what it shows
=========  ======  =========================  ==============  =============  =======================================
h1         1       300, urban                 200             300            gains 100
h2         1       550, urban                 nothing         50             newly entitled, out at 540
h3         1       620, urban                 nothing         nothing        in at 630
h4         1       650, urban                 nothing         nothing        in at 660
h5         1       300, rural                 50              50             the rural standard stays
h6         1       not known, urban           cannot be told  cannot be told
h7         1       580, urban                 nothing         20             newly entitled, out at 570
h8         2       400 and 400, urban         200             400            gains 200; lives in another township
=========  ======  =========================  ==============  =============  =======================================
"""

import csv
from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("pyarrow")

from minsheng.policy.library import Library, default_folder  # noqa: E402
from minsheng.population.simulate import Asked, simulate  # noqa: E402

DAY = date(2017, 12, 31)
RAISED = "dibao.standard[500110,urban]=600"
HOME = {
    "synthetic": "yes", "financial_assets": "0", "dwellings_owned": "1", "vehicles_owned": "0", "property_within_limit": "yes",
    "dibao_now": "no", "refuses_cooperation": "no", "hard_living": "no", "sudden_event": "no", "basic_living_in_difficulty": "no",
    "needs_rose_suddenly": "no", "other_special_difficulty": "no", "housing_difficulty": "no", "dangerous_house": "no",
    "farming_family": "no", "spending_contradicts": "no",
}  # fmt: skip
ADULT = {
    "synthetic": "yes", "birth_date": "1981-06-06", "sex": "female", "registered_area": "500110107", "died": "no", "declared_dead": "no",
    "declared_missing": "no", "relation_to_head": "head", "married": "no", "lives_together": "yes", "legal_duty_in_family": "yes",
    "lives_independently": "yes", "applies_alone": "no", "schooling": "none", "can_work": "yes", "employed": "yes",
    "refusals_in_a_row": "0", "refusal_cut": "0", "has_livelihood": "yes", "disability_category": "none", "disability_grade": "none",
    "seriously_ill": "no", "can_eat": "yes", "can_dress": "yes", "can_get_up": "yes", "can_use_toilet": "yes",
    "can_walk_indoors": "yes", "can_bathe": "yes", "hardship_now": "no", "orphan": "no", "child_without_care": "no",
    "orphan_support_chosen": "no", "special_medical_group": "no", "religious_clergy": "no", "in_prison": "no", "soldier": "no",
    "lives_with_parents_or_siblings": "no", "bedridden": "no", "in_full_time_school": "no", "gives_up_support": "no",
    "refuses_community_work": "no", "own_insurance_contribution": "180", "medical_costs_left": "0", "withdraws": "no",
    "work_ability_restored": "no", "has_stable_income": "yes", "hardship_property_fits": "yes", "elderly": "no",
    "no_work_by_province": "no", "care_level_assessed": "self_care", "in_drug_rehabilitation": "no",
}  # fmt: skip
#: household, township, setting, and what each of its people earned last month
TINY = [
    ("h1", "500110107", "urban", ["300"]),
    ("h2", "500110107", "urban", ["550"]),
    ("h3", "500110107", "urban", ["620"]),
    ("h4", "500110107", "urban", ["650"]),
    ("h5", "500110107", "rural", ["300"]),
    ("h6", "500110107", "urban", [""]),
    ("h7", "500110107", "urban", ["580"]),
    ("h8", "500110108", "urban", ["400", "400"]),
]


def write_population(folder: Path, homes) -> Path:
    """Households with people who are alike but for their income."""
    folder.mkdir(parents=True)
    households, people = [], []
    for id_, area, setting, incomes in homes:
        households.append({"household_id": id_, "area": area, "setting": setting, **HOME})
        for number, income in enumerate(incomes, 1):
            role = {
                "relation_to_head": "head" if number == 1 else "spouse",
                "married": "no" if len(incomes) == 1 else "yes",
            }
            person = {"household_id": id_, "person_id": f"{id_}-{number}", **ADULT, **role, "income_last_month": income}
            people.append(person)
    for name, rows in (("households", households), ("people", people)):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, list(rows[0]))
            table.writeheader()
            table.writerows(rows)
    with (folder / "supporters.csv").open("w", encoding="utf-8", newline="") as file:
        file.write("household_id,person_id\n")
    return folder


@pytest.fixture(scope="session")
def packs() -> Path:
    return default_folder().resolve()


@pytest.fixture(scope="session")
def library(packs) -> Library:
    return Library.load(packs)


@pytest.fixture(scope="session")
def tiny(tmp_path_factory) -> Path:
    return write_population(tmp_path_factory.mktemp("tiny") / "people", TINY)


@pytest.fixture(scope="session")
def ask(tiny, library, tmp_path_factory):
    """A function that forecasts a change for the tiny population and gives the result."""

    def run(*settings, people=tiny, out=None, **more):
        options = {name: more.pop(name) for name in ("workers", "chunk", "replace", "progress") if name in more}
        options.setdefault("workers", 1)
        folder = out or tmp_path_factory.mktemp("forecast") / "out"
        asked = Asked(more.pop("on", DAY), settings=settings, **more)
        return simulate(people, library, asked, folder, **options)

    return run


@pytest.fixture(scope="session")
def raised(ask):
    """The urban standard raised from 500 to 600."""
    return ask(RAISED)


@pytest.fixture(scope="session")
def changed_pack(packs, tmp_path_factory) -> Path:
    """A copy of the pack of the district with 600 where it has 500."""
    text = (packs / "500110" / "standards.md").read_text(encoding="utf-8")
    assert text.count("value: 500.00,") == 1
    path = tmp_path_factory.mktemp("pack") / "standards.md"
    path.write_text(text.replace("value: 500.00,", "value: 600.00,"), encoding="utf-8")
    return path


def whole(forecast, benefit):
    """The line of a benefit for all townships together."""
    return next(line for line in forecast["lines"] if line["area"] is None and line["benefit"] == benefit)
