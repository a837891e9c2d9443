"""The answer in one sentence, and the words for what was changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from minsheng.policy.types import PAYERS, format_money
from minsheng.policy.vocabulary import Text
from minsheng.policy.wording import format_value
from minsheng.population.areas import area_name
from minsheng.population.report.context import Context
from minsheng.population.report.text import PAYER
from minsheng.population.simulate.forecast import Json
from minsheng.population.simulate.laws import ParameterChange

__all__ = ["answer", "change_words", "main_benefit", "newly", "place_names", "title_words", "value_words"]

_NAMED = 2


def value_words(value: object, change: ParameterChange, context: Context, lang: str) -> str:
    """A value of a parameter as people write it."""
    if value is None:
        return Text("没有设定", "not set").in_(lang)
    if isinstance(value, dict):
        parts = [f"{PAYER[payer].in_(lang)} {share * 100}%" for payer, share in value.items()]
        return ("、" if lang == "zh" else ", ").join(parts)
    return format_value(value, change.type, lang, dict(context.names))


def change_words(change: ParameterChange, context: Context, lang: str) -> str:
    """What becomes of one parameter: “低保标准（城镇）由 500.00 元/月提高到 600.00 元/月”."""
    chosen = [*place_names(change.areas, lang), *(context.name_of(key, lang) for key in change.keys if key)]
    comma = "、" if lang == "zh" else ", "
    named = change.label.in_(lang)
    if chosen:
        named += f"（{comma.join(chosen)}）" if lang == "zh" else f" ({comma.join(chosen)})"
    before, after = (value_words(value, change, context, lang) for value in (change.before, change.after))
    verb = _verb(change.before, change.after)
    if lang == "zh":
        return f"{named}由{_apart(before)}{verb.zh}{_apart(after)}"
    return f"{named} {verb.en} from {before} to {after}"


def _apart(text: str) -> str:
    """Chinese stands apart from a number that follows."""
    return f" {text}" if text[:1].isascii() else text


def place_names(areas: Sequence[str], lang: str) -> list[str]:
    """The names of some areas, the first few of many."""
    names = [area_name(area) for area in areas[:_NAMED]]
    if len(areas) > _NAMED:
        names.append(f"等 {len(areas)} 处" if lang == "zh" else f"{len(areas)} places in all")
    return names


def _verb(before: object, after: object) -> Text:
    numbers = [value for value in (before, after) if isinstance(value, int | Fraction) and not isinstance(value, bool)]
    if len(numbers) == 2:
        return Text("提高到", "raised") if numbers[1] > numbers[0] else Text("降低到", "lowered")
    return Text("改为", "changed")


def title_words(forecast: Json, changes: Sequence[ParameterChange], context: Context, lang: str) -> str:
    """What the forecast is about: the changed values, or the documents, or the days."""
    if changes:
        named = [change_words(change, context, lang) for change in changes[:_NAMED]]
        words = ("；" if lang == "zh" else "; ").join(named)
        more = len(changes) - len(named)
        if more:
            words += f"，另有 {more} 项改变" if lang == "zh" else f", and {more} further changes"
        return words
    documents = [str(document["document"]) for document in forecast["changes"]["documents"]]
    if documents:
        names = ("、" if lang == "zh" else ", ").join(documents[:_NAMED])
        if len(documents) > _NAMED:
            names += f"等 {len(documents)} 份文件" if lang == "zh" else f" and {len(documents) - _NAMED} more"
        return f"{names}改变" if lang == "zh" else f"{names} changed"
    before, after = forecast["before"]["on"], forecast["after"]["on"]
    if before != after:
        return f"由 {before} 到 {after}" if lang == "zh" else f"from {before} to {after}"
    return "没有改变" if lang == "zh" else "nothing changed"


def main_benefit(forecast: Json) -> str | None:
    """The paid benefit whose money changes most; the first of several."""
    best, most = None, 0
    paid = {b["benefit"] for b in forecast["benefits"] if b["paid"]}
    for line in forecast["lines"]:
        moved = abs(line["difference"]["twelve_months_fen"])
        if line["area"] is None and line["benefit"] in paid and moved > most:
            best, most = line["benefit"], moved
    return best


def newly(forecast: Json, benefit: str, area: str | None = None) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Who comes into a benefit and who falls out of it, where both sides are settled: households and people."""
    counts = [{"households": 0, "people": 0}, {"households": 0, "people": 0}]
    for passage in forecast["passages"]:
        if passage["benefit"] != benefit or passage["area"] != area:
            continue
        settled = {"no", "none"}
        for way, (one, other) in enumerate((("before", "after"), ("after", "before"))):
            if passage[one] in settled and passage[other] == "yes":
                for what in counts[way]:
                    counts[way][what] += passage[what]
    return counts[0], counts[1]


def many(count: int, one: str, several: str = "") -> str:
    """A count with its English noun.

    >>> many(1, "household"), many(1200, "person", "people")
    ('1 household', '1,200 people')
    """
    return f"{count:,} {one if count == 1 else several or one + 's'}"


def answer(forecast: Json, title: str, lang: str) -> str:
    """The whole answer: what is changed, what it costs in a year and whom, who comes in and who falls out."""
    difference = forecast["money"][0]["difference"]
    fen = difference["twelve_months_fen"]
    yuan = (
        (lambda fen: f"{format_money(abs(fen))} 元") if lang == "zh" else (lambda fen: f"{format_money(abs(fen))} yuan")
    )
    if fen == 0:
        cost = "每年的支出不变" if lang == "zh" else "spending in a year stays as it is"
    elif lang == "zh":
        cost = f"每年{'多' if fen > 0 else '少'}支出 {yuan(fen)}"
    else:
        cost = f"{yuan(fen)} {'more' if fen > 0 else 'less'} a year"
    cost += _borne(difference, fen, yuan, lang)
    who = _who(forecast, lang) + _open(forecast, lang)
    return f"{title}：{cost}{who}。" if lang == "zh" else f"{title[:1].upper()}{title[1:]}: {cost}{who}."


def _open(forecast: Json, lang: str) -> str:
    """How many households cannot be told; what is not known is never left out in silence."""
    groups = [group for group in forecast["groups"] if group["area"] is None and group["direction"] == "open"]
    households = sum(group["households"] for group in groups)
    if not households:
        return ""
    return f"；{households:,} 户还不能判断" if lang == "zh" else f"; {many(households, 'household')} cannot be told yet"


def _borne(difference: Json, fen: int, yuan: Callable[[int], str], lang: str) -> str:
    """Who bears it, where somebody does; parts that go different ways have their sign."""
    borne = [(PAYER[payer].in_(lang), difference["borne_fen"][payer]) for payer in PAYERS]
    if difference["shares_not_set_fen"]:
        name = "没有设定由谁承担的" if lang == "zh" else "not set who bears it"
        borne.append((name, difference["shares_not_set_fen"]))
    borne = [(name, part) for name, part in borne if part]
    if not borne:
        return ""
    alike = all((part > 0) == (fen > 0) for _, part in borne)
    parts = [f"{name} {'' if alike else '−' if part < 0 else '+'}{yuan(part)}" for name, part in borne]
    return f"，其中{'、'.join(parts)}" if lang == "zh" else f", of it {', '.join(parts)}"


def _who(forecast: Json, lang: str) -> str:
    benefit = main_benefit(forecast)
    if benefit is None:
        return ""
    label = next(b["label"][lang] for b in forecast["benefits"] if b["benefit"] == benefit)
    came, went = newly(forecast, benefit)
    zh = (("新纳入", came), ("不再符合", went))
    en = (("newly entitled", came), ("no longer entitled", went))
    parts = []
    for word, count in zh if lang == "zh" else en:
        if count["people"] and lang == "zh":
            parts.append(f"{word} {count['households']:,} 户、{count['people']:,} 人")
        elif count["people"]:
            parts.append(
                f"{word} {many(count['households'], 'household')} with {many(count['people'], 'person', 'people')}"
            )
    if not parts:
        return ""
    return f"；{label}{'，'.join(parts)}" if lang == "zh" else f"; {label}: {', '.join(parts)}"
