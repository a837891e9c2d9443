"""A paper that was kept as plain data is printed exactly as it was."""

import json

import pytest

from minsheng.casework.papers import compose, paper_kinds
from minsheng.casework.papers.kept import paper_as_plain, paper_from_plain
from minsheng.casework.papers.pdf import html


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", paper_kinds(), ids=lambda kind: kind.name)
def test_word_for_word(particulars, kind, lang):
    refused = kind.name in ("refusal_notice", "change_notice")
    given = particulars("near_poor", status="no", refused=True) if refused else particulars()
    paper = compose(kind.name, given, lang)
    again = paper_from_plain(json.loads(json.dumps(paper_as_plain(paper), ensure_ascii=False)))
    assert html(again) == html(paper)
    assert again == paper
