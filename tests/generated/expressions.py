"""Well-typed expressions of the pack language, made from the type that they must give."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from tests.generated.catalog import CHOICES, DURATIONS, MONEY, Catalog, Scope, values_of

NUMBERS = ("int", "ratio", *DURATIONS, *MONEY)
COMPARED = ("int", "ratio", *DURATIONS, *MONEY, "date")
SIGNS = ("==", "!=", "<", "<=", ">", ">=")
Make = Callable[[], str]


class Writer:
    """Writes expressions over a catalog; every choice is drawn."""

    def __init__(self, draw, catalog: Catalog) -> None:
        self.draw = draw
        self.catalog = catalog

    # drawing --------------------------------------------------------------------------------------------------------------------

    def one(self, things):
        return self.draw(st.sampled_from(list(things)))

    def number(self, low: int, high: int) -> int:
        return self.draw(st.integers(low, high))

    def some(self, make: Make, least: int, most: int) -> list[str]:
        return [make() for _ in range(self.number(least, most))]

    # any type -------------------------------------------------------------------------------------------------------------------

    def expression(self, typ: str, scope: Scope, depth: int, *, bare: bool = False) -> str:
        """An expression of a type. ``bare``: the reader knows which choice is wanted, so that its values may stand alone."""
        if depth <= 0:
            return self.leaf(typ, scope, bare=bare)
        makes = [lambda: self.leaf(typ, scope, bare=bare), *self.makes(typ, scope, depth, bare)]
        return self.one(makes)()

    def leaf(self, typ: str, scope: Scope, *, bare: bool = False) -> str:
        """A name or a written value."""
        names = scope.names(self.catalog, typ) * 3
        names += [p.name for p in self.catalog.parameters if p.type == typ and not p.axes]
        written = {"bool": ["yes", "no"], "int": ["0", "1", "2", "7", "-3"], "area": ["area"]}
        names += written.get(typ, ["law_day", "facts_day", "applied_on"] if typ == "date" else [])
        if typ in CHOICES and bare:
            names += values_of(typ)
        return self.one(names)

    def makes(self, typ: str, scope: Scope, depth: int, bare: bool) -> list[Make]:
        """The ways to make an expression of a type that is more than a name."""
        inner = depth - 1
        makes: list[Make] = [
            lambda: self.if_else(typ, scope, inner, bare),
            lambda: self.case(typ, scope, inner, bare),
        ]
        if any(p.type == typ and p.axes for p in self.catalog.parameters):
            makes += [lambda: self.parameter(typ, scope, inner)] * 3
        if typ == "bool":
            return makes + self.truths(scope, inner)
        if typ in NUMBERS:
            return makes + self.numbers(typ, scope, inner)
        return makes + self.dates(scope, inner) if typ == "date" else makes

    def if_else(self, typ: str, scope: Scope, depth: int, bare: bool) -> str:
        condition = self.expression("bool", scope, depth)
        then, other = (self.expression(typ, scope, depth, bare=bare) for _ in range(2))
        return f"({then} if {condition} else {other})"

    def case(self, typ: str, scope: Scope, depth: int, bare: bool) -> str:
        choice = self.one(CHOICES)
        branches = [f"{value}={self.expression(typ, scope, depth, bare=bare)}" for value in values_of(choice)]
        branches = list(self.draw(st.permutations(branches)))
        return f"case({self.expression(choice, scope, depth)}, {', '.join(branches)})"

    def parameter(self, typ: str, scope: Scope, depth: int) -> str:
        found = self.one([p for p in self.catalog.parameters if p.type == typ and p.axes])
        keys = [self.expression(axis, scope, depth, bare=True) for axis in found.axes]
        return f"{found.name}[{', '.join(keys)}]"

    # yes and no -----------------------------------------------------------------------------------------------------------------

    def truths(self, scope: Scope, depth: int) -> list[Make]:
        truth = lambda: self.expression("bool", scope, depth)  # noqa: E731
        return [
            lambda: f"(not {truth()})",
            lambda: "(" + " and ".join(self.some(truth, 2, 3)) + ")",
            lambda: "(" + " or ".join(self.some(truth, 2, 3)) + ")",
            lambda: self.comparison(scope, depth),
            lambda: self.comparison(scope, depth),
            lambda: self.chain(scope, depth),
            lambda: self.same_word(scope, depth),
            lambda: self.membership(scope, depth),
            lambda: self.place(scope, depth),
            lambda: self.over_list(self.one(("any", "all")), "bool", scope, depth),
            lambda: self.over_list(self.one(("any", "all")), "bool", scope, depth),
            lambda: self.over_written(self.one(("any", "all")), scope, depth),
        ]

    def comparison(self, scope: Scope, depth: int) -> str:
        """Two sides of one type; or against a written number, which must be zero for money."""
        typ = self.one(COMPARED)
        left, sign = self.expression(typ, scope, depth), self.one(SIGNS)
        if typ != "date" and self.number(0, 3) == 0:
            written = "0" if typ in MONEY else self.one(("0", "1", "6", "18", "60"))
            return self.one((f"({left} {sign} {written})", f"({written} {sign} {left})"))
        if typ in ("int", "ratio") and self.number(0, 3) == 0:
            typ = "ratio" if typ == "int" else "int"
        return f"({left} {sign} {self.expression(typ, scope, depth)})"

    def chain(self, scope: Scope, depth: int) -> str:
        typ = self.one(COMPARED)
        sides = [self.expression(typ, scope, depth) for _ in range(3)]
        return f"({sides[0]} {self.one(SIGNS)} {sides[1]} {self.one(SIGNS)} {sides[2]})"

    def same_word(self, scope: Scope, depth: int) -> str:
        """Answers, choices, places and texts are the same or not."""
        typ = self.one((*CHOICES, *CHOICES, "bool", "area", "text"))
        left, sign = self.expression(typ, scope, depth) if typ != "text" else "village", self.one(("==", "!="))
        if typ in CHOICES and self.number(0, 1):
            sides = [left, self.expression(typ, scope, 0, bare=True)]
            return f"({sides[0]} {sign} {sides[1]})"
        return f"({left} {sign} {self.expression(typ, scope, depth) if typ != 'text' else 'village'})"

    def membership(self, scope: Scope, depth: int) -> str:
        typ = self.one((*CHOICES, *COMPARED, "area"))
        left = self.expression(typ, scope, depth)
        options = self.some(lambda: self.expression(typ, scope, min(depth, 1), bare=True), 1, 3)
        return f"({left} {self.one(('in', 'not in'))} [{', '.join(options)}])"

    def place(self, scope: Scope, depth: int) -> str:
        one = self.expression("area", scope, depth)
        if self.number(0, 1):
            return f"in_area_set({one}, {self.one(self.catalog.area_sets)})"
        return f"registered_in({one}, {self.expression('area', scope, depth)})"

    # over lists -----------------------------------------------------------------------------------------------------------------

    def over_list(self, how: str, typ: str, scope: Scope, depth: int) -> str:
        lists = scope.lists()
        if not lists:
            return self.leaf(typ, scope)
        written, element = self.one(lists)
        variable = f"x{len(scope.variables) + 1}"
        inside = scope.within(variable, element)
        body = variable if how == "count" else self.expression(typ, inside, depth)
        condition = f" if {self.expression('bool', inside, depth)}" if self.number(0, 2) else ""
        return f"{how}({body} for {variable} in {written}{condition})"

    def over_written(self, how: str, scope: Scope, depth: int) -> str:
        """A loop over written conditions; the loop variable stands for each of them in turn."""
        variable = f"y{depth}"
        items = ", ".join(self.some(lambda: self.expression("bool", scope, depth), 1, 4))
        turned = self.one((variable, f"not {variable}"))
        if how == "count":
            return f"count({variable} for {variable} in [{items}] if {turned})"
        condition = f" if {self.expression('bool', scope, min(depth, 1))}" if self.number(0, 1) else ""
        return f"{how}({turned} for {variable} in [{items}]{condition})"

    # numbers --------------------------------------------------------------------------------------------------------------------

    def numbers(self, typ: str, scope: Scope, depth: int) -> list[Make]:
        same = lambda: self.expression(typ, scope, depth)  # noqa: E731
        plain = lambda: self.factor("int", scope, depth)  # noqa: E731
        makes: list[Make] = [
            lambda: f"({same()} {self.one('+-')} {same()})",
            lambda: f"({same()} {self.one('+-')} {same()})",
            lambda: f"({same()} * {plain()})",
            lambda: f"({plain()} * {same()})",
            lambda: f"{self.one(('min', 'max'))}({', '.join(self.some(same, 2, 3))})",
            lambda: f"{self.one(('min', 'max'))}(0, {same()})",
            lambda: self.over_list(self.one(("sum", "most", "least")), typ, scope, depth),
            lambda: self.over_list(self.one(("sum", "most", "least")), typ, scope, depth),
        ]
        if typ == "int":
            return makes + self.whole_numbers(scope, depth)
        if typ == "ratio":
            return makes + self.ratios(scope, depth)
        return makes + (self.money(typ, scope, depth) if typ in MONEY else self.durations(typ, scope, depth))

    def factor(self, typ: str, scope: Scope, depth: int) -> str:
        """A factor or divisor, mostly a small one: a kernel refuses what may grow beyond 64 bits."""
        if self.number(0, 3) == 0:
            return self.expression(typ, scope, depth)
        if typ == "int" and self.number(0, 2) == 0:
            return self.over_list("count", "int", scope, min(depth, 1))
        return self.one(("2", "7", "-3", "0", "p.int") if typ == "int" else ("p.ratio",))

    def whole_numbers(self, scope: Scope, depth: int) -> list[Make]:
        return [
            lambda: self.over_list("count", "int", scope, depth),
            lambda: self.over_list("count", "int", scope, depth),
            lambda: self.over_written("count", scope, depth),
            lambda: f"{self.one(('round_up', 'round_down'))}({self.expression('ratio', scope, depth)})",
            lambda: f"year_of({self.expression('date', scope, depth)})",
        ]

    def ratios(self, scope: Scope, depth: int) -> list[Make]:
        plain = lambda: self.expression(self.one(("int", "ratio")), scope, depth)  # noqa: E731

        def parts() -> str:
            typ = self.one((*MONEY, *DURATIONS))
            return f"({self.expression(typ, scope, depth)} / {self.expression(typ, scope, depth)})"

        return [lambda: f"({plain()} / {plain()})", parts]

    def money(self, typ: str, scope: Scope, depth: int) -> list[Make]:
        same = lambda: self.expression(typ, scope, depth)  # noqa: E731
        other = {"money/month": "money/year", "money/year": "money/month", "money/once": "money/month"}[typ]
        change = {
            "money/month": lambda: f"per_month({self.expression(other, scope, depth)})",
            "money/year": lambda: f"per_year({self.expression(other, scope, depth)})",
            "money/once": lambda: (
                f"for_months({self.expression(other, scope, depth)}, "
                f"{self.one((self.factor('int', scope, depth), 'p.months', 'served' if scope.entity == 'person' else '6'))})"
            ),
        }[typ]
        return [
            lambda: f"{self.one(('round_fen', 'round_yuan_up'))}({same()})",
            lambda: f"({same()} * {self.factor('ratio', scope, depth)})",
            lambda: f"({same()} / {self.factor(self.one(('int', 'ratio')), scope, depth)})",
            change,
            change,
        ]

    def durations(self, typ: str, scope: Scope, depth: int) -> list[Make]:
        date = lambda: self.expression("date", scope, depth)  # noqa: E731
        function = {"years": "age_on", "months": "months_between", "days": "days_between"}[typ]
        return [lambda: f"{function}({date()}, {date()})", lambda: f"{function}({date()}, {date()})"]

    # days -----------------------------------------------------------------------------------------------------------------------

    def dates(self, scope: Scope, depth: int) -> list[Make]:
        date = lambda: self.expression("date", scope, depth)  # noqa: E731
        return [
            lambda: f"add_months({date()}, {self.steps('months', scope)})",
            lambda: f"add_years({date()}, {self.steps('years', scope)})",
            lambda: f"{self.one(('min', 'max'))}({date()}, {date()})",
            lambda: self.over_list(self.one(("most", "least")), "date", scope, depth),
        ]

    def steps(self, typ: str, scope: Scope) -> str:
        """A small number of months or years; larger ones leave the calendar."""
        return self.one((self.leaf(typ, scope), self.leaf("int", scope), "1", "12", "-1"))
