"""A made-up county under the packs of the repository and a pack of rankings and shares for trial; small populations by hand."""

import csv
from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("pyarrow")

from minsheng.policy.library import Library, contents_of, default_folder  # noqa: E402
from minsheng.population.synthetic import make_county  # noqa: E402
from minsheng.population.table import Population  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2017, 12, 31)
AREA = "500110"
HEAD = """---
document: {document}
title: {{zh: {document}, en: trial rules}}
issuer: {{zh: 民生项目, en: the Minsheng project}}
rank: {rank}
area: {area}
in_force: 2017-01-01
articles: []
---

"""


def ruled(name, of, gives, is_):
    """A rule for a ``rules`` block."""
    return f'{name}: {{of: {of}, gives: {gives}, label: {{zh: 规则, en: rule}}, is: "{is_}", cites: 第一条}}\n'


def ranked(name, of, score, partition, order, *ties):
    """A ranking for a ``ranking`` block."""
    about = f"label: {{zh: 排序, en: order}}, of: {of}, order: {order}, ties: [{', '.join(ties)}], cites: 第一条"
    return f'{name}: {{{about}, score: "{score}", partition: {partition}}}\n'


def shared(name, numerator, denominator="count(h for h in households)"):
    """A share for an ``aggregate`` block."""
    label = "label: {zh: 份额, en: share}, cites: 第一条"
    return f'{name}: {{{label}, numerator: "{numerator}", denominator: "{denominator}"}}\n'


def pack(document="试行办法", area=AREA, rank="county", **blocks):
    """The text of a mini pack: its front matter, then the blocks as ``name="YAML"``."""
    text = HEAD.format(document=document, area=area, rank=rank)
    return text + "\n".join(f"```{name}\n{body.strip()}\n```\n" for name, body in blocks.items())


RULES = ruled("trial.age", "person", "years", "age_on(birth_date, facts_day)")
RULES += ruled("trial.line", "household", "money/month", "dibao.standard[setting]")
RANKINGS = (
    ranked("need", "family", "family.income_per_head", "village", "ascending", "family.income")
    + ranked("age", "person", "trial.age", "setting", "descending", "birth_date")
    + ranked("savings", "household", "financial_assets", "area", "descending", "villagers_score", "setting")
    + ranked("review", "family", "villagers_score", "dibao.eligible", "descending")
)
AGGREGATES = (
    shared("on_dibao", "count(f for f in families if f.receives.dibao)", "count(f for f in families)")
    + shared("work", "count(p for p in persons if p.can_work)", "count(p for p in persons if p.trial.age >= 16)")
    + shared("wages", "sum(p.wage_income for p in persons if p.can_work)", "count(p for p in persons if p.can_work)")
    + shared(
        "shortfall",
        "sum(max(0, f.trial.line - f.family.income_per_head) for f in families if f.dibao.eligible)",
        "sum(f.amount.dibao for f in families)",
    )
    + shared(
        "reach",
        "most(p.trial.age for p in persons) - least(p.trial.age for p in persons)",
        "2 if any(h.sudden_event for h in households) else 1 + count(h for h in households)",
    )
    + shared("savings", "least(h.financial_assets for h in households)", "most(h.financial_assets for h in households)")
)


@pytest.fixture(scope="session")
def packs() -> Path:
    return default_folder().resolve()


@pytest.fixture(scope="session")
def library(packs):
    """The packs of the repository, with rankings and shares for trial in the district of the county."""
    trial = pack(rules=RULES, ranking=RANKINGS, aggregate=AGGREGATES)
    return Library.from_contents({**contents_of(packs), "policies/500110/trial.md": trial}, packs)


@pytest.fixture(scope="session")
def law(library):
    return library.as_of(DAY, AREA)


@pytest.fixture(scope="session")
def county_folder(tmp_path_factory, library) -> Path:
    """A two-hundredth of the county: about 5,000 people."""
    folder = tmp_path_factory.mktemp("county")
    make_county(folder, library.vocabulary, scale=0.005)
    return folder


@pytest.fixture(scope="session")
def county(county_folder, library) -> Population:
    return Population.open(county_folder, library.vocabulary)


@pytest.fixture(scope="session")
def small_library():
    """A function that makes a library of texts by file name, with the small vocabulary of tests/language."""
    words = (ROOT / "tests/language/vocabulary.yaml").read_text(encoding="utf-8")

    def make(**texts):
        contents = {"packs/vocabulary/core.yaml": words, **{f"packs/{name}.md": text for name, text in texts.items()}}
        return Library.from_contents(contents, Path("packs"))

    return make


def write_rows(path: Path, names, rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, names, restval="")
        table.writeheader()
        table.writerows(rows)


@pytest.fixture
def people_of(tmp_path):
    """A function that writes a small population: each household as its facts and the facts of its people.

    ``supporters``: for each somebody's person_id and whether they are able; without them there is no such file.
    """

    def write(vocabulary, *homes, area="620100", supporters=None):
        folder = tmp_path / f"people{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        households, people = [], []
        for number, (facts, members) in enumerate(homes, 1):
            households.append({"household_id": f"h{number:02}", "area": area, **facts})
            for place, member in enumerate(members, 1):
                people.append({"household_id": f"h{number:02}", "person_id": f"h{number:02}-{place}", **member})
        for name, rows in (("households", households), ("people", people)):
            write_rows(folder / f"{name}.csv", list(dict.fromkeys(key for row in rows for key in row)), rows)
        if supporters is not None:
            rows = [{"household_id": person[:3], "person_id": person, "able": able} for person, able in supporters]
            write_rows(folder / "supporters.csv", ["household_id", "person_id", "able"], rows)
        return Population.open(folder, vocabulary)

    return write
