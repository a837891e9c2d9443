"""The right to appeal: that of the document itself, otherwise that of the law which holds for all."""

from datetime import date

import pytest

from minsheng.policy.library import Library, default_folder


@pytest.fixture(scope="module")
def packs():
    return Library.load(default_folder().resolve())


@pytest.mark.parametrize(
    ("document", "article"),
    [
        ("民发〔2021〕57号", "第三十八条"),
        ("民发〔2021〕43号", "第六十五条"),
        ("兰政办发〔2017〕36号", "第六十五条"),
    ],
)
def test_the_own_article_or_that_of_the_general_law(packs, document, article):
    assert packs.as_of(date(2022, 6, 1), "620171").appeal(document).cites == (article,)


def test_an_older_law_is_not_that_of_a_later_document(packs):
    right = packs.as_of(date(2017, 3, 1), "500110").appeal("民发〔2021〕57号")
    assert right.cites == ("第六十五条",)
