"""The tables and charts of the result page, from totals. Every chart has its table; every table can be had as CSV."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction

from minsheng.policy.types import PAYERS, format_money
from minsheng.population.areas import area_name
from minsheng.population.report.context import BenefitInfo, Context, DemonstrationValue
from minsheng.population.report.published import published_for
from minsheng.population.report.text import PAYER, PERIOD, STATUS, STATUS_ICON, words
from minsheng.population.totals import STATUSES, Line, Totals

__all__ = ["Chart", "Table", "View"]

_MOST_REASONS = 3
_MARK = "\N{NO-BREAK SPACE}◆"


@dataclass
class Table:
    """A table: name of its CSV, headings, rows as shown; ``numbers``: the columns to align right; ``total``: the last row is a sum."""

    name: str
    title: str
    headings: list[str]
    rows: list[list[str]]
    numbers: set[int] = field(default_factory=set)
    total: bool = False
    notes: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Chart:
    """Bars side by side or stacked: categories, and for each series its name, colour role and values (fen for money)."""

    name: str
    title: str
    unit: str
    categories: list[str]
    series: list[dict[str, object]]


def _count(number: int) -> str:
    return f"{number:,}"


def in_units(fen: int, of: int) -> str:
    """Fen in larger units (``of`` fen each) with two decimals, with its sign, rounded half away from zero.

    >>> in_units(516489000, 1_000_000), in_units(-1_260_000, 1_000_000)
    ('516.49', '-1.26')
    """
    hundredths = (abs(fen) * 200 + of) // (2 * of)
    return f"{'-' if fen < 0 and hundredths else ''}{hundredths // 100:,}.{hundredths % 100:02d}"


class View:
    """One language's view of the totals of a population."""

    def __init__(self, totals: Totals, context: Context, lang: str) -> None:
        self.totals, self.context, self.lang, self.words = totals, context, lang, words(lang)
        found = totals.benefits()
        self.benefits = [b for b in context.benefits if b.name in found]
        self.lines: dict[tuple[str, str], Line] = {
            (b.name, s): totals.line(b.name, s) for b in self.benefits for s in STATUSES
        }
        self.monthly = [b for b in self.benefits if self.lines[b.name, "yes"].amount["month"]]
        self.places: dict[tuple[str, str], Line] = {}
        for key, line in totals.lines.items():
            if key.status == "yes":
                self.places[key.benefit, key.township] = line

    def label(self, benefit: BenefitInfo) -> str:
        """A benefit's name, marked when demonstration values were used."""
        used = any(self.lines[benefit.name, status].demonstration for status in STATUSES)
        return benefit.label.in_(self.lang) + (_MARK if used else "")

    def large(self, fen: int) -> str:
        """A large amount as the language counts it: in 10,000 yuan or in million yuan."""
        return in_units(fen, 1_000_000 if self.lang == "zh" else 100_000_000)

    def month_money(self) -> int:
        """Everything due each month, in fen."""
        return sum(self.lines[b.name, "yes"].amount["month"] for b in self.benefits)

    def open_people(self) -> int:
        """People times benefits that cannot be told yet."""
        return sum(self.lines[b.name, "cannot_tell_yet"].people for b in self.benefits)

    def decided(self) -> tuple[Table, Chart]:
        """People and households by benefit and status."""
        w = self.words
        heads = [w["benefit"], w["counted"], w["yes_households"]]
        heads += [
            f"{STATUS_ICON[s]} {STATUS[s].in_(self.lang)}（{w['people']}）"
            if self.lang == "zh"
            else f"{STATUS_ICON[s]} {STATUS[s].in_(self.lang)} ({w['people']})"
            for s in STATUSES
        ]
        rows = [
            [
                self.label(b),
                w["of_families" if b.entity == "family" else "of_people"],
                _count(self.lines[b.name, "yes"].households),
                *(_count(self.lines[b.name, s].people) for s in STATUSES),
            ]
            for b in self.benefits
        ]
        shown = [s for s in STATUSES if s != "no"]
        series: list[dict[str, object]] = [
            {
                "name": f"{STATUS_ICON[s]} {STATUS[s].in_(self.lang)}",
                "role": s,
                "values": [self.lines[b.name, s].people for b in self.benefits],
            }
            for s in shown
        ]
        chart = Chart("decided", w["decided_chart"], "people", [self.label(b) for b in self.benefits], series)
        return Table("decided", w["decided"], heads, rows, {2, 3, 4, 5, 6}), chart

    def money(self) -> tuple[Table, Chart]:
        """Money by benefit and period."""
        w, rows = self.words, []
        for b in self.benefits:
            line = self.lines[b.name, "yes"]
            open_ = Line()
            for status in ("yes", "cannot_tell_yet", "needs_local_setting"):
                open_.add(self.lines[b.name, status])
            for period in sorted({*line.amount, *open_.at_most} - {""}):
                fen = line.amount[period]
                rows.append(
                    [
                        self.label(b),
                        PERIOD[period].in_(self.lang),
                        _count(line.units),
                        _count(line.people),
                        format_money(fen),
                        format_money(round_half_up(fen, line.people)),
                        _count(open_.open_amounts),
                        format_money(open_.at_most[period]),
                    ]
                )
        rows.append([w["sum"], PERIOD["month"].in_(self.lang), "", "", format_money(self.month_money()), "", "", ""])
        heads = [
            w["benefit"],
            w["period"],
            w["units"],
            w["people"],
            w["amount"],
            w["per_head"],
            w["open_amounts"],
            w["at_most"],
        ]
        series: list[dict[str, object]] = [
            {
                "name": w["month_amount"],
                "role": "one",
                "values": [self.lines[b.name, "yes"].amount["month"] for b in self.monthly],
            }
        ]
        chart = Chart("money", w["money_chart"], "money", [self.label(b) for b in self.monthly], series)
        return Table("money", w["money"], heads, rows, set(range(2, 8)), total=True), chart

    def townships(self) -> tuple[Table, Chart]:
        """Money and people by township."""
        w, totals, empty = self.words, self.totals, Line()
        places = sorted(totals.area_people)
        of_benefits = [w["people_of"].format(benefit=self.label(b)) for b in self.monthly]
        heads = [w["township"], w["households"], w["people"], *of_benefits, w["month_amount"]]
        rows = []
        for place in places:
            lines = [self.places.get((b.name, place), empty) for b in self.monthly]
            money = sum(line.amount["month"] for line in lines)
            rows.append(
                [
                    area_name(place),
                    _count(totals.area_households[place]),
                    _count(totals.area_people[place]),
                    *(_count(line.people) for line in lines),
                    format_money(money),
                ]
            )
        rows.append(
            [
                w["sum"],
                _count(totals.households),
                _count(totals.people),
                *(_count(self.lines[b.name, "yes"].people) for b in self.monthly),
                format_money(self.month_money()),
            ]
        )
        order = sorted(
            places,
            key=lambda p: sum(self.places.get((b.name, p), empty).amount["month"] for b in self.monthly),
            reverse=True,
        )
        series: list[dict[str, object]] = [
            {
                "name": self.label(b),
                "role": f"series{n}",
                "values": [self.places.get((b.name, p), empty).amount["month"] for p in order],
            }
            for n, b in enumerate(self.monthly)
        ]
        chart = Chart("townships", w["townships_chart"], "money", [area_name(p) for p in order], series)
        return Table("townships", w["townships"], heads, rows, set(range(1, len(heads))), total=True), chart

    def payers(self) -> tuple[Table, Chart]:
        """Who bears the monthly money."""
        w = self.words
        borne: Counter[str] = Counter()
        for b in self.monthly:
            for payer in PAYERS:
                borne[payer] += self.lines[b.name, "yes"].shares["month", payer]
        used = [payer for payer in PAYERS if borne[payer]]
        heads = [
            w["benefit"],
            *(w["payer_column"].format(payer=PAYER[p].in_(self.lang)) for p in used),
            w["not_set"],
            w["sum"],
        ]
        rows = []
        unset = 0
        for b in self.monthly:
            line = self.lines[b.name, "yes"]
            unset += line.unshared["month"]
            rows.append(
                [
                    self.label(b),
                    *(format_money(line.shares["month", p]) for p in used),
                    format_money(line.unshared["month"]),
                    format_money(line.amount["month"]),
                ]
            )
        rows.append(
            [w["sum"], *(format_money(borne[p]) for p in used), format_money(unset), format_money(self.month_money())]
        )
        series: list[dict[str, object]] = [
            {
                "name": PAYER[p].in_(self.lang),
                "role": f"series{n}",
                "values": [self.lines[b.name, "yes"].shares["month", p] for b in self.monthly],
            }
            for n, p in enumerate(used)
        ]
        if unset:
            values = [self.lines[b.name, "yes"].unshared["month"] for b in self.monthly]
            series.append(
                {"name": w["not_set"].split("（")[0].split(" (")[0], "role": "needs_local_setting", "values": values}
            )
        chart = Chart("payers", w["payers_chart"], "money", [self.label(b) for b in self.monthly], series)
        return Table("payers", w["payers"], heads, rows, set(range(1, len(heads))), total=True), chart

    def published(self) -> Table | None:
        """Published figures beside computed ones, with the reasons for the difference as notes."""
        w, rows, notes = self.words, [], []
        names = {b.name for b in self.benefits}
        for figure in published_for(self.context.areas) if self.context.scale == "1.0" else ():
            if figure.people_of not in names:
                continue
            label = figure.label.in_(self.lang)
            people = self.lines[figure.people_of, "yes"].people
            rows.append(
                [
                    w["people_figure"].format(label=label, year=figure.year),
                    _count(figure.people),
                    _count(people),
                    f"{people - figure.people:+,}",
                ]
            )
            paid = [name for name in figure.money_of if name in names and self.lines[name, "yes"].amount["month"]]
            fen = 12 * sum(self.lines[name, "yes"].amount["month"] for name in paid)
            difference = self.large(fen - figure.money) if paid else "—"
            rows.append(
                [
                    w["money_figure"].format(label=label),
                    self.large(figure.money),
                    self.large(fen) if paid else "—",
                    difference if difference.startswith(("-", "—")) else f"+{difference}",
                ]
            )
            notes.append(
                (
                    label,
                    f"{figure.because.in_(self.lang)}（{figure.cites.in_(self.lang)}）"
                    if self.lang == "zh"
                    else f"{figure.because.in_(self.lang)} ({figure.cites.in_(self.lang)})",
                )
            )
        heads = [w["figure"], w["published_value"], w["computed_value"], w["difference"]]
        return Table("published", w["published"], heads, rows, {1, 2, 3}, notes=notes) if rows else None

    def reasons(self) -> Table:
        """The rules and facts that decided most refusals."""
        return self._named(
            "reasons",
            self.words["reason"],
            {
                (benefit, because): count
                for (benefit, status, because), count in self.totals.reasons.items()
                if status == "no"
            },
        )

    def needs(self) -> Table:
        """The facts and settings that open decisions wait for."""
        return self._named("needs", self.words["need"], dict(self.totals.needs))

    def _named(self, name: str, what: str, counts: dict[tuple[str, str], int]) -> Table:
        w, rows = self.words, []
        for b in self.benefits:
            of_benefit = sorted((-count, why) for (benefit, why), count in counts.items() if benefit == b.name)
            for count, why in of_benefit[:_MOST_REASONS]:
                rows.append([self.label(b), self.context.name_of(why, self.lang), _count(-count)])
        return Table(name, w[name], [w["benefit"], what, w["units"]], rows, {2})

    def demonstration(self) -> Table:
        """The made-up values and who used them."""
        w, labels = self.words, {b.name: b.label.in_(self.lang) for b in self.context.benefits}
        comma = "、" if self.lang == "zh" else ", "
        rows = [
            [
                self.context.name_of(v.parameter, self.lang),
                comma.join(self.context.name_of(key, self.lang) for key in v.keys if key),
                self._shown(v),
                comma.join(labels.get(name, name) for name in v.benefits),
            ]
            for v in self.context.demonstration
            if any(name in self.totals.benefits() for name in v.benefits)
        ]
        return Table("demonstration", w["demonstration"], [w["parameter"], w["for"], w["value"], w["used_by"]], rows)

    def _shown(self, made_up: DemonstrationValue) -> str:
        """A value as people write it: money with its period, ratios and shares in per cent, choices by their label."""
        value = made_up.value
        if isinstance(value, dict):
            return ("、" if self.lang == "zh" else ", ").join(
                f"{PAYER[p].in_(self.lang)} {share * 100}%" for p, share in value.items()
            )
        if made_up.type.kind == "money" and isinstance(value, int | Fraction):
            return f"{format_money(value)} {PERIOD[made_up.type.period].in_(self.lang)}"
        if isinstance(value, Fraction):
            return f"{value * 100}%"
        return self.context.name_of(str(value), self.lang)

    def documents(self) -> Table:
        """The documents that were applied."""
        w = self.words
        rows = [
            [d.number, d.title.in_(self.lang), w["made_up" if d.demonstration else "official"]]
            for d in self.context.documents
        ]
        return Table("documents", w["documents"], [w["number"], w["name"], w["kind"]], rows)


def round_half_up(fen: int, people: int) -> int:
    """An average in whole fen; zero for nobody.

    >>> round_half_up(100, 3)
    33
    """
    return (2 * fen + people) // (2 * people) if people else 0
