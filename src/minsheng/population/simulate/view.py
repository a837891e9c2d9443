"""The tables and charts of the forecast page, in one language, read from the forecast."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from minsheng.policy.types import PAYERS, RATIO, format_money, parse_type, parse_value
from minsheng.population.areas import area_name
from minsheng.population.report.context import Context
from minsheng.population.report.tables import Table
from minsheng.population.report.text import PAYER
from minsheng.population.simulate.answer import main_benefit, newly, place_names, value_words
from minsheng.population.simulate.charts import Bars, Curve, Series, yuan
from minsheng.population.simulate.forecast import Json, as_decimal
from minsheng.population.simulate.grounds import demonstration_table, documents_table
from minsheng.population.simulate.laws import ParameterChange
from minsheng.population.simulate.text import words

__all__ = ["Section", "View"]

_MARK = "\N{NO-BREAK SPACE}◆"
Section = tuple[Table | None, Sequence[Bars | Curve], str]
_NOT_SET = "needs_local_setting"
_MOST_NAMED = 3


def _count(number: int) -> str:
    return f"{number:,}"


def _signed(number: int) -> str:
    return f"{number:+,}" if number else "0"


class View:
    """One language's view of a forecast."""

    def __init__(self, forecast: Json, changes: Sequence[ParameterChange], context: Context, lang: str) -> None:
        self.forecast, self.changes, self.context, self.lang, self.words = forecast, changes, context, lang, words(lang)
        self.whole = forecast["money"][0]
        self.lines = {line["benefit"]: line for line in forecast["lines"] if line["area"] is None}
        self.paid = [b for b in forecast["benefits"] if b["paid"] and self._ever(b["benefit"])]
        self.payers = [p for p in PAYERS if any(self.whole[side]["borne_fen"][p] for side in ("before", "after"))]
        self.unset = any(self.whole[side]["shares_not_set_fen"] for side in ("before", "after"))

    def _ever(self, benefit: str) -> bool:
        line = self.lines[benefit]
        return any(line[side]["twelve_months_fen"] or line[side]["people"] for side in ("before", "after"))

    def label(self, benefit: str) -> str:
        """A benefit's name, marked when demonstration values were used."""
        name = next(b["label"][self.lang] for b in self.forecast["benefits"] if b["benefit"] == benefit)
        used = any(self.lines[benefit][side]["units_with_demonstration_values"] for side in ("before", "after"))
        return name + (_MARK if used else "")

    def borne(self, money: Json) -> list[tuple[str, int]]:
        """The parts of some money by who bears it, in the order of the columns."""
        parts = [(PAYER[p].in_(self.lang), money["borne_fen"][p]) for p in self.payers]
        return [*parts, (self._not_set(), money["shares_not_set_fen"])] if self.unset else parts

    def _not_set(self) -> str:
        return self.words["not_set"].split("（")[0].split(" (")[0]

    def _roles(self) -> list[str]:
        roles = [f"series{number}" for number in range(len(self.payers))]
        return [*roles, _NOT_SET] if self.unset else roles

    def made_up(self) -> str:
        """A word of warning when the money that changes rests on demonstration values; empty otherwise."""
        moved = {b["benefit"] for b in self.paid if self.lines[b["benefit"]]["difference"]["twelve_months_fen"]}
        used = [v.parameter for v in self.context.demonstration if moved & set(v.benefits)]
        marked = any(
            self.lines[b][side]["units_with_demonstration_values"] for b in moved for side in ("before", "after")
        )
        if not used or not marked:
            return ""
        used = list(dict.fromkeys(used))
        names = ("、" if self.lang == "zh" else ", ").join(
            self.context.name_of(n, self.lang) for n in used[:_MOST_NAMED]
        )
        if len(used) > _MOST_NAMED:
            names = self.words["and_others"].format(names=names)
        return self.words["made_up_figures"].format(count=len(used), names=names)

    # sections ---------------------------------------------------------------------------------------------------------------------------

    def sections(self) -> dict[str, Section]:
        """Everything below the answer, by name; what has nothing to show is left out."""
        makers: dict[str, Callable[[], Section | None]] = {
            "payers": self.by_payer,
            "groups": self.groups,
            "sweep": self.sweep,
            "changed": self.changed,
            "definitions": self.definitions,
            "benefits": self.by_benefit,
            "entitled": self.entitled,
            "townships": self.by_township,
            "near": self.near,
            "spread": self.spread,
            "demonstration": self.demonstration,
            "documents": self.documents,
        }
        made = {name: maker() for name, maker in makers.items()}
        return {name: section for name, section in made.items() if section is not None}

    def by_payer(self) -> Section:
        """Who bears twelve months, before and after."""
        w = self.words
        sides = {side: self.borne(self.whole[side]) for side in ("before", "after", "difference")}
        rows = [
            [name, format_money(one), format_money(sides["after"][n][1]), yuan(sides["difference"][n][1])]
            for n, (name, one) in enumerate(sides["before"])
        ]
        money = [self.whole[side]["twelve_months_fen"] for side in ("before", "after", "difference")]
        rows.append([w["sum"], format_money(money[0]), format_money(money[1]), yuan(money[2])])
        series = [
            Series(name, role, [sides["before"][n][1], sides["after"][n][1]])
            for n, ((name, _), role) in enumerate(zip(sides["before"], self._roles(), strict=True))
        ]
        chart = Bars("payers", w["payers_chart"], "money", [w["before"], w["after"]], series)
        moved = [(name, part) for name, part in sides["difference"] if part]
        more = Series(w["difference"], "one", [part for _, part in moved])
        change = Bars("payers-change", w["payers_change_chart"], "money", [name for name, _ in moved], [more])
        charts = [chart, change] if moved else [chart]
        heads = [w["payer"], w["before_year"], w["after_year"], w["difference_year"]]
        return Table("payers", w["payers"], heads, rows, {1, 2, 3}, total=True), charts if series else [], ""

    def groups(self) -> Section:
        """Households by what changes for them."""
        w, rows = self.words, []
        categories: list[str] = []
        values: dict[str, list[int]] = {"gain": [], "lose": []}
        whole = [group for group in self.forecast["groups"] if group["area"] is None]
        order = {"gain": 0, "same": 1, "lose": 2, "open": 3}
        most = -1
        whole.sort(
            key=lambda g: (
                order[g["direction"]],
                (g["a_month"] or {}).get("over_fen", 0) * (most if g["direction"] == "gain" else 1),
            )
        )
        for group in whole:
            name = self._band(group)
            rows.append([name, _count(group["households"]), _count(group["people"]), yuan(group["twelve_months_fen"])])
            if group["direction"] in values:
                categories.append(name)
                for way, numbers in values.items():
                    numbers.append(group["households"] if way == group["direction"] else 0)
        sums = [sum(group[what] for group in whole) for what in ("households", "people", "twelve_months_fen")]
        rows.append([w["sum"], _count(sums[0]), _count(sums[1]), yuan(sums[2])])
        series = [Series(w[way], way, numbers) for way, numbers in values.items() if any(numbers)]
        chart = Bars("groups", w["groups_chart"], "households", categories, series)
        heads = [w["group"], w["households"], w["people"], w["difference_year"]]
        return Table("groups", w["groups"], heads, rows, {1, 2, 3}, total=True), [chart] if categories else [], ""

    def _band(self, group: Json) -> str:
        way, band = self.words[group["direction"]], group["a_month"]
        if band is None:
            return way
        low, high = band["over_fen"] // 100, (band["up_to_fen"] or 0) // 100
        form = "band_last" if not high else "band" if low else "band_first"
        return self.words[form].format(way=way, low=_count(low), high=_count(high))

    def changed(self) -> Section | None:
        """The values that differ."""
        w, comma = self.words, "、" if self.lang == "zh" else ", "
        rows = [
            [
                change.label.in_(self.lang),
                comma.join(self.context.name_of(key, self.lang) for key in change.keys if key),
                comma.join(place_names(change.areas, self.lang)) or w["everywhere"],
                value_words(change.before, change, self.context, self.lang),
                value_words(change.after, change, self.context, self.lang),
            ]
            for change in self.changes
        ]
        heads = [w["parameter"], w["for"], w["where"], w["before"], w["after"]]
        return (Table("changed", w["changed"], heads, rows, {3, 4}), [], "") if rows else None

    def definitions(self) -> Section | None:
        """What documents say otherwise."""
        w, rows = self.words, []
        how = {"came": w["came"], "went": w["went"], "changed": w["was_changed"]}
        for document in self.forecast["changes"]["documents"]:
            if not document["definitions"]:
                rows.append([document["document"], how[document["how"]], "", "", ""])
            for d in document["definitions"]:
                rows.append(
                    [document["document"], how[document["how"]], d["name"], d["before"] or "—", d["after"] or "—"]
                )
        heads = [w["document"], w["how"], w["name"], w["before"], w["after"]]
        return (Table("definitions", w["definitions"], heads, rows), [], "") if rows else None

    def by_benefit(self) -> Section:
        """People and money by benefit."""
        w = self.words
        rows = []
        for b in self.forecast["benefits"]:
            line = self.lines[b["benefit"]]
            people = [line[side]["people"] for side in ("before", "after", "difference")]
            money = [line[side]["twelve_months_fen"] for side in ("before", "after", "difference")]
            shown = [format_money(money[0]), format_money(money[1]), yuan(money[2])] if b["paid"] else ["—"] * 3
            rows.append([self.label(b["benefit"]), _count(people[0]), _count(people[1]), _signed(people[2]), *shown])
        heads = [
            w["benefit"],
            w["people_before"],
            w["people_after"],
            w["people_difference"],
            w["before_year"],
            w["after_year"],
            w["difference_year"],
        ]
        names = [b["benefit"] for b in self.paid]
        series = [
            Series(w[side], role, [self.lines[name][side]["twelve_months_fen"] for name in names])
            for side, role in (("before", "no"), ("after", "one"))
        ]
        chart = Bars("benefits", w["benefits_chart"], "money", [self.label(n) for n in names], series, stacked=False)
        return Table("benefits", w["benefits"], heads, rows, set(range(1, 7))), [chart] if names else [], ""

    def entitled(self) -> Section:
        """Who comes in, who falls out, who is open."""
        w, rows, shown = self.words, [], []
        for b in self.forecast["benefits"]:
            name = b["benefit"]
            came, went = newly(self.forecast, name)
            undecided = [self.lines[name][side]["people_cannot_be_told"] for side in ("before", "after")]
            counts = [came["households"], came["people"], went["households"], went["people"], *undecided]
            if any(counts):
                rows.append([self.label(name), *map(_count, counts)])
            if came["people"] or went["people"]:
                shown.append((self.label(name), came["people"], went["people"]))
        heads = [
            w["benefit"],
            *(w[k] for k in ("newly_households", "newly_people", "no_longer_households", "no_longer_people")),
        ]
        heads += [w["open_people_before"], w["open_people_after"]]
        series = [
            Series(w["newly"], "gain", [one for _, one, _ in shown]),
            Series(w["no_longer"], "lose", [out for _, _, out in shown]),
        ]
        series = [s for s in series if any(s.values)]
        chart = Bars("entitled", w["entitled_chart"], "people", [name for name, *_ in shown], series, stacked=False)
        return Table("entitled", w["entitled"], heads, rows, set(range(1, 7))), [chart] if shown else [], ""

    def by_township(self) -> Section:
        """What it means for each township."""
        w = self.words
        groups: dict[tuple[str, str], int] = {}
        for group in self.forecast["groups"]:
            key = (group["area"], group["direction"])
            groups[key] = groups.get(key, 0) + group["households"]
        rows = [self._township(money, groups) for money in [*self.forecast["money"][1:], self.whole]]
        heads = [
            w["township"],
            w["gain_households"],
            w["lose_households"],
            w["open_column"],
            w["receiving_before"],
            w["receiving_after"],
        ]
        heads += [w["before_year"], w["after_year"], w["difference_year"]]
        moved = [money for money in self.forecast["money"][1:] if money["difference"]["twelve_months_fen"]]
        moved.sort(key=lambda money: -money["difference"]["twelve_months_fen"])
        series = [
            Series(name, role, [self.borne(money["difference"])[n][1] for money in moved])
            for n, ((name, _), role) in enumerate(zip(self.borne(self.whole["difference"]), self._roles(), strict=True))
        ]
        chart = Bars("townships", w["townships_chart"], "money", [area_name(m["area"]) for m in moved], series)
        return (
            Table("townships", w["townships"], heads, rows, set(range(1, 9)), total=True),
            [chart] if moved and series else [],
            "",
        )

    def _township(self, money: Json, groups: dict[tuple[str, str], int]) -> list[str]:
        area = money["area"]
        name = self.words["sum"] if area is None else area_name(area)
        ways = [_count(groups.get((area, way), 0)) for way in ("gain", "lose", "open")]
        sides = [money["before"], money["after"]]
        shown = [
            *(_count(side["households"]) for side in sides),
            *(format_money(side["twelve_months_fen"]) for side in sides),
        ]
        return [name, *ways, *shown, yuan(money["difference"]["twelve_months_fen"])]

    def near(self) -> Section:
        """Who would come in or fall out if the value were a little other."""
        w, forecast = self.words, self.forecast
        reasons = {item["because"]: item["needs"] for item in forecast["not_computed"] if item["what"] == "near"}
        lead = (
            w["near_no_money"]
            if "no_changed_money" in reasons
            else w["near_lead"]
            if forecast["near"]
            else w["near_none"]
        )
        if "too_many" in reasons:
            names = [i["needs"] for i in forecast["not_computed"] if i["because"] == "too_many"]
            lead += w["near_too_many"].format(names="、".join(self.context.name_of(name, self.lang) for name in names))
        if not forecast["near"]:
            return None, [], lead
        rows, shown = [], []
        shown_benefit = main_benefit(forecast) or forecast["near"][0]["benefit"]
        for item in forecast["near"]:
            sign = "+" if item["percent"] > 0 else "−"
            what = f"{self.context.name_of(item['parameter'], self.lang)} {sign}{abs(item['percent'])}%"
            numbers = [item[how][of] for how in ("enters", "leaves") for of in ("households", "people")]
            rows.append([what, self.label(item["benefit"]), *map(_count, numbers)])
            if item["benefit"] == shown_benefit:
                shown.append((what, numbers[1], numbers[3]))
        heads = [w["moved"], w["benefit"]]
        heads += [w[f"{how}_{of}"] for how in ("enters", "leaves") for of in ("households", "people")]
        series = [
            Series(w["enters"], "gain", [one for _, one, _ in shown]),
            Series(w["leaves"], "lose", [out for _, _, out in shown]),
        ]
        title = w["near_chart"].format(benefit=self.label(shown_benefit))
        chart = Bars("near", title, "people", [name for name, *_ in shown], [s for s in series if any(s.values)])
        return Table("near", w["near"], heads, rows, {2, 3, 4, 5}), [chart] if shown else [], lead

    def sweep(self) -> Section | None:
        """Cost, households and people at each value."""
        sweep, w = self.forecast["sweep"], self.words
        if sweep is None:
            return None
        points = sweep["points"]
        rows = [
            [
                p["value"],
                _count(p["households"]),
                _count(p["people"]),
                *(format_money(fen) for _, fen in self.borne(p)),
                format_money(p["twelve_months_fen"]),
            ]
            for p in points
        ]
        borne = [name for name, _ in self.borne(points[0])]
        heads = [
            w["sweep_value"],
            w["sweep_households"],
            w["sweep_people"],
            *(f"{name}{'（元）' if self.lang == 'zh' else ' (yuan)'}" for name in borne),
            w["sweep_year"],
        ]
        what = self._swept(sweep)
        typ = parse_type(sweep["type"]) or RATIO
        values = [
            Fraction(v) if isinstance(v := parse_value(p["value"], typ), int | Fraction) else Fraction(0)
            for p in points
        ]
        by_payer = [
            Series(name, role, [self.borne(p)[n][1] for p in points])
            for n, (name, role) in enumerate(zip(borne, self._roles(), strict=True))
        ]
        counts = [
            Series(w[of], role, [p[of] for p in points])
            for of, role in (("households", "series0"), ("people", "series1"))
        ]
        shown, marks = [p["value"] for p in points], self._marks(sweep)
        charts = [
            Curve("sweep", w["sweep_money_chart"].format(what=what), "money", values, shown, by_payer, marks=marks),
            Curve(
                "sweep-people",
                w["sweep_people_chart"].format(what=what),
                "count",
                values,
                shown,
                counts,
                stacked=False,
                marks=marks,
            ),
        ]
        return Table("sweep", w["sweep"], heads, rows, set(range(len(heads)))), charts, ""

    def _swept(self, sweep: Json) -> str:
        keys = [self.context.name_of(key, self.lang) for key in sweep["choices"].values()]
        keys = [*([area_name(sweep["area"])] if sweep["area"] else []), *keys]
        name, comma = self.context.name_of(sweep["parameter"], self.lang), "、" if self.lang == "zh" else ", "
        return (
            f"{name}（{comma.join(keys)}）"
            if keys and self.lang == "zh"
            else f"{name} ({comma.join(keys)})"
            if keys
            else name
        )

    def _marks(self, sweep: Json) -> dict[str, int | Fraction]:
        """The values before and after, where they are the one that is swept and lie within the sweep."""
        marks: dict[str, int | Fraction] = {}
        chosen = set(sweep["choices"].values())
        for change in self.changes:
            if change.name == sweep["parameter"] and chosen <= set(change.keys):
                for side, value in (("before", change.before), ("after", change.after)):
                    if isinstance(value, int | Fraction):
                        marks.setdefault(self.words[side], value)
        return marks

    def spread(self) -> Section:
        """Poverty gap and evenness, or why there are none."""
        w, spread = self.words, self.forecast["spread"]
        if spread is None:
            item = next(i for i in self.forecast["not_computed"] if i["what"] == "spread")
            if item["because"] == "no_comparison":
                return None, [], w["spread_no_comparison"]
            return (
                None,
                [],
                w["spread_no_rule"].format(rule=item["needs"], name=self.context.name_of(item["needs"], self.lang)),
            )
        sides = [spread["before"], spread["after"]]
        rows = [
            [w["spread_missing_without"], *(format_money(s["missing_without_the_money_fen_a_month"]) for s in sides)],
            [w["spread_missing_with"], *(format_money(s["missing_with_the_money_fen_a_month"]) for s in sides)],
            [w["spread_gini"], *("—" if s["gini"] is None else as_decimal(s["gini"]) for s in sides)],
        ]
        lead = w["spread_note"].format(people=_count(spread["people"]), unknown=_count(spread["people_without_income"]))
        return Table("spread", w["spread"], [w["figure"], w["before"], w["after"]], rows, {1, 2}), [], lead

    def demonstration(self) -> Section | None:
        """The made-up values that figures rest on."""
        shown = [b["benefit"] for b in self.forecast["benefits"]]
        table = demonstration_table(self.context, shown, self.words, self.lang)
        return None if table is None else (table, [], self.words["demonstration_lead"])

    def documents(self) -> Section:
        """The documents applied."""
        return documents_table(self.forecast, self.context, self.words, self.lang), [], ""
