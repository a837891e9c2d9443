"""The page that tells which need of the documents is met by what names things that are really in the packs."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROWS = re.findall(
    r"^\|[^|]*\|[^|]*\| `([^`]+)` › `([^`]+)` \|$",
    (ROOT / "docs" / "reference" / "needs.md").read_text(encoding="utf-8"),
    flags=re.MULTILINE,
)


def test_every_row_of_the_page_is_read():
    page = (ROOT / "docs" / "reference" / "needs.md").read_text(encoding="utf-8")
    assert len(ROWS) == page.count("\n| ") - 1  # all but the head of the table


@pytest.mark.parametrize(("file", "name"), ROWS)
def test_what_the_page_names_is_in_the_pack(file, name):
    assert name in (ROOT / "policies" / file).read_text(encoding="utf-8")
