"""A small made-up county, the vocabulary, and ways to spoil a population."""

import csv
from datetime import date
from functools import partial
from pathlib import Path

import pytest

pytest.importorskip("pyarrow")

from minsheng.policy.library import Library, default_folder  # noqa: E402
from minsheng.population.scan import scan  # noqa: E402
from minsheng.population.synthetic import make_county  # noqa: E402

DAY = date(2017, 12, 31)


@pytest.fixture(scope="session")
def packs() -> Path:
    return default_folder().resolve()


@pytest.fixture(scope="session")
def vocabulary(packs):
    return Library.load(packs, strict=False).vocabulary


@pytest.fixture(scope="session")
def scan_here(packs):
    """A scan in this process, with the packs loaded once for all tests."""
    library = Library.load(packs)
    return partial(scan, library_folder=packs, workers=1, load=lambda folder: library)


@pytest.fixture(scope="session")
def county(tmp_path_factory, vocabulary) -> Path:
    """A thousandth of the county: about 1,000 people."""
    folder = tmp_path_factory.mktemp("county")
    make_county(folder, vocabulary, scale=0.001)
    return folder


def write_rows(path: Path, rows: list[dict[str, str]]) -> None:
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, names, restval="")
        table.writeheader()
        table.writerows(rows)


@pytest.fixture
def small(tmp_path) -> Path:
    """Three households as CSV, all right."""
    folder = tmp_path / "small"
    folder.mkdir()
    write_rows(
        folder / "households.csv",
        [
            {
                "household_id": "h1",
                "area": "500110107",
                "setting": "rural",
                "financial_assets": "1200.50",
                "dibao_now": "true",
            },
            {"household_id": "h2", "area": "500110107", "setting": "urban", "financial_assets": "0", "dibao_now": "no"},
            {"household_id": "h3", "area": "500110108", "setting": "", "financial_assets": "", "dibao_now": "否"},
        ],
    )
    write_rows(
        folder / "people.csv",
        [
            {
                "household_id": "h1",
                "person_id": "p1",
                "id_number": "11010519491231002X",
                "birth_date": "1949-12-31",
                "wage_income": "0.00",
            },
            {
                "household_id": "h1",
                "person_id": "p2",
                "id_number": "",
                "birth_date": "1950-02-28",
                "wage_income": "589",
            },
            {
                "household_id": "h2",
                "person_id": "p3",
                "id_number": "",
                "birth_date": "1988-02-29",
                "wage_income": "3500.5",
            },
            {"household_id": "h3", "person_id": "p4", "id_number": "", "birth_date": "", "wage_income": ""},
        ],
    )
    write_rows(folder / "supporters.csv", [{"household_id": "h1", "person_id": "p1", "kinship": "child", "able": "是"}])
    return folder


@pytest.fixture
def spoil():
    """Change one cell of a CSV; ``row`` as a spreadsheet numbers it, the header being row 1."""

    def change(folder: Path, file: str, row: int, **cells: str) -> None:
        path = folder / file
        with path.open(encoding="utf-8", newline="") as opened:
            rows = list(csv.DictReader(opened))
        rows[row - 2].update(cells)
        write_rows(path, rows)

    return change
