"""Spans as packs write them."""

import pytest

from minsheng.policy.deadline import Span, parse_span
from minsheng.policy.types import ValueProblem


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("7 days", Span(7, "days")),
        ("1 day", Span(1, "days")),
        ("20 working days", Span(20, "working days")),
        ("1 working day", Span(1, "working days")),
        ("3 months", Span(3, "months")),
        (" 1 year ", Span(1, "years")),
    ],
)
def test_a_span_is_read(text, span):
    assert parse_span(text) == span
    assert parse_span(str(span)) == span


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7",
        "days",
        "0 days",
        "-1 days",
        "7 Days",
        "7 workingdays",
        "1.5 months",
        "7 weeks",
        "101 years",
        "99999 days",
        "٧ days",
    ],
)
def test_what_is_no_span_is_refused(text):
    with pytest.raises(ValueProblem, match="20 working days"):
        parse_span(text)
