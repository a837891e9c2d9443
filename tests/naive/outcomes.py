"""Outcomes of benefits: status, amount, and who bears it."""

from __future__ import annotations

from fractions import Fraction

from tests.naive.evaluator import Naive, NotSaid
from tests.naive.unsettled import FACT, SETTING, Open, is_open

OPEN = "open"
PAYERS = ("central", "province", "city", "county", "township", "fund")


def status_of(received: object) -> str:
    """One of the four; what waits for a fact and a setting cannot be told yet, and what does not apply is not granted."""
    if not is_open(received):
        return "yes" if received else "no"
    return waiting_status(received) or ("cannot_tell_yet" if received.waits_for else "no")


def waiting_status(value: object) -> str:
    """What is missing: a fact, or a figure of the place; empty when it is neither."""
    waits = value.waits_for if isinstance(value, Open) else ()
    return "cannot_tell_yet" if FACT in waits else "needs_local_setting" if SETTING in waits else ""


def split(amount: Fraction, shares: dict[str, Fraction]) -> dict[str, Fraction]:
    """An amount payer by payer in whole fen: rounded down, and what is left goes fen by fen to those who lost most."""
    exact = {payer: amount * share for payer, share in shares.items()}
    parts = {payer: Fraction(part.numerator // part.denominator) for payer, part in exact.items()}
    while sum(parts.values()) < amount:
        loser = max(exact, key=lambda payer: exact[payer] - parts[payer])
        parts[loser] += 1
    return parts


def outcome(naive: Naive, name: str, being) -> tuple[str, object, object]:
    """Status, amount and shares of a benefit for somebody; no amount where it is in kind or not received."""
    if being.id != "family/0" and any(is_open(belongs) for _, belongs in being.members):
        raise NotSaid("what a family receives that may not be there")
    status = status_of(naive.rule(f"receives.{name}", being))
    trees = naive.law.in_force["benefit", name].trees
    if "amount" not in trees or status != "yes":
        return status, None, None
    amount = naive.rule(f"amount.{name}", being)
    if isinstance(amount, Open):
        missing = waiting_status(amount)
        return (missing, None, None) if missing else (status, OPEN, None)
    if "borne" not in trees:
        return status, amount, None
    shares = naive.value(trees["borne"], {"self": being})
    return status, amount, OPEN if is_open(shares) else split(amount, shares)


def outcomes(naive: Naive) -> dict[tuple[str, str], tuple[str, object, object]]:
    """The outcomes of a household by benefit and by whom they are for; left out where the reference is silent."""
    found = {}
    for (kind, name), definition in naive.law.in_force.items():
        if kind == "benefit":
            try:
                beings = naive.all_of(definition.item.entity)
            except NotSaid:
                continue
            for being in beings:
                try:
                    found[name, being.id] = outcome(naive, name, being)
                except NotSaid:
                    continue
    return found
