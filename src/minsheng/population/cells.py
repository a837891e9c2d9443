"""Columns of cells, whole columns at a time: from Parquet or CSV to one canonical form, with a mask of every cell that is wrong.

Canonical: ``bool``, ``int64`` (numbers; money in fen), ``date32``, text; a choice is its place among the vocabulary's values (``int16``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from minsheng.policy.idnumber import check_digit, problems_of
from minsheng.policy.language import N_
from minsheng.policy.types import DURATIONS, RATIO, ValueProblem, parse_value
from minsheng.population.areas import AREA_CODE
from minsheng.population.schema import Column

__all__ = [
    "MOST_FEN",
    "Cells",
    "Problem",
    "bytes_of",
    "canonical_type",
    "check_cells",
    "from_text",
    "from_typed",
    "mask_of",
    "right_id_numbers",
]

Mask = npt.NDArray[np.bool_]

#: No amount may be above a billion yuan, no number above a million, no date before 1900: beyond that a unit was mistaken.
MOST_FEN = 100_000_000_000
MOST_NUMBER = 1_000_000
FIRST_DAY = date(1900, 1, 1)

_EXPECTED = {
    "bool": N_("true or false was expected"),
    "money": N_("an amount in yuan with at most two decimals was expected, such as 589.00"),
    "int": N_("a whole number was expected"),
    "date": N_("a date that exists was expected, as YYYY-MM-DD"),
    "ratio": N_("a ratio was expected, such as 0.73, 3/2 or 60%"),
}
_ID_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], np.int16)
#: Days of each month, none for what is no month.
_LONGEST = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0], np.int16)
_TRUE = ("true", "yes", "1", "是")
_FALSE = ("false", "no", "0", "否")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with the cells of a mask. ``each`` gives the message for one cell where it depends on the cell."""

    mask: Mask
    message: str
    hint: str = ""
    params: dict[str, object] = field(default_factory=dict)
    each: Callable[[object], str] | None = None


@dataclass(frozen=True, slots=True)
class Cells:
    """A column in canonical form; cells that could not be read are null and in ``problems``. ``refused``: the wrong type of the column."""

    array: pa.Array
    problems: tuple[Problem, ...] = ()
    refused: str = ""


def _kind(column: Column) -> str:
    return "int" if column.type.kind in DURATIONS else column.type.kind


def canonical_type(column: Column) -> pa.DataType:
    """The Arrow type of the canonical form.

    >>> from minsheng.policy.types import Type
    >>> canonical_type(Column("sex", Type("choice", values=("male", "female"))))
    DataType(int16)
    """
    return {"bool": pa.bool_(), "int": pa.int64(), "money": pa.int64(), "date": pa.date32(), "choice": pa.int16()}.get(
        _kind(column), pa.string()
    )


def mask_of(array: pa.Array) -> Mask:
    """A Boolean array as a NumPy mask; null counts as false."""
    return pc.fill_null(array, False).to_numpy(zero_copy_only=False)


def _known(array: pa.Array) -> Mask:
    return mask_of(pc.is_valid(array))


def _expected(column: Column) -> Callable[[Mask], Problem]:
    if column.type.kind == "choice":
        return lambda mask: Problem(
            mask, N_("one of these was expected: {values}"), params={"values": ", ".join(column.type.values)}
        )
    return lambda mask: Problem(mask, _EXPECTED[_kind(column)])


def from_typed(column: Column, array: pa.Array) -> Cells:
    """A column of Parquet. Where its type is not the documented one, the whole column is refused.

    >>> from minsheng.policy.types import Type
    >>> from_typed(Column("wage_income", Type("money", period="month")), pa.array([1.5])).refused
    'double'
    """
    kind, given = _kind(column), array.type
    if pa.types.is_null(given):
        return Cells(pa.nulls(len(array), canonical_type(column)))
    words = pa.types.is_dictionary(given) and _is_text(given.value_type)
    if kind == "choice" and words:
        codes = _codes(column, array.dictionary)
        return _chosen(column, array, codes.take(array.indices.cast(pa.int32())))
    if kind == "choice" and _is_text(given):
        return _chosen(column, array, _codes(column, array))
    if kind in ("area", "text", "ratio") and (words or _is_text(given)):
        cells = array.cast(pa.string())
        return Cells(cells) if kind != "ratio" else from_text(column, cells)
    fits = {
        "bool": pa.types.is_boolean,
        "int": pa.types.is_integer,
        "money": pa.types.is_integer,
        "date": pa.types.is_date,
    }.get(kind)
    if fits is None or not fits(given):
        return Cells(pa.nulls(len(array), canonical_type(column)), refused=str(given))
    return Cells(array.cast(canonical_type(column)))


def _is_text(given: pa.DataType) -> bool:
    return bool(pa.types.is_string(given) or pa.types.is_large_string(given) or pa.types.is_string_view(given))


def _codes(column: Column, words: pa.Array) -> pa.Array:
    return pc.index_in(words.cast(pa.string()), value_set=pa.array(column.type.values, pa.string())).cast(pa.int16())


def _chosen(column: Column, array: pa.Array, codes: pa.Array) -> Cells:
    bad = _known(array) & ~_known(codes) if codes.null_count > array.null_count else None
    return Cells(codes, (_expected(column)(bad),) if bad is not None else ())


def from_text(column: Column, array: pa.Array) -> Cells:
    """A column of CSV: every cell is text; an empty one is null.

    >>> from minsheng.policy.types import Type
    >>> from_text(Column("wage_income", Type("money", period="month")), pa.array(["589.5", None])).array.to_pylist()
    [58950, None]
    """
    kind = _kind(column)
    if kind in ("text", "area"):
        return Cells(array)
    if kind == "choice":
        return _chosen(column, array, _codes(column, array))
    read = {"bool": _text_bool, "int": _text_int, "money": _text_money, "date": _text_date, "ratio": _text_ratio}[kind]
    values = read(array)
    bad = _known(array) & ~_known(values)
    return Cells(values, (_expected(column)(bad),) if bad.any() else ())


def _matching(array: pa.Array, pattern: str) -> pa.Array:
    return pc.if_else(pc.match_substring_regex(array, f"^{pattern}$"), array, pa.scalar(None, pa.string()))


def _text_bool(array: pa.Array) -> pa.Array:
    at = pc.index_in(pc.utf8_lower(array), value_set=pa.array([*_TRUE, *_FALSE]))
    return pc.less(at, len(_TRUE))


def _text_int(array: pa.Array) -> pa.Array:
    return _matching(array, r"-?\d{1,15}").cast(pa.int64())


def _text_money(array: pa.Array) -> pa.Array:
    exact = _matching(array, r"-?\d{1,13}(\.\d{1,2})?").cast(pa.decimal128(20, 2))
    unscaled = np.frombuffer(exact.buffers()[1], np.int64)[::2][exact.offset : exact.offset + len(exact)]
    return pa.array(unscaled, mask=~_known(exact))


def _text_date(array: pa.Array) -> pa.Array:
    fitting = _matching(array, r"\d{4}-\d{2}-\d{2}")
    known = _known(fitting)
    parts = bytes_of(pc.fill_null(fitting, "1970-01-01"), 10)[1].astype(np.int64) - 48
    year = parts[:, :4] @ np.array([1000, 100, 10, 1])
    month, day = parts[:, 5:7] @ np.array([10, 1]), parts[:, 8:] @ np.array([10, 1])
    first = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    days = (first + 1).astype("datetime64[D]") - first.astype("datetime64[D]")
    good = known & (month >= 1) & (month <= 12) & (day >= 1) & (day <= days.astype(np.int64))
    numbers = first.astype("datetime64[D]").astype(np.int64) + day - 1
    return pa.array(np.where(good, numbers, 0).astype(np.int32), mask=~good).cast(pa.date32())


def _text_ratio(array: pa.Array) -> pa.Array:
    return pa.array([text if text is not None and _is_ratio(text) else None for text in array.to_pylist()], pa.string())


def _is_ratio(text: str) -> bool:
    try:
        parse_value(text, RATIO)
    except ValueProblem:
        return False
    return True


def bytes_of(array: pa.Array, width: int) -> tuple[Mask, npt.NDArray[np.uint8]]:
    """Which texts have exactly ``width`` bytes, and the bytes of those as a matrix.

    >>> bytes_of(pa.array(["ab", "abc", None]), 2)[1].tolist()
    [[97, 98]]
    """
    array = pc.fill_null(array.cast(pa.string()), "")
    offsets = np.frombuffer(array.buffers()[1], np.int32)[array.offset : array.offset + len(array) + 1]
    fits = np.diff(offsets) == width
    data = np.frombuffer(array.buffers()[2] or b"", np.uint8)
    if fits.all():
        return fits, data[offsets[0] : offsets[-1]].reshape(len(array), width)
    return fits, data[offsets[:-1][fits][:, None] + np.arange(width)]


def right_id_numbers(array: pa.Array, latest: date) -> Mask:
    """Which ID numbers are plainly right (GB 11643): form, date of birth, check digit; null counts as right.

    >>> right_id_numbers(pa.array(["11010519491231002X", "110105194912310021", None]), date(2020, 1, 1)).tolist()
    [True, False, True]
    """
    result = ~_known(array)
    fits, matrix = bytes_of(array, 18)
    if not len(matrix):
        return result
    digits = np.ascontiguousarray(matrix.T) - np.uint8(48)  # what is below "0" comes out far above 9
    good = (digits[:17] <= 9).all(axis=0)
    last = np.where((matrix[:, 17] == ord("X")) | (matrix[:, 17] == ord("x")), np.uint8(10), digits[17])
    small = np.minimum(digits, np.uint8(9)).astype(np.int16)
    total = np.zeros(len(matrix), np.int16)
    for place, weight in enumerate(_ID_WEIGHTS):
        total += small[place] * weight
    good &= (12 - total % 11) % 11 == last
    year = small[6] * 1000 + small[7] * 100 + small[8] * 10 + small[9]
    month, day = small[10] * 10 + small[11], small[12] * 10 + small[13]
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    longest = _LONGEST[np.minimum(month, 13)] + ((month == 2) & leap)
    good &= (year >= FIRST_DAY.year) & (day >= 1) & (day <= longest)
    good &= year.astype(np.int32) * 10_000 + month * 100 + day <= latest.year * 10_000 + latest.month * 100 + latest.day
    good &= _provinces()[small[0] * 10 + small[1]]
    result[np.flatnonzero(fits)] |= good
    return result


@cache
def _provinces() -> Mask:
    """Whether two digits are those of a province."""
    samples = [f"{first_two:02d}000019900101001" for first_two in range(100)]
    return np.array([not problems_of(sample + check_digit(sample)) for sample in samples])


def check_cells(column: Column, array: pa.Array, latest: date) -> Iterator[Problem]:
    """What is wrong with the values of a column in canonical form: range, sign, form, missing keys.

    Args:
        column: the column.
        array: its cells, canonical.
        latest: the last possible date (of birth, of anything that has happened).
    """
    if column.required and (array.null_count or column.type.kind == "text"):
        empty = ~_known(array)
        if column.type.kind == "text":
            empty |= mask_of(pc.equal(array, ""))
        if empty.any():
            yield Problem(empty, N_("this column is needed in every row"))
    if len(array) == array.null_count:
        return
    kind = _kind(column)
    if kind == "money":
        beyond = N_("the amount is out of range")
        below = beyond if column.may_be_negative else N_("an amount may not be below zero here")
        yield from _range(array, -MOST_FEN if column.may_be_negative else 0, MOST_FEN, below, beyond)
    elif kind == "int":
        yield from _range(
            array, 0, MOST_NUMBER, N_("a number may not be below zero here"), N_("the number is out of range")
        )
    elif kind == "date":
        first, last = (int(np.datetime64(day, "D").astype(np.int64)) for day in (FIRST_DAY, latest))
        yield from _range(
            array.cast(pa.int32()), first, last, N_("the date is before 1900"), N_("the date has not come yet")
        )
    elif kind == "area":
        words = array.dictionary_encode()
        fine = pa.array([bool(AREA_CODE.fullmatch(word)) for word in words.dictionary.to_pylist()])
        bad = _known(array) & ~mask_of(fine.take(words.indices))
        if bad.any():
            yield Problem(bad, N_("an area code of 2, 4, 6, 9 or 12 digits was expected"))
    elif column.name == "id_number":
        suspect = ~right_id_numbers(array, latest)
        for at in np.flatnonzero(suspect).tolist():
            suspect[at] = bool(problems_of(array[at].as_py(), latest))
        if suspect.any():
            yield Problem(suspect, "", each=lambda number: problems_of(str(number), latest)[0])


def _range(array: pa.Array, least: int, most: int, below: str, above: str) -> Iterator[Problem]:
    ends = pc.min_max(array).as_py()
    if ends["min"] < least:
        yield Problem(mask_of(pc.less(array, least)), below)
    if ends["max"] > most:
        yield Problem(mask_of(pc.greater(array, most)), above)
