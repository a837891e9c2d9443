"""A refusal carries the reasons of the decision word for word, in the PDF and in the Word document."""

import io
import re
import subprocess
from html.parser import HTMLParser

import pytest

from minsheng.casework.papers import compose, pdf, word
from minsheng.casework.papers.pdf import html


def squeezed(text):
    return re.sub(r"\s", "", text)


def reasons(given):
    """The words of the decision on this refusal: from its head to the next blank line."""
    alone = given.decision.explain("zh", benefit=given.outcome.benefit)
    blocks = [block.strip() for block in alone.split("\n\n") if block.strip().startswith("■")]
    name = given.decision.name(given.outcome, "zh")
    (own,) = [block for block in blocks if f"· {name} · 否" in block.splitlines()[0]]
    return [squeezed(line) for line in own.splitlines()]


def in_word(data):
    from docx import Document

    document = Document(io.BytesIO(data))
    return squeezed("".join(paragraph.text for paragraph in document.paragraphs))


@pytest.fixture(params=["near_poor", "hardship"])
def given(request, particulars):
    return particulars(request.param, status="no", refused=True)


def test_every_line_stands_in_the_word_document(given):
    text, lines = in_word(word(compose("refusal_notice", given))), reasons(given)
    assert len(lines) > 5
    assert [line for line in lines if line not in text] == []


def test_every_line_stands_in_the_page_of_the_pdf(given):
    class Texts(HTMLParser):
        found = ""

        def handle_data(self, data):
            self.found += data

    page = Texts()
    page.feed(html(compose("refusal_notice", given)))
    assert [line for line in reasons(given) if line not in squeezed(page.found)] == []


@pytest.mark.full
@pytest.mark.fonts
def test_every_line_stands_in_the_pdf(given, tmp_path):
    path = tmp_path / "refusal.pdf"
    path.write_bytes(pdf(compose("refusal_notice", given)))
    text = squeezed(subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout)
    assert [line for line in reasons(given) if line not in text] == []
