"""Citizen identity numbers (GB 11643): 6 digits of area, 8 of birth date, 3 of sequence (odd is male), 1 check digit.

No message of this module repeats a number: a wrong one may be a typing slip away from somebody's real one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from minsheng.policy.language import N_

__all__ = ["birth_date_of", "check_digit", "masked", "normal", "problems_of", "sex_of"]

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_FORM = re.compile(r"[0-9]{17}[0-9X]")
_FIRST_YEAR = 1900
#: The provinces of GB/T 2260; 81, 82 and 83 are residents from Hong Kong, Macao and Taiwan.
_PROVINCES = frozenset(
    {11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46}
    | {50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83}
)


def normal(number: str) -> str:
    """The number as it is compared: without outer spaces, its check digit in capitals.

    >>> normal(" 11010519491231002x ")
    '11010519491231002X'
    """
    return number.strip().upper()


def check_digit(first17: str) -> str:
    """The check digit (ISO 7064 MOD 11-2) of the first 17 digits.

    Args:
        first17: seventeen digits.

    Raises:
        ValueError: not seventeen digits.

    >>> check_digit("11010519491231002")     # the example of the standard
    'X'
    """
    if not re.fullmatch(r"[0-9]{17}", first17):
        raise ValueError("seventeen digits are needed")
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True)) % 11]


def problems_of(number: str, latest: date | None = None) -> Sequence[str]:
    """What is wrong with a number: templates for people, none of which repeats it; empty when it is right.

    Whether the number was ever given to somebody cannot be known from it.

    Args:
        number: eighteen characters; a small ``x`` and outer spaces are accepted.
        latest: the last birth date that is possible; any when left out.

    >>> problems_of("11010519491231002X")
    []
    >>> problems_of("110105194912310021")
    ['the check digit (the last character) of the ID number does not fit']
    """
    number = normal(number)
    if re.fullmatch(r"[0-9]{15}", number):
        return [N_("this is an ID number of the old form with 15 digits; the one with 18 is needed")]
    if not _FORM.fullmatch(number):
        return [N_("an ID number has 17 digits and a check digit (0 to 9 or X)")]
    problems = []
    if int(number[:2]) not in _PROVINCES:
        problems.append(N_("the first two digits of the ID number are not those of a province"))
    birth = _date_in(number)
    if birth is None:
        problems.append(N_("the ID number has a date of birth that does not exist"))
    elif birth.year < _FIRST_YEAR or (latest is not None and birth > latest):
        problems.append(N_("the ID number has a date of birth that is out of range"))
    if check_digit(number[:17]) != number[17]:
        problems.append(N_("the check digit (the last character) of the ID number does not fit"))
    return problems


def birth_date_of(number: str) -> date:
    """The date of birth in a number.

    Raises:
        ValueError: the number is wrong, see :func:`problems_of`.

    >>> str(birth_date_of("11010519491231002X"))
    '1949-12-31'
    """
    number = _right(number)
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def sex_of(number: str) -> str:
    """``male`` or ``female``, from the sequence in a number.

    Raises:
        ValueError: the number is wrong, see :func:`problems_of`.

    >>> sex_of("11010519491231002X")
    'female'
    """
    return "male" if int(_right(number)[16]) % 2 else "female"


def masked(number: str) -> str:
    """The number as it may be shown: its first three and last two characters; shorter than 15, nothing of it.

    >>> masked("11010519491231002X"), masked("1101")
    ('110*************2X', '****')
    """
    number = normal(number)
    if len(number) < 15:
        return "*" * len(number)
    return f"{number[:3]}{'*' * (len(number) - 5)}{number[-2:]}"


def _date_in(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def _right(number: str) -> str:
    problems = problems_of(number)
    if problems:
        raise ValueError("; ".join(problems))
    return normal(number)
