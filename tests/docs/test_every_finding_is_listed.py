"""Every code that the program can raise stands in the reference of findings, and nothing stands there that is gone."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src/minsheng"
#: One line of a table: ``| E4 | …``, ``| H4, H6 | …`` or ``| T01–T06 | …``.
CODES = re.compile(r"^\| ([A-Z]\d{1,2}(?:(?:, |–)[A-Z]\d{1,2})*) \|", re.MULTILINE)
CODE = re.compile(r"[A-Z]\d{1,2}")


def raised():
    """Every code in the source, with the file that has it: any text of that form but the names that a module offers."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for statement in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "__all__":
                continue
            for node in ast.walk(statement):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
                    found.setdefault(node.value, path.relative_to(ROOT).as_posix())
    return found


def listed(page):
    """Every code in the tables of a page, ranges written out."""
    codes = []
    for cell in CODES.findall((ROOT / "docs/reference" / page).read_text(encoding="utf-8")):
        for part in cell.split(", "):
            first, _, last = part.partition("–")
            numbers = range(int(first[1:]), int((last or first)[1:]) + 1)
            codes += [f"{first[0]}{number:0{len(first) - 1}d}" for number in numbers]
    return codes


PAGES = {page: listed(page) for page in ("findings.md", "household-file.md", "population-files.md")}
LISTED = {code for codes in PAGES.values() for code in codes}


def test_every_code_that_is_raised_is_listed():
    missing = {code: path for code, path in raised().items() if code not in LISTED}
    assert not missing, "these are raised and not listed in docs/reference/findings.md"


def test_every_listed_code_is_raised():
    assert LISTED - set(raised()) == set(), "these are listed and never raised"


def test_no_page_lists_a_code_twice():
    for page, codes in PAGES.items():
        assert len(codes) == len(set(codes)), page


def test_codes_are_found():
    """Enough of them, and those of every way in which the source writes one."""
    assert len(raised()) > 120
    assert {"E4", "H11", "F9", "T01", "T32", "T52", "Z1", "O2"} <= set(raised())
