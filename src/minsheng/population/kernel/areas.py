"""Area codes in the code of a kernel: a code is one number that keeps its digits and its length."""

from __future__ import annotations

from typing import Any

from llvmlite import ir

from minsheng.population.kernel.value import I64

__all__ = ["AREA_BOUNDS", "area_code", "area_number", "stem", "stem_of", "within"]

_DIGITS = 12
#: Codes are padded to twelve digits, with their length beside them.
AREA_BOUNDS = (0, 16 * 10**_DIGITS)
_COUNTRY = "100000"


def area_number(code: str) -> int:
    """The number that stands for an area code; other texts have none (-1).

    >>> area_number("620102") == area_number("620102000000"), area_number("Lanzhou")
    (False, -1)
    """
    if not code.isascii() or not code.isdigit() or len(code) > _DIGITS:
        return -1
    return int(code.ljust(_DIGITS, "0")) * 16 + len(code)


def area_code(number: int) -> str:
    """The code that a number stands for.

    >>> area_code(area_number("620102"))
    '620102'
    """
    return str(number >> 4).zfill(_DIGITS)[: number & 15]


def stem_of(code: str) -> int:
    """The number of the digits that say something, as :func:`minsheng.policy.functions.within_area` sees them; 0 for the whole country.

    >>> stem_of("620100") == area_number("6201"), stem_of("100000")
    (True, 0)
    """
    if code == _COUNTRY:
        return 0
    while 2 < len(code) <= 6 and code.endswith("00"):
        code = code[:-2]
    return area_number(code)


def stem(builder: ir.IRBuilder, area: Any) -> Any:
    """The same as :func:`stem_of`, for an area that is known only when the code runs."""

    def number(value: int) -> Any:
        return ir.Constant(I64, value)

    for length, digits in ((6, 6), (4, 8)):
        padded = builder.udiv(builder.lshr(area, number(4)), number(10**digits))
        ends_in_zeros = builder.icmp_signed("==", builder.urem(padded, number(100)), number(0))
        this_long = builder.icmp_signed("==", builder.and_(area, number(15)), number(length))
        shorter = builder.select(builder.and_(this_long, ends_in_zeros), number(2), number(0))
        country = builder.icmp_signed("==", area, number(area_number(_COUNTRY)))
        area = builder.select(country, area, builder.sub(area, shorter))
    return builder.select(builder.icmp_signed("==", area, number(area_number(_COUNTRY))), number(0), area)


def within(builder: ir.IRBuilder, place: Any, stem: Any) -> Any:
    """A bit: whether a place (:func:`area_number`) lies in an area (:func:`stem_of`)."""
    shift, mask = ir.Constant(I64, 4), ir.Constant(I64, 15)
    length, own = builder.and_(stem, mask), builder.and_(place, mask)
    power: Any = ir.Constant(I64, 10**_DIGITS)
    for digits in range(1, _DIGITS + 1):
        power = builder.select(
            builder.icmp_signed("==", length, ir.Constant(I64, digits)),
            ir.Constant(I64, 10 ** (_DIGITS - digits)),
            power,
        )
    same = builder.icmp_signed(
        "==", builder.udiv(builder.lshr(place, shift), power), builder.udiv(builder.lshr(stem, shift), power)
    )
    long_enough = builder.icmp_signed(">=", own, length)
    known = builder.icmp_signed(">=", place, ir.Constant(I64, 0))
    inside = builder.and_(builder.and_(same, long_enough), known)
    return builder.or_(inside, builder.icmp_signed("==", stem, ir.Constant(I64, 0)))
