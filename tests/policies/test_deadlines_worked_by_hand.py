"""Deadlines worked out by hand from the documents, against the clocks and steps that the packs give their processes.

The start day is not counted. A period in calendar days that ends on a day off ends on the next working day. A clock that
stops does not count the days between the beginning and the end of the steps that stop it. Days off, from the notices of
the State Council: 2017-04-02 to 04 (04-01 worked), 2017-04-29 to 05-01; 2018-04-05 to 07 (04-08 worked), 2018-04-29 to
05-01 (04-28 worked); 2021-09-19 to 21 (09-18 worked), 2021-10-01 to 07 (09-26 and 10-09 worked).
"""

from datetime import date

import pytest

from minsheng.policy.deadline import Due, Span, due, parse_span
from minsheng.policy.library import Library
from minsheng.policy.pack import Process

CHONGQING, DIBAO, HARDSHIP, LANZHOU = (
    "重庆市城乡居民最低生活保障条例",
    "民发〔2021〕57号",
    "民发〔2021〕43号",
    "兰政办发〔2017〕36号",
)
APPLICATION, SUPPORT = "dibao.application", "hardship.application"
NOTICE_OF_MARCH = {"notice.begun": date(2018, 3, 15), "notice.ended": date(2018, 3, 22)}
REVIEW_OF_MARCH = {"villagers_review.begun": date(2018, 3, 12), "villagers_review.ended": date(2018, 3, 14)}
SECOND_NOTICE = {"second_notice.begun": date(2018, 3, 26), "second_notice.ended": date(2018, 3, 29)}


def process(library: Library, document: str, name: str) -> Process:
    return next(p for pack in library.packs if pack.document == document for p in pack.processes if p.name == name)


def days_stopped(steps: tuple[str, ...], events: dict[str, date]) -> int:
    """The days of the steps that stop a clock and have happened."""
    happened = [step for step in steps if f"{step}.ended" in events]
    return sum((events[f"{step}.ended"] - events[f"{step}.begun"]).days for step in happened)


def last_day(procedure: Process, what: str, events: dict[str, date], *, extended: bool = False) -> date:
    """The last day of a step (``step NAME``) or of a clock (``clock NAME``)."""
    kind, _, name = what.partition(" ")
    if kind == "step":
        step = next(s for s in procedure.steps if s.name == name)
        return due(events[f"{name}.begun"], parse_span(step.lasts)).date
    clock = next(c for c in procedure.clocks if c.name == name)
    span = parse_span(clock.at_most)
    more = days_stopped(clock.stops, events) + (parse_span(clock.extension).count if extended else 0)
    return due(events[clock.start], Span(span.count + more, span.unit)).date


@pytest.mark.parametrize(
    ("document", "name", "what", "events", "expected"),
    [
        # 第十九条: 30 calendar days; the 30th is 2018-03-31, a Saturday
        (CHONGQING, APPLICATION, "clock whole", {"accepted": date(2018, 3, 1)}, date(2018, 4, 2)),
        # 第十九条第二款: 2 days of review by the neighbours and 7 of notice do not count; 30 + 9 days after 2018-03-01
        (
            CHONGQING,
            APPLICATION,
            "clock whole",
            {"accepted": date(2018, 3, 1), **REVIEW_OF_MARCH, **NOTICE_OF_MARCH},
            date(2018, 4, 9),
        ),
        # 第十八条第三项: with the second notice 2 + 7 + 3 days do not count; the second examination (03-22 to 03-26) does
        (
            CHONGQING,
            APPLICATION,
            "clock whole",
            {"accepted": date(2018, 3, 1), **REVIEW_OF_MARCH, **NOTICE_OF_MARCH, **SECOND_NOTICE},
            date(2018, 4, 12),
        ),
        # the last day itself is in time: 2018-04-10 + 30 days is Thursday 2018-05-10
        (CHONGQING, APPLICATION, "clock whole", {"accepted": date(2018, 4, 10)}, date(2018, 5, 10)),
        (CHONGQING, APPLICATION, "step notice", {"notice.begun": date(2018, 3, 15)}, date(2018, 3, 22)),
        (CHONGQING, APPLICATION, "step second_notice", {"second_notice.begun": date(2018, 3, 26)}, date(2018, 3, 29)),
        # 民发〔2021〕57号 第十五条: 09-14, 15, 16; and over Mid-Autumn 09-18 (worked), 22, 23
        (DIBAO, APPLICATION, "clock begin_survey", {"accepted": date(2021, 9, 13)}, date(2021, 9, 16)),
        (DIBAO, APPLICATION, "clock begin_survey", {"accepted": date(2021, 9, 17)}, date(2021, 9, 23)),
        # 第十七条: the same three days from the request to the county
        (DIBAO, APPLICATION, "clock begin_check", {"survey.ended": date(2021, 9, 17)}, date(2021, 9, 23)),
        # 第二十条: 09-26 to 30 are five, then 10-08, 09, 11, 12, 13
        (DIBAO, APPLICATION, "clock county", {"decision.begun": date(2021, 9, 24)}, date(2021, 10, 13)),
        # 第二十二条: 13 working days to 09-30, then 10-08, 09, 11 to 15, 18 to 22, 25 to 29
        (DIBAO, APPLICATION, "clock whole", {"accepted": date(2021, 9, 13)}, date(2021, 10, 29)),
        # 第十九条: seven days end on Mid-Autumn (Tuesday 2021-09-21)
        (DIBAO, APPLICATION, "step notice", {"notice.begun": date(2021, 9, 14)}, date(2021, 9, 22)),
        # 民发〔2021〕43号 第十三条: 13 working days to 09-30, then 10-08, 09
        (HARDSHIP, SUPPORT, "clock township", {"accepted": date(2021, 9, 13)}, date(2021, 10, 9)),
        # 第十五条 and 第十六条: five to 09-30, then 10-08, 09, 11 to 15, 18, 19, 20
        (HARDSHIP, SUPPORT, "clock after_objection", {"new_review.begun": date(2021, 9, 24)}, date(2021, 10, 20)),
        (HARDSHIP, SUPPORT, "clock county", {"decision.begun": date(2021, 9, 24)}, date(2021, 10, 20)),
        (HARDSHIP, SUPPORT, "step notice", {"notice.begun": date(2021, 9, 13)}, date(2021, 9, 22)),
        # 第二十三条 and 第二十六条
        (HARDSHIP, "care.reassessment", "clock county", {"accepted": date(2021, 9, 24)}, date(2021, 10, 13)),
        (HARDSHIP, "hardship.exit", "step notice", {"notice.begun": date(2021, 9, 13)}, date(2021, 9, 22)),
        (HARDSHIP, "hardship.exit", "clock after_objection", {"recheck.begun": date(2021, 9, 24)}, date(2021, 10, 20)),
        # 兰政办发〔2017〕36号 第十二条: 20 working days (04-01 is worked), 7 calendar days, 15 working days
        (LANZHOU, SUPPORT, "clock township", {"accepted": date(2017, 3, 27)}, date(2017, 4, 25)),
        (LANZHOU, SUPPORT, "step notice", {"notice.begun": date(2017, 4, 25)}, date(2017, 5, 2)),
        (LANZHOU, SUPPORT, "step notice", {"notice.begun": date(2017, 3, 28)}, date(2017, 4, 5)),
        (LANZHOU, SUPPORT, "clock county", {"decision.begun": date(2017, 5, 2)}, date(2017, 5, 23)),
    ],
)
def test_the_last_day_is_the_one_worked_out(library, document, name, what, events, expected):
    assert last_day(process(library, document, name), what, events) == expected


def test_special_cases_of_dibao_have_45_working_days(library):
    whole = process(library, DIBAO, APPLICATION)  # 30 end on 2021-10-29; then 11-01 to 05, 08 to 12, 15 to 19
    assert last_day(whole, "clock whole", {"accepted": date(2021, 9, 13)}, extended=True) == date(2021, 11, 19)


@pytest.mark.parametrize(("document", "name"), [(DIBAO, APPLICATION), (HARDSHIP, SUPPORT)])
def test_a_refusal_is_told_within_three_working_days(library, document, name):
    refusal = process(library, document, name).refusal
    told = due(date(2021, 9, 30), parse_span(str(refusal["within"])))  # 10-08, 10-09 (worked), 10-11
    assert (refusal["in"], refusal["with"], told) == ("writing", "reasons", Due(date(2021, 10, 11)))


@pytest.mark.parametrize(
    ("document", "name", "step", "leads_to"),
    [
        (LANZHOU, SUPPORT, "notice", "review"),  # 第十二条: examined again
        (DIBAO, APPLICATION, "notice", "new_survey"),  # 第十九条: a new opinion, sent on without another notice
        (HARDSHIP, SUPPORT, "notice", "new_review"),  # 第十五条: 15 working days and notice again
        (CHONGQING, APPLICATION, "notice", "re_check"),  # 第十八条第三项: three more days of notice
    ],
)
def test_an_objection_leads_where_the_document_says(library, document, name, step, leads_to):
    then = {s.name: dict(s.then) for s in process(library, document, name).steps}
    assert then[step]["objection"] == leads_to


@pytest.mark.parametrize(
    ("document", "name", "step", "outcome", "leads_to"),
    [
        (DIBAO, APPLICATION, "new_survey", "opinion", "decision"),  # no second notice
        (HARDSHIP, SUPPORT, "new_review", "opinion", "notice"),
        (CHONGQING, APPLICATION, "re_check", "done", "second_notice"),
        (CHONGQING, APPLICATION, "second_notice", "done", "decision"),
    ],
)
def test_the_second_round_is_the_one_of_the_document(library, document, name, step, outcome, leads_to):
    then = {s.name: dict(s.then) for s in process(library, document, name).steps}
    assert then[step][outcome] == leads_to
