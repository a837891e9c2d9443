"""Three households as text, all right, and ways to spoil them."""

import csv
from pathlib import Path

HOUSEHOLDS = [
    {"household_id": "h1", "area": "500110107", "setting": "rural", "financial_assets": "1200.50", "dibao_now": "true"},
    {"household_id": "h2", "area": "500110107", "setting": "urban", "financial_assets": "0", "dibao_now": "no"},
    {"household_id": "h3", "area": "500110108", "setting": "", "financial_assets": "", "dibao_now": "否"},
]
PEOPLE = [
    {"household_id": "h1", "person_id": "p1", "id_number": "11010519491231002X", "birth_date": "1949-12-31"},
    {"household_id": "h1", "person_id": "p2", "id_number": "", "birth_date": "1950-02-28"},
    {"household_id": "h2", "person_id": "p3", "id_number": "", "birth_date": "1988-02-29"},
    {"household_id": "h3", "person_id": "p4", "id_number": "", "birth_date": ""},
]
SUPPORTERS = [{"household_id": "h1", "person_id": "p1", "kinship": "child", "able": "是"}]


def write_rows(path: Path, rows: list[dict[str, str]]) -> None:
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, names, restval="")
        table.writeheader()
        table.writerows(rows)


def write_small(folder: Path, **changed: list[dict[str, str]]) -> Path:
    """The three households, or other rows for some tables."""
    folder.mkdir()
    for name, rows in {"households": HOUSEHOLDS, "people": PEOPLE, "supporters": SUPPORTERS, **changed}.items():
        write_rows(folder / f"{name}.csv", rows)
    return folder


def spoilt(rows: list[dict[str, str]], row: int, **cells: str) -> list[dict[str, str]]:
    """The rows with some cells changed; ``row`` counts from 0."""
    return [{**content, **cells} if place == row else content for place, content in enumerate(rows)]
