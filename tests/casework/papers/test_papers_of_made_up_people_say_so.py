"""Whatever is printed about made-up people says so on every page, in whatever template; what is about others does not."""

import io
from dataclasses import replace

import pytest
from docx import Document

from minsheng.casework.papers import Particulars, compose, paper_kinds, word
from minsheng.casework.papers.pdf import html

MARK = {"zh": "合成示例", "en": "Made up"}


def headers(data):
    return "".join(p.text for section in Document(io.BytesIO(data)).sections for p in section.header.paragraphs)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", paper_kinds(), ids=lambda kind: kind.name)
def test_every_paper_of_the_example_is_marked(kind, lang, particulars):
    refusal = kind.name == "refusal_notice"
    paper = compose(kind.name, particulars("near_poor" if refusal else "dibao", status="no" if refusal else ""), lang)
    assert MARK[lang] in html(paper)
    assert MARK[lang] in headers(word(paper))


def test_a_template_of_an_office_cannot_leave_it_out(particulars, tmp_path):
    document = Document()
    document.add_paragraph("{{ office }}")
    document.sections[0].different_first_page_header_footer = True
    document.save(tmp_path / "promise.docx")
    made = Document(io.BytesIO(word(compose("promise", particulars()), tmp_path)))
    assert MARK["zh"] in made.sections[0].first_page_header.paragraphs[-1].text
    assert MARK["zh"] in made.sections[0].header.paragraphs[-1].text


def test_nobody_else_is_called_made_up():
    given = Particulars(office="示范镇", members=(), values={"applicant_name": "某人"})
    assert MARK["zh"] not in html(compose("promise", given))
    assert MARK["zh"] in html(compose("promise", replace(given, synthetic=True)))
