"""How far people are from the standard, and how evenly they live: poverty gap and Gini coefficient, before and after.

Both need income per head, which is a rule of the packs. Which rule it is, the packs say themselves: the one that they compare with the
changed parameter. Results that do not hold its values give neither figure, and say what is missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from minsheng.policy import tree as t
from minsheng.policy.law import Law
from minsheng.population.merge import Part
from minsheng.population.schema import TableSpec
from minsheng.population.simulate.columns import Rows
from minsheng.population.things import values_of

__all__ = ["PovertyLine", "Side", "Spread", "gini", "poverty_line", "standards_of"]

Numbers = npt.NDArray[np.int64]
_FEN_A_YUAN = 100


@dataclass(frozen=True, slots=True)
class PovertyLine:
    """What the packs compare: a rule for income per head, a parameter for the standard, and the household's facts that choose its value."""

    rule: str
    parameter: str
    facts: tuple[str, ...]


def poverty_line(law: Law, parameters: Collection[str]) -> PovertyLine | None:
    """The first comparison of a rule for money with one of some parameters; ``None`` when the law makes none."""
    for name in (name for name in law.order if name in law.trees):
        for tree in law.trees[name][1].values():
            for node in t.walk(tree):
                if isinstance(node, t.Compare) and (line := _line_in(node, parameters)) is not None:
                    return line
    return None


def _line_in(node: t.Compare, parameters: Collection[str]) -> PovertyLine | None:
    for rule, standard in ((node.left, node.right), (node.right, node.left)):
        if not (isinstance(rule, t.RuleRef) and isinstance(standard, t.ParameterRef) and standard.name in parameters):
            continue
        facts = [key.name for key in standard.keys if isinstance(key, t.FactRef) and key.entity == "household"]
        if rule.type.kind == "money" and standard.type.period == "month" and len(facts) == len(standard.keys):
            return PovertyLine(rule.name, standard.name, tuple(facts))
    return None


def standards_of(
    line: PovertyLine, part: Part, spec: TableSpec, law_of: Callable[[str], Law]
) -> tuple[Numbers, npt.NDArray[np.bool_]]:
    """The standard of each household of a part in fen a month, and where it is known.

    Args:
        line: what the packs compare.
        part: the households, as columns.
        spec: what these columns are.
        law_of: the law of an area.
    """
    homes = part.tables["households"]
    columns = [homes.column("area"), *(_words(homes, fact) for fact in line.facts)]
    encoded = [pc.dictionary_encode(column) for column in columns]
    places = np.stack([pc.fill_null(column.indices.cast(pa.int64()), -1).to_numpy() for column in encoded])
    kinds, at = np.unique(places, axis=1, return_inverse=True)
    words: list[list[object]] = [encoded[0].dictionary.to_pylist()]
    words += [values_of(spec.columns[fact], e.dictionary) for fact, e in zip(line.facts, encoded[1:], strict=True)]
    values = []
    for kind in kinds.T.tolist():
        chosen = [str(words[n][place]) for n, place in enumerate(kind) if place >= 0]
        there = len(chosen) == len(columns)
        value = law_of(chosen[0]).parameter(line.parameter, tuple(chosen[1:])) if there else None
        values.append(int(value) if isinstance(value, int | Fraction) else -1)
    of_homes = np.array(values, np.int64)[at.reshape(-1)]
    return np.maximum(of_homes, 0), of_homes >= 0


def _words(homes: pa.RecordBatch, fact: str) -> pa.Array:
    if fact not in homes.schema.names:
        return pa.nulls(len(homes), pa.string())
    return homes.column(fact)


@dataclass(frozen=True, slots=True)
class Side:
    """One run as this needs it: by household, money over twelve months and the standard; by person, income per head a month. All in fen."""

    money: Numbers
    standard: Numbers
    standard_known: npt.NDArray[np.bool_]
    income: Numbers
    income_known: npt.NDArray[np.bool_]

    @classmethod
    def of(
        cls, people: Rows, line: PovertyLine, money: Numbers, standards: tuple[Numbers, npt.NDArray[np.bool_]]
    ) -> Side | None:
        """From the rows of people; ``None`` when they hold no values of the rule."""
        known = people.known(line.rule)
        return None if known is None else cls(money, *standards, people.numbers(line.rule), known)


@dataclass
class Spread:
    """Sums over people, to be merged over parts. ``missing``: by run, fen a month missing to the standard without and with the money."""

    people: int = 0
    unknown: int = 0
    missing: dict[str, list[int]] = field(default_factory=lambda: {"before": [0, 0], "after": [0, 0]})
    yearly: dict[str, Counter[int]] = field(default_factory=lambda: {"before": Counter(), "after": Counter()})

    def add(self, home_of: Numbers, heads: Numbers, before: Side, after: Side) -> None:
        """Add the people of a part.

        Args:
            home_of: by person, the place of the household.
            heads: by household, its people.
            before: the run before.
            after: the run after.
        """
        known = before.income_known & after.income_known
        known &= (before.standard_known & after.standard_known)[home_of]
        self.people += int(known.sum())
        self.unknown += int((~known).sum())
        concerned = known & ((before.money > 0) | (after.money > 0))[home_of]
        for name, side in (("before", before), ("after", after)):
            per_head = (side.money // np.maximum(heads, 1))[home_of]
            without = side.standard[home_of] - side.income
            with_money = without - per_head // 12
            for place, missing in enumerate((without, with_money)):
                self.missing[name][place] += int(np.maximum(missing, 0)[known].sum())
            yuan = (12 * side.income + per_head)[concerned] // _FEN_A_YUAN
            values, counts = np.unique(yuan, return_counts=True)
            self.yearly[name].update(dict(zip(values.tolist(), counts.tolist(), strict=True)))

    def merge(self, other: Spread) -> None:
        """Add what another part has."""
        self.people += other.people
        self.unknown += other.unknown
        for name in self.missing:
            self.missing[name] = [
                mine + theirs for mine, theirs in zip(self.missing[name], other.missing[name], strict=True)
            ]
            self.yearly[name].update(other.yearly[name])


def gini(counts: Mapping[int, int]) -> Fraction | None:
    """The Gini coefficient of values that are not negative, by how often each occurs; ``None`` when there is nothing to share.

    >>> gini({0: 1, 10: 1}), gini({5: 7}), gini({})
    (Fraction(1, 2), Fraction(0, 1), None)
    """
    people = sum(counts.values())
    total = sum(value * count for value, count in counts.items())
    if not people or total <= 0 or min(counts) < 0:
        return None
    below, apart = 0, 0
    for value in sorted(counts):
        count = counts[value]
        apart += value * count * (2 * below + count)
        below += count
    return Fraction(apart, people * total) - 1
