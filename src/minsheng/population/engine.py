"""Populations for the policy library: what ``law.determine`` and ``law.compare`` do."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.language import N_, render
from minsheng.policy.law import Law
from minsheng.policy.parameters import plain_value
from minsheng.policy.types import PAYERS, format_money
from minsheng.population.determine import determine
from minsheng.population.determine_files import determine_files

__all__ = ["Engine", "Forecast", "setting_texts"]


class Engine:
    """Fills :class:`minsheng.policy.population_port.PopulationEngine`."""

    def determine(
        self,
        law: Law,
        source: Path | Mapping[str, Any],
        out: Path | None,
        rules: Sequence[str] | str,
        **options: Any,
    ) -> Any:
        """Tables in memory give columns; a folder is worked out into the folder ``out``. One rule may be given by its name alone."""
        law = _of_plain_values(law)
        rules = [rules] if isinstance(rules, str) else rules
        if isinstance(source, Mapping):
            return determine(law, source, rules=rules, **options)
        if out is None:
            raise TypeError("determine() from a folder needs a folder for the results: law.determine(folder, out)")
        return determine_files(law, Path(source), Path(out), rules=rules, **options)

    def compare(
        self, after: Law, before: Law, source: Path, out: Path | None, *, sweep: str | None = None, **options: Any
    ) -> Forecast:
        """The forecast of a change; with ``out`` also its page and tables.

        Everything runs in this process unless ``workers`` says otherwise: a script without ``if __name__ == "__main__"`` cannot
        start others.

        Args:
            after: the law with other values, or of another day.
            before: the law as the packs have it.
            source: the folder of the population.
            out: a folder that does not exist yet, for the page and the tables.
            sweep: many values of a parameter, as ``minsheng simulate`` takes them: ``dibao.standard[urban]=500:700:20``.
            options: those of :func:`minsheng.population.simulate.simulate`.

        Raises:
            PolicyError: nothing differs, the laws cannot be compared, or the population is refused.
            TypeError: a value is not of the type of its parameter.
        """
        from minsheng.population.simulate import Asked, simulate

        _refuse_other_laws(after, before)
        texts = setting_texts(after, before)
        if not texts and after.day == before.day and sweep is None:
            hint = N_("law.change(…) gives a law with other values.")
            raise PolicyError([Finding("F7", Place("compare"), N_("nothing is changed"), hint)])
        asked = Asked(before.day, after.day, settings=texts, sweep=sweep, demonstration=before.demonstration)
        with tempfile.TemporaryDirectory() as folder:
            place = Path(out) if out is not None else Path(folder) / "forecast"
            result = simulate(Path(source), before.library, asked, place, **{"workers": 1, **options})
            return Forecast(result.forecast)


class Forecast(dict[str, Any]):
    """A forecast as plain values, as ``forecast.json`` has it; a notebook shows the answer and who pays, gains and loses."""

    def __repr__(self) -> str:
        """The answer alone; the values are thousands."""
        return f"<forecast: {self['answer'][_language()]}>"

    def _repr_markdown_(self, lang: str | None = None) -> str:
        """What a notebook shows, in the language of ``MINSHENG_LANG``."""
        lang = lang or _language()
        from minsheng.population.report.text import PAYER

        words = {
            "gain": N_("gain"),
            "same": N_("unchanged"),
            "lose": N_("lose"),
            "open": N_("cannot be told"),
        }
        sides = [self["money"][0][side] for side in ("before", "after", "difference")]
        payers = [
            (PAYER[payer].in_(lang), *(format_money(side["borne_fen"][payer]) for side in sides))
            for payer in PAYERS
            if any(side["borne_fen"][payer] for side in sides)
        ]
        unset = [side["shares_not_set_fen"] for side in sides]
        if any(unset):
            payers.append((render(lang, N_("not set who bears it")), *map(format_money, unset)))
        payers.append((render(lang, N_("together")), *(format_money(side["twelve_months_fen"]) for side in sides)))
        groups = []
        for direction, word in words.items():
            of = [group for group in self["groups"] if group["area"] is None and group["direction"] == direction]
            counts = [sum(group[key] for group in of) for key in ("households", "people", "twelve_months_fen")]
            groups.append((render(lang, word), f"{counts[0]:,}", f"{counts[1]:,}", format_money(counts[2])))
        parts = [f"**{self['answer'][lang]}**"]
        parts.append(_table(lang, (N_("borne by"), N_("before"), N_("after"), N_("change")), payers))
        parts.append(_table(lang, ("", N_("households"), N_("people"), N_("yuan in twelve months")), groups))
        if any(line["area"] is None and line["after"]["units_with_demonstration_values"] for line in self["lines"]):
            words_of = N_("⚠ rests on demonstration values, not on real ones; these amounts are no budget")
            parts.append(render(lang, words_of))
        if self["population"]["synthetic"]:
            parts.append(render(lang, N_("Synthetic people: made up, nobody's real data.")))
        return "\n\n".join(parts)


def _language() -> str:
    return "en" if os.environ.get("MINSHENG_LANG") == "en" else "zh"


def _table(lang: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table, numbers to the right."""
    named = [render(lang, heading) if heading else "" for heading in headings]
    lines = [named, ["---", *["---:"] * (len(named) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _refuse_other_laws(after: Law, before: Law) -> None:
    """Refuse two laws that differ in more than the values of parameters and the day.

    Raises:
        PolicyError: with the first difference.
    """
    as_packs_have_it = Law(before.library, before.day, before.area, demonstration=before.demonstration)
    if setting_texts(before, as_packs_have_it):
        message = N_("the law to compare with has changed values itself")
        hint = N_("Compare each change with the law as the packs have it.")
    elif after.area != before.area:
        message = N_("the two laws are those of different areas: {before} and {after}")
        hint = N_("Make both with the same area.")
    elif after.library is not before.library or after.demonstration != before.demonstration:
        message = N_("the two laws do not come from the same packs")
        hint = N_("Other packs are compared by: minsheng simulate --policies-after")
    else:
        return
    params: dict[str, object] = {"before": before.area, "after": after.area}
    raise PolicyError([Finding("F12", Place("compare"), message, hint, params)])


def setting_texts(after: Law, before: Law) -> list[str]:
    """The parameters that differ, as a user would write them for ``minsheng simulate``; each for the area of the law.

    Raises:
        TypeError: a value is not of the type of its parameter.

    >>> from minsheng.policy import Library
    >>> law = Library.load().as_of(date(2017, 12, 31), "500110")
    >>> setting_texts(law.change({"dibao.standard": {"urban": 60000}}), law)
    ['dibao.standard[500110,urban]=600.00']
    """
    texts = []
    for name, values in after.settings.items():
        for keys, value in values.items():
            if before.parameter(name, keys) != value:
                place, typ = ",".join([after.area, *keys]), after.bound[name].parameter.type
                plain = plain_value(name, value, typ)
                texts.append(f"{name}[{place}]={_yuan(name, plain) if typ.kind == 'money' else _printed(plain)}")
    return texts


def _of_plain_values(law: Law) -> Law:
    """The same law with the values that were given from outside as the evaluators keep them.

    Raises:
        TypeError: a value is not of the type of its parameter.
    """
    plain = {
        name: {keys: plain_value(name, value, law.bound[name].parameter.type) for keys, value in values.items()}
        for name, values in law.settings.items()
        if name in law.bound
    }
    given = {name: law.settings[name] for name in plain}
    if all(type(value) is type(given[name][keys]) for name, of in plain.items() for keys, value in of.items()):
        return law
    return law.with_settings(plain)


def _printed(value: Any) -> str:
    """A value as a setting is written; money comes as text already."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{payer}: {_printed(share)}' for payer, share in value.items())}}}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _yuan(name: str, value: int | Fraction) -> str:
    """Fen as yuan with two decimals."""
    if isinstance(value, Fraction) and value.denominator > 1:
        raise TypeError(f"{name} takes whole numbers of fen, not {value!r} (Fraction)")
    sign, fen = "-" if value < 0 else "", abs(int(value))
    return f"{sign}{fen // 100}.{fen % 100:02d}"
