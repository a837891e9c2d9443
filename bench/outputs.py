"""The fourteen outputs that are measured and compared, by the names of their rules."""

from __future__ import annotations

__all__ = ["DECISIONS", "HOUSEHOLDS", "OUTPUTS", "PEOPLE", "ROUNDED", "peer_name"]

PEOPLE = (
    "counted_income",
    "hardship",
    "hardship.living",
    "hardship.care",
    "medical.assistance",
    "disability.living",
    "disability.nursing",
    "person_total",
)
HOUSEHOLDS = (
    "household_income",
    "income_per_head",
    "dibao.eligible",
    "dibao.amount",
    "household_total",
    "municipal_part",
)
OUTPUTS = (*PEOPLE, *HOUSEHOLDS)
#: Answers, in the order in which one rests on the other.
DECISIONS = ("hardship", "dibao.eligible")
#: Amounts that our side rounds to the fen and the other side does not. All others are whole fen by themselves, but for the income per head.
ROUNDED = ("medical.assistance", "person_total", "household_total", "municipal_part")


def peer_name(rule: str) -> str:
    """The variable of the other engine for a rule.

    >>> peer_name("dibao.amount")
    'dibao_amount'
    """
    return rule.replace(".", "_")
