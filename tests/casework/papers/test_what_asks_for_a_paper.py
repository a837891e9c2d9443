"""A case asks for its papers by what happened to it and by the process of its document."""

from dataclasses import replace

from minsheng.casework import Journey
from minsheng.casework.papers import compose, papers_wanted, papers_wanted_now
from minsheng.casework.papers.pdf import html

APPEAL = "行政复议"


def names(journey):
    return [kind.name for kind in papers_wanted(journey)]


def way(particulars, count, **options):
    full = particulars(**options).journey
    return Journey.of(full.process, full.events[:count], roles=full.roles)


def test_an_application_asks_for_three_papers(particulars):
    assert names(way(particulars, 1)) == ["application", "promise", "authority"]


def test_what_is_missing_asks_for_one_letter_and_acceptance_for_another(particulars):
    assert "correction_notice" in names(way(particulars, 2))
    assert "acceptance_notice" not in names(way(particulars, 3))
    assert "acceptance_notice" in names(way(particulars, 4))


def test_a_visit_asks_for_its_form_before_it_is_made(particulars):
    assert "home_visit_form" in names(way(particulars, 5))
    assert "check_report" not in names(way(particulars, 8))
    assert "check_report" in names(way(particulars, 9))


def test_a_step_that_lasts_asks_for_a_public_notice(particulars):
    assert "public_notice" not in names(way(particulars, 12))
    assert "public_notice" in names(way(particulars, 13))


def test_the_end_asks_for_a_letter(particulars):
    granted, refused = names(particulars().journey), names(particulars(refused=True).journey)
    assert "confirmation_notice" in granted
    assert "refusal_notice" not in granted
    assert "refusal_notice" in refused
    assert "confirmation_notice" not in refused
    assert "approval_form" in granted


def test_the_certificate_is_asked_for_where_the_document_issues_it(particulars, decision):
    assert "hardship_certificate" not in names(particulars().journey)
    process = particulars().journey.process
    issuing = replace(process, issues=decision.law.processes["hardship.application"].issues)
    full = particulars().journey
    assert "hardship_certificate" in names(Journey.of(issuing, full.events, roles=full.roles))


def test_a_refusal_says_where_to_appeal_with_the_article(particulars):
    given = particulars("near_poor", status="no", refused=True)
    page = html(compose("refusal_notice", given))
    assert APPEAL in page
    assert "第三十八条" in page


def test_without_such_a_law_only_where_the_document_wants_it(particulars, monkeypatch):
    given = particulars("near_poor", status="no", refused=True)
    monkeypatch.setitem(given.decision.law.__dict__, "appeals", [])
    assert APPEAL not in html(compose("refusal_notice", given))
    process = replace(given.journey.process, refusal={**given.journey.process.refusal, "with": ["reasons", "appeal"]})
    wanting = Journey.of(process, given.journey.events, roles=given.journey.roles)
    assert APPEAL in html(compose("refusal_notice", replace(given, journey=wanting)))


def now(journey):
    return [kind.name for kind in papers_wanted_now(journey)]


def test_what_the_step_asks_for_now(particulars):
    assert now(way(particulars, 1)) == ["application", "promise", "authority"]
    assert now(way(particulars, 4)) == ["acceptance_notice", "home_visit_form"]
    assert now(way(particulars, 13)) == ["public_notice"]
    assert "confirmation_notice" in now(particulars().journey)
    assert "acceptance_notice" not in now(particulars().journey)


def test_a_notice_says_what_is_intended(particulars, decision):
    given = particulars()
    assert "纳入" in html(compose("public_notice", given))
    leaving = replace(given.journey.process, effects=(("approved", "ends"), ("refused", "keeps")))
    ends = Journey.of(leaving, given.journey.events, roles=given.journey.roles)
    page = html(compose("public_notice", replace(given, journey=ends)))
    assert "拟终止" in page
    assert "纳入" not in page
