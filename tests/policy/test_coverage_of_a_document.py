"""Which article is served by what; ranges of articles; holes."""

import pytest

from minsheng.policy.coverage import coverage, expand

DUTY = "- {who: {zh: 县, en: county}, what: {zh: 办, en: do}, cites: %s, served_by: policy}\n"


@pytest.mark.parametrize(
    ("written", "articles"),
    [
        ("第三条", ["第三条"]),
        ("第九条..第十一条", ["第九条", "第十条", "第十一条"]),
        ("第九十九条..第一百零一条", ["第九十九条", "第一百条", "第一百零一条"]),
        ("第二条第一项..第二条第三项", ["第二条第一项", "第二条第二项", "第二条第三项"]),
        ("一(一)..一(三)", ["一(一)", "一(二)", "一(三)"]),
        ("3.1..3.3", ["3.1", "3.2", "3.3"]),
        ("第一条..第二款", ["第一条", "第二款"]),
        ("甲..乙", ["甲", "乙"]),
    ],
)
def test_a_range_is_written_out(written, articles):
    assert expand(written) == articles


def served(packs, pack, articles, *cites, other=""):
    text = pack(duties="".join(DUTY % cite for cite in cites)).replace("articles: []", f"articles: {articles}")
    texts = {"a.md": text, **({"b.md": pack(document="乙", duties=DUTY % other)} if other else {})}
    library = packs(texts)
    found = {s.article: [name for _, name, _ in s.by] for s in coverage(library.packs[0], library.packs)}
    holes = [f.params["article"] for f in library.findings.errors if f.code == "K1"]
    assert holes == [article for article, by in found.items() if not by]
    return found


@pytest.mark.parametrize(
    ("cite", "article", "serves"),
    [
        ("第十条第六项", "第十条", True),
        ("第十条第六项", "第十条第六项", True),
        ("第十条", "第十条第六项", False),
        ("第一条之一", "第一条", False),
        ("第十一条", "第十条", False),
        ("一(二)三是", "一(二)", True),
        ("附件 表一", "附件", True),
    ],
)
def test_a_citation_serves_the_article_and_what_it_is_part_of(packs, pack, cite, article, serves):
    assert bool(served(packs, pack, f"[{article}]", cite)[article]) is serves


def test_an_article_that_nothing_cites_is_a_hole(packs, pack):
    assert served(packs, pack, "[第一条..第三条]", "第一条", "第三条")["第二条"] == []


def test_another_document_serves_an_article_by_naming_the_document(packs, pack):
    found = served(packs, pack, "[第一条, 第二条]", "第一条", other="试行办法 第二条")
    assert (len(found["第一条"]), len(found["第二条"])) == (1, 1)


def test_an_article_of_the_same_number_elsewhere_serves_nothing(packs, pack):
    assert served(packs, pack, "[第一条, 第二条]", "第一条", other="第二条")["第二条"] == []


def test_rows_exclusions_payments_and_tapers_serve_their_articles(packs, pack):
    text = pack(
        parameters="it: {label: {zh: 甲, en: a}, type: money/month, by: [area], cites: 第一条, values: [{value: 1.00, cites: 第二条}]}",
        benefit="""
one:
  label: {zh: 甲, en: a}
  of: person
  enter: can_work
  amount: it
  paid: {every: month, first: month_of_decision, cites: 第三条}
  taper: {if: orphan, from: above_since, lasts: 3, pays: paid_now, cites: 第四条}
  excludes: [{benefit: two, looks_at: receives, cites: 第五条}]
  cites: 第六条
two: {label: {zh: 乙, en: b}, of: person, enter: can_eat, yields_to: [{benefit: one, looks_at: receives, cites: 第七条}], cites: 第六条}
""",
    )
    library = packs({"a.md": text.replace("articles: []", "articles: [第一条..第七条]")})
    assert library.findings.errors == []


def test_every_article_of_the_real_documents_is_served(real):
    for document in real.packs:
        assert [s.article for s in coverage(document, real.packs) if not s.by] == []
    assert sum(len(coverage(document, real.packs)) for document in real.packs) > 300
