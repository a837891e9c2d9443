"""Parameter tables: no two rows for the same ground, no choice left without a row, axes and area sets that exist."""

from __future__ import annotations

import difflib
from collections import Counter
from itertools import product

from minsheng.policy.blocks.parameters import FOUND_AXES
from minsheng.policy.finding import Findings
from minsheng.policy.language import N_
from minsheng.policy.library import Library
from minsheng.policy.pack import Parameter, Row
from minsheng.policy.symbols import symbols_of

__all__ = ["check_parameters"]


def check_parameters(library: Library) -> None:
    """Report overlaps and holes in the tables of all parameters."""
    symbols = symbols_of(library.packs, library.vocabulary, Findings())
    for pack in library.packs:
        for parameter in pack.parameters:
            _check_overlaps(parameter, library)
            _check_area_sets(parameter, library, symbols.area_sets)
            shape = symbols.parameters.get(parameter.name)
            if shape is not None:
                _check_holes(parameter, library, shape.axis_values)


def _ground(row: Row) -> tuple[object, ...]:
    return (row.area, row.area_set, row.first_day, tuple(sorted(row.keys)), row.demonstration)


def _check_overlaps(parameter: Parameter, library: Library) -> None:
    seen: dict[tuple[object, ...], Row] = {}
    for row in parameter.rows:
        other = seen.setdefault(_ground(row), row)
        if other is not row:
            library.findings.error(
                "P6",
                row.place,
                N_("{name} has two rows for the same ground; the other is at {other}"),
                N_("Keep one, or give them different `from:` days."),
                name=parameter.name,
                other=str(other.place),
            )


def _check_area_sets(parameter: Parameter, library: Library, known: set[str]) -> None:
    for row in parameter.rows:
        if row.area_set and row.area_set not in known:
            library.findings.error(
                "P7",
                row.place,
                N_("there is no area set {name}"),
                N_("Known: {known}."),
                name=row.area_set,
                known=", ".join(sorted(known)),
            )


def _check_words(parameter: Parameter, library: Library, axis_values: dict[str, tuple[str, ...]]) -> None:
    """An axis that is a choice fact has that fact's values and no others."""
    message, hint = N_("{value} is not possible here"), N_("Possible: {allowed}.")
    for row in parameter.rows:
        for axis, value in row.keys:
            allowed = axis_values.get(axis, ())
            if axis in library.vocabulary.facts and value not in allowed:
                library.findings.error("S7", row.place, message, hint, value=value, allowed=", ".join(allowed))


def _check_holes(parameter: Parameter, library: Library, axis_values: dict[str, tuple[str, ...]]) -> None:
    """Within each ground that has any row, every combination of choices must have one (a later row may rest on an earlier one)."""
    axes = [axis for axis in parameter.axes if axis not in FOUND_AXES]
    if not axes or not parameter.rows:
        return
    _check_words(parameter, library, axis_values)
    odd = _misspelled(parameter, axes)
    for row, axis, value, close in odd:
        library.findings.error(
            "P8",
            row.place,
            N_("{name} has no row for {missing}"),
            N_("{axis}: {value} stands here alone. Did you mean {close}?"),
            name=parameter.name,
            missing=close,
            axis=axis,
            value=value,
            close=close,
        )
    strange = {value for _, _, value, _ in odd}
    wanted = set(product(*([v for v in axis_values.get(axis, ()) if v not in strange] for axis in axes)))
    for place in dict.fromkeys((row.area, row.area_set) for row in parameter.rows):
        rows = [row for row in parameter.rows if (row.area, row.area_set) == place]
        have = {
            tuple(dict(row.keys)[axis] for axis in axes) for row in rows if all(axis in dict(row.keys) for axis in axes)
        }
        missing = sorted(wanted - have)
        if missing and not any(row in rows for row, *_ in odd):
            library.findings.error(
                "P8",
                rows[0].place,
                N_("{name} has no row for {missing}"),
                N_("Add the row, or one for every value."),
                name=parameter.name,
                missing="; ".join(", ".join(keys) for keys in missing),
            )


def _misspelled(parameter: Parameter, axes: list[str]) -> list[tuple[Row, str, str, str]]:
    """Rows with a value of an axis that is spelled nearly like one used more often: row, axis, value, the likely one."""
    found = []
    for axis in axes:
        counts = Counter(dict(row.keys)[axis] for row in parameter.rows if axis in dict(row.keys))
        for row in parameter.rows:
            value = dict(row.keys).get(axis, "")
            others = [other for other, count in counts.items() if count > counts[value]]
            close = difflib.get_close_matches(value, others, 1, 0.8)
            if close:
                found.append((row, axis, value, close[0]))
    return found
