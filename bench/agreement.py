"""Our outputs against those of the other engine, cell by cell: ``python -m bench.agreement FOLDER [HOUSEHOLDS]``.

Our side is exact. The other side counts in yuan with float32, so some cells must differ. Every one that does is put into a
class; a cell that fits none is unexplained, which is a failure:

- ``same``: equal to the fen after rounding, or the same answer;
- ``coarse``: the amount is 131,072.00 yuan or more, where neighbouring float32 lie more than a fen apart (in fen they would
  hold every whole number up to 2**24 = 167,772.16 yuan);
- ``half_fen``: the error is below a twentieth of a fen, but the exact amount lies so near half a fen that its rounding went
  the other way;
- ``summed``: the error is larger, and the roundings on the way explain it, because an amount on the way is large;
- ``decided``: an answer that went the other way, because the two sides of a comparison are equal, or nearer to each other
  than float32 can tell (1767.00 / 3 < 589.00);
- ``follows``: it differs because of such an answer; with the answer of the other engine put in, our exact side agrees;
- ``unexplained``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import numpy as np

from bench import exact as exactly
from bench.columns import read_columns
from bench.float_error import FEN, bounds, coarse
from bench.outputs import DECISIONS, OUTPUTS, PEOPLE, ROUNDED, peer_name
from minsheng.policy import Law
from minsheng.policy.evaluation import Evaluation, evaluate
from minsheng.policy.instance import Instance

__all__ = ["CLASSES", "Agreement", "compare", "first_households"]

CLASSES = ("same", "coarse", "half_fen", "summed", "decided", "follows", "unexplained")
SAME, COARSE, HALF_FEN, SUMMED, DECIDED, FOLLOWS, UNEXPLAINED = range(len(CLASSES))
EXAMPLES = 3
#: An error of so many fen moves a rounding only where the exact amount is as near to half a fen.
SMALL = 0.05


@dataclass(slots=True)
class Agreement:
    """How many cells of each output fall into each class, and some examples of every class of differences."""

    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    examples: dict[str, list[dict[str, object]]] = field(default_factory=dict)

    @property
    def cells(self) -> int:
        """All cells compared."""
        return sum(self.total(name) for name in CLASSES)

    def total(self, kind: str) -> int:
        """Cells of one class."""
        return sum(count.get(kind, 0) for count in self.counts.values())

    def as_json(self) -> dict[str, object]:
        """For ``bench/results.json``."""
        totals = {kind: self.total(kind) for kind in CLASSES}
        return {"cells": self.cells, **totals, "outputs": self.counts, "examples": self.examples}


def compare(
    law: Law, columns: Mapping[str, np.ndarray], ours: Mapping[str, object], peer: Mapping[str, np.ndarray]
) -> Agreement:
    """Put every cell into a class.

    Args:
        law: the law of the measured day; decides again the few households with another answer.
        columns: the canonical columns of these households.
        ours: by rule, bool or int64 fen; for ``income_per_head`` a pair of columns or exact fractions.
        peer: by rule, what the other engine gives: bool, or yuan as float32.
    """
    settled = {name: _copy(ours[name]) for name in OUTPUTS}
    turned = _turned(law, columns, ours, peer, settled)
    close = bounds(columns, settled)
    agreement = Agreement()
    for name in OUTPUTS:
        if name in DECISIONS:
            classes = turned[name]
        else:
            classes = _money(name, settled[name], peer[name], close[name])
            again = _equal(name, ours[name], settled[name])
            classes[~again & (classes != UNEXPLAINED)] = FOLLOWS
        found = np.bincount(classes, minlength=len(CLASSES)).tolist()
        agreement.counts[name] = {kind: count for kind, count in zip(CLASSES, found, strict=True) if count}
        _remember(agreement, name, classes, ours[name], peer[name])
    return agreement


def _copy(values: object) -> object:
    pair = isinstance(values, tuple) or np.asarray(values).dtype == object
    return exactly.Exact(*(column.copy() for column in exactly.exact(values))) if pair else np.array(values)


def _equal(name: str, ours: object, settled: object) -> np.ndarray:
    if name == "income_per_head":
        a, b = exactly.exact(ours), exactly.exact(settled)
        return a.number * b.denominator == b.number * a.denominator
    return np.asarray(ours) == np.asarray(settled)


# amounts -------------------------------------------------------------------------------------------------------------------------------


def _money(name: str, ours: object, peer: np.ndarray, bound: np.ndarray) -> np.ndarray:
    """The class of every amount of an output."""
    fen = peer.astype(np.float64) * FEN
    number, denominator = exactly.exact(ours)
    rounded = (2 * number + denominator) // (2 * denominator)
    same = np.floor(fen + 0.5) == rounded
    error = np.abs(fen - number / denominator)
    if name in ROUNDED:  # the exact amount lies somewhere within half a fen
        error = np.maximum(error - 0.5, 0)
    kinds = np.where(coarse(peer), COARSE, np.where(error <= SMALL, HALF_FEN, SUMMED))
    return np.where(same, SAME, np.where(error <= bound, kinds, UNEXPLAINED))


# answers -------------------------------------------------------------------------------------------------------------------------------


def _turned(
    law: Law,
    columns: Mapping[str, np.ndarray],
    ours: Mapping[str, object],
    peer: Mapping[str, np.ndarray],
    settled: dict[str, object],
) -> dict[str, np.ndarray]:
    """The class of every answer. Households with another answer are decided again with it, and ``settled`` gets what comes of it."""
    home = columns["people/household_id"] - columns["people/household_id"][0]
    classes = {name: np.where(np.asarray(ours[name]) == peer[name], SAME, UNEXPLAINED) for name in DECISIONS}
    places = {*home[classes["hardship"] != SAME].tolist(), *np.flatnonzero(classes["dibao.eligible"] != SAME).tolist()}
    for at in sorted(places):
        first, last = np.searchsorted(home, [at, at + 1]).tolist()
        theirs = {"hardship": peer["hardship"][first:last], "dibao.eligible": peer["dibao.eligible"][at : at + 1]}
        for name, kinds, again in _decided_again(law, columns, at, theirs):
            rows = slice(first, last) if name in PEOPLE else slice(at, at + 1)
            if kinds is not None:
                classes[name][rows] = kinds
            if isinstance(settled[name], tuple):
                for column, values in zip(settled[name], again, strict=True):
                    column[rows] = values
            else:
                settled[name][rows] = again
    return classes


def _decided_again(
    law: Law, columns: Mapping[str, np.ndarray], at: int, theirs: Mapping[str, np.ndarray]
) -> Iterator[tuple[str, list[int] | None, object]]:
    """Each output of a household with the answers of the other engine put in, one after the other; for answers also their class.

    An answer that differs although those before it were put in must be as near as float32 can tell, or else it is unexplained.
    """
    household = exactly.household_at(columns, law, at + int(columns["people/household_id"][0]))
    own = evaluate(law, household, law.day)
    forced: dict[tuple[str, str], object] = {}
    kinds: dict[str, list[int]] = {}
    for name, entity in zip(DECISIONS, ("person", "household"), strict=True):
        evaluation = evaluate(law, household, law.day, forced)
        kinds[name] = []
        for instance, answer in zip(evaluation.instances[entity], theirs[name].tolist(), strict=True):
            before, now = own.value(name, own.things[instance.id]), evaluation.value(name, instance)
            if answer != now:
                forced[instance.id, name] = answer
                kinds[name].append(DECIDED if _near(law, evaluation, instance.id) else UNEXPLAINED)
            else:
                kinds[name].append(SAME if answer == before else FOLLOWS)
    final = exactly.columns_of(exactly.outputs_of(evaluate(law, household, law.day, forced)))
    for name in OUTPUTS:
        yield name, kinds.get(name), final[name]


def _near(law: Law, evaluation: Evaluation, key: str) -> bool:
    """Whether a comparison on which the answer rests has sides that float32 cannot tell apart."""
    instance = evaluation.things[key]
    home = evaluation.instances["household"][0]
    people = evaluation.instances["person"]
    standard = law.parameter("dibao.standard", (evaluation.value("setting", home),))

    def gross(person: Instance) -> int:
        return sum(evaluation.value(name, person) for name in ("wage", "business", "property_income", "transfer"))

    if instance.entity == "person":
        return _alike(evaluation.value("counted_income", instance), standard, gross(instance))
    members = [person for person in people if not evaluation.value("hardship", person)]
    count = max(len(members), 1)
    limit = standard * law.parameter("dibao.asset_months", ())
    return _alike(
        evaluation.value("income_per_head", home), standard, Fraction(sum(map(gross, members)), count)
    ) or _alike(Fraction(evaluation.value("assets", home), count), limit, limit)


def _alike(left: Fraction | int, right: Fraction | int, largest: Fraction | int) -> bool:
    """Whether two exact amounts are nearer than a dozen float32 roundings of the largest amount on the way."""
    return abs(left - right) <= Fraction(12, 1 << 24) * max(left, right, largest)


# examples ------------------------------------------------------------------------------------------------------------------------------


def _remember(agreement: Agreement, name: str, classes: np.ndarray, ours: object, peer: np.ndarray) -> None:
    pair = exactly.exact(ours) if name not in DECISIONS else None
    for kind in range(1, len(CLASSES)):
        kept = agreement.examples.setdefault(CLASSES[kind], [])
        for row in np.flatnonzero(classes == kind)[: max(0, EXAMPLES - len(kept))].tolist():
            own = (
                bool(np.asarray(ours)[row])
                if pair is None
                else str(Fraction(int(pair.number[row]), int(pair.denominator[row])))
            )
            theirs = bool(peer[row]) if pair is None else float(peer[row])
            kept.append(
                {
                    "output": name,
                    "row": row,
                    "ours_fen" if pair else "ours": own,
                    "peer_yuan" if pair else "peer": theirs,
                }
            )
    for kind in [kind for kind, kept in agreement.examples.items() if not kept]:
        del agreement.examples[kind]


def first_households(columns: Mapping[str, np.ndarray], households: int) -> tuple[dict[str, np.ndarray], int]:
    """The columns of the first households, and the number of their people."""
    people = int(np.searchsorted(columns["people/household_id"], households))
    rows = {"people": people, "households": households}
    return {name: values[: rows[name.partition("/")[0]]] for name, values in columns.items()}, people


def main(folder: Path, households: int) -> Agreement:
    """Compare the first households, decided by the evaluator, with what the other engine wrote to ``peer-outputs.npz``."""
    law = exactly.law()
    columns, people = first_households(read_columns(folder / "ours.npz"), households)
    ours = exactly.sample(folder / "population", law, households)
    given = read_columns(folder / "peer-outputs.npz")
    peer = {name: given[peer_name(name)][: people if name in PEOPLE else households] for name in OUTPUTS}
    return compare(law, columns, ours, peer)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        raise SystemExit("usage: python -m bench.agreement FOLDER [HOUSEHOLDS]")
    done = main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) == 3 else 2000)
    print(json.dumps(done.as_json(), indent=1, ensure_ascii=False))
    raise SystemExit(1 if done.total("unexplained") else 0)
