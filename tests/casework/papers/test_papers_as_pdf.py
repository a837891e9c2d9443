"""A paper as PDF is A4, numbers its pages, has its Chinese fonts inside, and asks nothing of the outside."""

import re
import subprocess

import pytest

from minsheng.casework.papers import compose, paper_kinds, pdf
from minsheng.casework.papers.pdf import _fetch_nothing, html


def test_nothing_is_fetched():
    with pytest.raises(ValueError, match="papers fetch nothing"):
        _fetch_nothing("https://example.org/font.woff2")


def test_the_page_names_nothing_of_the_outside(particulars):
    page = html(compose("hardship_certificate", particulars("hardship")))
    assert re.findall(r"(?:src|href)=|url\(|@import", page) == []


def test_what_a_number_holds_cannot_leave_its_place_in_the_style(particulars):
    page = html(compose("application", particulars(number='"; } body { display: none } </style><script>')))
    style = page.partition("<style>")[2].partition("</style>")[0]
    assert "<script>" not in page
    assert style.rstrip().endswith("height: 28mm }")
    assert "body { display: none }" not in style


@pytest.mark.full
@pytest.mark.fonts
@pytest.mark.parametrize("kind", paper_kinds(), ids=lambda kind: kind.name)
def test_every_paper_is_a_page_to_print(kind, particulars, tmp_path):
    refusal = kind.name == "refusal_notice"
    path = tmp_path / "paper.pdf"
    path.write_bytes(
        pdf(compose(kind.name, particulars("near_poor" if refusal else "dibao", status="no" if refusal else "")))
    )

    def says(*command):
        return subprocess.run([*command], capture_output=True, text=True, check=True).stdout

    assert "(A4)" in says("pdfinfo", str(path))
    fonts = says("pdffonts", str(path)).splitlines()[2:]
    assert fonts
    assert all(re.search(r"\byes\s+(yes|no)\s+(yes|no)\s+\d+\s+\d+$", line) for line in fonts)
    text = re.sub(r"\s", "", says("pdftotext", str(path), "-"))
    assert kind.title.zh in text
    assert re.search(r"第1页/共\d页", text)
    assert "\ufffd" not in text
