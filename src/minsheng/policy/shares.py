"""Splitting an amount by payer: every fen has exactly one payer, and the parts add up to the amount."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

__all__ = ["split"]


def split(amount: int, shares: Mapping[str, Fraction]) -> dict[str, int]:
    """Split whole fen by shares that add to one.

    Each part is rounded down; the fen left over go to the largest remainders, in ties in the order given.

    >>> split(10001, {"city": Fraction(3, 5), "county": Fraction(2, 5)})
    {'city': 6001, 'county': 4000}
    """
    exact = {payer: amount * share for payer, share in shares.items()}
    parts = {payer: value.numerator // value.denominator for payer, value in exact.items()}
    left = amount - sum(parts.values())
    by_remainder = sorted(shares, key=lambda payer: parts[payer] - exact[payer])
    for payer in by_remainder[:left]:
        parts[payer] += 1
    return parts
