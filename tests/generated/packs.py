"""Small libraries for hypothesis: parameters, rules of every entity, a unit and benefits, as the text of one or two packs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from hypothesis import strategies as st

from minsheng.policy.library import Library
from tests.generated.catalog import (
    CARE,
    CHOICES,
    DURATIONS,
    KIND,
    MONEY,
    SETTING,
    VOCABULARY_TEXT,
    Catalog,
    Named,
    ParameterNamed,
    Scope,
    facts,
    values_of,
)
from tests.generated.expressions import Writer

HEAD = """---
document: {document}
title: {{zh: {document}, en: generated}}
issuer: {{zh: 试验, en: generated}}
rank: {rank}
area: 620100
in_force: 2010-01-01
articles: []
---

"""
WORDS = "label: {zh: 甲, en: a}, cites: 第一条"
AREAS = ("620102", "620171")
DAYS = (date(2016, 2, 29), date(2017, 6, 1), date(2018, 2, 28), date(2019, 12, 31))
TYPES = ("bool", "int", "ratio", "date", "area", *DURATIONS, *MONEY, *CHOICES)
FIGURES = {
    "bool": ("yes", "no"),
    "int": ("0", "1", "2", "3"),
    "ratio": ("0", "1/2", "60%", "1.5", "2/3", "-1/4"),
    "date": ("2016-02-29", "2017-06-01", "1999-12-31"),
    "area": ("620100", "620102", "6201", "620171003", "110000"),
    "years": ("0", "1", "16", "60"),
    "months": ("0", "1", "6", "12"),
    "days": ("0", "30", "366"),
    "money/month": ("0.00", "1.00", "100.00", "353.33", "589.00", "7069.00/year"),
    "money/year": ("0.00", "12.00", "7068.00", "7069.00"),
    "money/once": ("0.00", "0.01", "1000.00", "30000.05"),
    CARE: ("none", "some", "full"),
    SETTING: ("urban", "rural"),
    KIND: ("land", "house", "car"),
    "shares": (
        "{city: 60%, county: 40%}",
        "{city: 1/3, county: 1/3, township: 1/3}",
        "{fund: 1}",
        "{central: 2/7, province: 2/7, county: 3/7}",
        "{county: 0.005, city: 0.995}",
    ),
}
#: Grounds that a row may be limited to, beside its choices. Rows of one ground must not speak twice.
GROUNDS = (
    {},
    {"area": "620100"},
    {"area": "620102"},
    {"area_set": "inner"},
    {"from": "2017-01-01"},
    {"area": "620100", "from": "2018-02-28"},
    {"area": "620102", "from": "2012-01-01", "to": "2017-06-01"},
    {"area": "620171", "to": "2018-02-27"},
)
#: Grounds of which every one holds at 620102, so that it matters which wins.
RIVALS = ({}, {"area": "620100"}, {"area_set": "inner"}, {"area": "620102"}, {"area": "620102", "from": "2015-01-01"})
YEARS = ({"year": "2016"}, {"year": "2018"}, {"area": "620100", "year": "2018"}, {"area": "620171", "year": "2017"})
AREA_SETS = f"""
inner: {{areas: [620102, "620103"], {WORDS}}}
later: {{areas: [620171], from: 2017-06-01, {WORDS}}}
ended: {{areas: [6201], from: 2011-01-01, to: 2018-02-28, {WORDS}}}
"""


@dataclass
class Generated:
    """A generated library: its texts by file, and where and when it is applied."""

    texts: dict[str, str]
    day: date
    area: str

    def __str__(self) -> str:
        packs = "\n".join(text for name, text in self.texts.items() if name.endswith(".md"))
        return f"the law of {self.day} for {self.area}, with tests/generated/vocabulary.yaml and\n\n{packs}"

    __repr__ = __str__

    def library(self) -> Library:
        """The library; every error raises."""
        return Library.from_contents(self.texts, Path("packs"))

    def law(self):
        """The law of its day and place."""
        return self.library().as_of(self.day, self.area)


@st.composite
def packs(draw, *, rules: int = 8, depth: int = 3) -> Generated:
    """A library with at most so many rules, of expressions that deep."""
    return _Pack(draw, depth).write(rules)


@dataclass
class _Benefit:
    name: str
    entity: str
    late: bool
    amount: bool
    fields: list[str]
    excludes: list[str] = field(default_factory=list)


class _Pack:
    """Writes one library; what is declared is kept in a catalog, so that later parts may use it."""

    def __init__(self, draw, depth: int) -> None:
        self.draw = draw
        self.depth = depth
        self.catalog = Catalog(facts(), area_sets=["inner", "later", "ended"])
        self.writer = Writer(draw, self.catalog)
        self.one, self.number = self.writer.one, self.writer.number
        self.benefits: list[_Benefit] = []
        self.rows: dict[str, dict[str, list[str]]] = {"试行办法": {}, "补充办法": {}, "示范": {}}

    def write(self, most: int) -> Generated:
        parameters = self.parameters()
        rules = [self.rule(f"early{i}", late=False) for i in range(self.number(1, most))]
        early = [self.benefit(f"help{i}", "person", late=False) for i in range(self.number(0, 2))]
        rules += [self.rule(f"between{i}", late=False) for i in range(self.number(0, 2))]
        unit = self.unit()
        rules += [self.rule(f"late{i}", late=True) for i in range(self.number(0, most))]
        late = [self.benefit(f"aid{i}", self.one(("family", "person")), late=True) for i in range(self.number(0, 3))]
        rules += [self.rule(f"after{i}", late=True) for i in range(self.number(0, 2))]
        blocks = {
            "area_sets": AREA_SETS,
            "parameters": "\n".join(parameters),
            "rules": "\n".join(rules),
            "unit": unit,
            "benefit": "\n".join(self.written(benefit) for benefit in (*early, *late)),
        }
        main = HEAD.format(document="试行办法", rank="city") + "\n".join(
            f"```{name}\n{body.strip()}\n```\n" for name, body in blocks.items() if body
        )
        texts = {"packs/vocabulary/core.yaml": VOCABULARY_TEXT, "packs/main.md": main}
        for document, rank in (("补充办法", "county"), ("示范", "demonstration")):
            if self.rows[document]:
                lent = "\n".join(f"{name}: [{', '.join(rows)}]" for name, rows in self.rows[document].items())
                text = HEAD.format(document=document, rank=rank) + f"```values\n{lent}\n```\n"
                texts[f"packs/{rank}.md"] = text
        return Generated(texts, self.one(DAYS), self.one(AREAS))

    # parameters -----------------------------------------------------------------------------------------------------------------

    def parameters(self) -> list[str]:
        """One plain parameter of each type, so that every type can be written, and some with tables."""
        plain = [self.parameter(f"p.{typ.split('|')[-1].replace('/', '.')}", typ, ()) for typ in TYPES]
        tables = []
        for index in range(self.number(0, 4)):
            axes = self.draw(st.sampled_from([(), ("care",), ("setting",), ("care", "setting"), ("grade",)]))
            tables.append(self.parameter(f"t{index}", self.one(TYPES), axes, table=True))
        shares = [self.parameter("p.shares", "shares", (), table=bool(self.number(0, 1)))]
        return plain + tables + shares

    def parameter(self, name: str, typ: str, axes: tuple[str, ...], *, table: bool = False) -> str:
        words = {"care": CARE, "setting": SETTING, "grade": KIND}
        self.catalog.parameters.append(ParameterNamed(name, typ, tuple(words[axis] for axis in axes)))
        kind = f"choice, values_of: [{', '.join(values_of(typ))}]" if typ in CHOICES else typ
        if not table:
            return f"{name}: {{type: {kind}, value: {self.one(FIGURES[typ])}, {WORDS}}}"
        by_year = self.number(0, 4) == 0
        grounds = st.lists(
            st.sampled_from(YEARS if by_year else self.one((GROUNDS, RIVALS))), max_size=4, unique_by=str
        )
        lent = self.one(tuple(self.rows))
        rows = []
        for ground in self.draw(grounds):
            table = self.table(typ, axes, words, ground)
            if lent == "试行办法" or axes == ("grade",) or self.number(0, 2) == 0:
                rows += table
            if table and lent != "试行办法" and axes != ("grade",) and (table[0] not in rows or lent == "示范"):
                again = table if table[0] not in rows else self.table(typ, axes, words, ground)
                self.rows[lent].setdefault(name, []).extend(again)
        if axes == ("grade",):  # an axis that is no fact has the words of its rows
            rows += self.table(typ, axes, words, {"area": "110000", **({"year": "2018"} if by_year else {})})
        by = [*axes, "area", "area_set", "year" if by_year else "from"]
        values = f"values: [{', '.join(rows)}], set_by: {{zh: 县, en: the county}}"
        return f"{name}: {{type: {kind}, by: [{', '.join(by)}], {values}, {WORDS}}}"

    def table(self, typ: str, axes: tuple[str, ...], words: dict[str, str], ground: dict[str, str]) -> list[str]:
        """Rows for one ground; sometimes one is missing."""
        keys: list[tuple[str, ...]] = [()]
        for axis in axes:
            keys = [(*key, f"{axis}: {value}") for key in keys for value in values_of(words[axis])]
        left_out = self.number(0, 3 * len(keys)) if len(keys) > 1 and "grade" not in axes else -1
        where = [f"{axis}: {value}" for axis, value in ground.items()]
        return [
            "{" + ", ".join((*key, *where, f"value: {self.one(FIGURES[typ])}")) + "}"
            for index, key in enumerate(keys)
            if index != left_out
        ]

    # rules ----------------------------------------------------------------------------------------------------------------------

    def expression(self, typ: str, entity: str, late: bool, depth: int | None = None) -> str:
        depth = self.depth if depth is None else depth
        return self.writer.expression(typ, Scope(entity, late), self.number(0, depth), bare=True)

    def rule(self, name: str, *, late: bool) -> str:
        entity = self.one(("household", "person", "supporter", "asset", *(("family", "family", "person") * late)))
        typ = self.one(("bool", "bool", *TYPES))
        if typ in MONEY and self.number(0, 4) == 0:
            ends = self.one((("at_least",), ("at_most",), ("at_least", "at_most")))
            body = ", ".join(f'{end}: "{self.expression(typ, entity, late, 1)}"' for end in ends) + ", modality: may"
        else:
            body = f'is: "{self.expression(typ, entity, late)}"'
        self.catalog.names.append(Named(name, entity, typ, late))
        gives = f"[{', '.join(values_of(typ))}]" if typ in CHOICES else typ
        return f"{name}: {{of: {entity}, gives: {gives}, {body}, {WORDS}}}"

    def unit(self) -> str:
        counts = self.expression("bool", "person", late=False, depth=1) if self.number(0, 2) == 0 else "here"
        apart = self.one(("", "alone", self.expression("bool", "person", late=False, depth=1)))
        rest = self.one(("", "rest: whole, ", "rest: without, "))
        apart = f'apart: "{apart}", ' if apart else ""
        return f'family: {{counts: "{counts}", {apart}{rest}cites: 第一条}}'

    # benefits -------------------------------------------------------------------------------------------------------------------

    def benefit(self, name: str, entity: str, *, late: bool) -> _Benefit:
        written = lambda typ, depth=2: f'"{self.expression(typ, entity, late, depth)}"'  # noqa: E731
        fields = [f"of: {entity}", f"enter: {written('bool')}"]
        receiving = bool(self.number(0, 1))
        if receiving:
            fields.append(f"receiving: {self.one(('receiving_now', written('bool', 1)))}")
            fields += [f"{key}: {written('bool', 1)}" for key in ("stay", "exit") if self.number(0, 1)]
        if self.number(0, 2) == 0:
            fields.append(f"elects: {written('bool', 1)}")
        paid = self.number(0, 3) > 0
        if paid:
            period = self.one(MONEY)
            fields.append(f'amount: "round_fen({self.expression(period, entity, late, 2)})"')
            fields += ["borne: p.shares"] if self.number(0, 2) else []
            if self.number(0, 1):
                pays = f'"round_fen({self.expression(period, entity, late, 1)})"'
                fields.append(
                    f"taper: {{if: {self.one(('yes', written('bool', 1)))}, "
                    f"from: {self.one(('moved_in', written('date', 1)))}, "
                    f"lasts: {self.one(('p.months', 'p.months', '3'))}, pays: {pays}, cites: 第一条}}"
                )
        benefit = _Benefit(name, entity, late, paid, fields)
        self.exclusions(benefit)
        self.benefits.append(benefit)
        for state in ("eligible", "elects", "receives", "tapers"):
            self.catalog.names.append(Named(f"{state}.{name}", entity, "bool", late))
        if paid:
            self.catalog.names.append(Named(f"amount.{name}", entity, period, late))
        return benefit

    def exclusions(self, benefit: _Benefit) -> None:
        """What stands before this benefit must be declared before it; said by this one (yields) or by the other (excludes)."""
        yields = []
        for other in self.benefits:
            if self.number(0, 2):
                continue
            looks_at = self.one(("eligible", "elects", "receives"))
            crosses = (other.entity, benefit.entity) == ("person", "family")
            if crosses and other.late:
                continue  # who leaves the family cannot depend on the family
            looks_at = "receives" if crosses else looks_at
            if self.number(0, 1):
                yields.append(f"{{benefit: {other.name}, looks_at: {looks_at}, cites: 第一条}}")
            else:
                other.excludes.append(f"{{benefit: {benefit.name}, looks_at: {looks_at}, cites: 第一条}}")
        if yields:
            benefit.fields.append(f"yields_to: [{', '.join(yields)}]")

    def written(self, benefit: _Benefit) -> str:
        fields = list(benefit.fields)
        if benefit.excludes:
            fields.append(f"excludes: [{', '.join(benefit.excludes)}]")
        return f"{benefit.name}: {{{', '.join(fields)}, {WORDS}}}"
