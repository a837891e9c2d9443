"""What a forecast rests on: demonstration values and documents, as tables of its page."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction

from minsheng.policy.types import format_money
from minsheng.population.report.context import Context, DemonstrationValue
from minsheng.population.report.tables import Table
from minsheng.population.report.text import PAYER, PERIOD
from minsheng.population.simulate.forecast import Json

__all__ = ["demonstration_table", "documents_table"]


def demonstration_table(context: Context, shown: Collection[str], words: Mapping[str, str], lang: str) -> Table | None:
    """The made-up values that benefits of the page rest on."""
    labels = {b.name: b.label.in_(lang) for b in context.benefits}
    comma = "、" if lang == "zh" else ", "
    rows = [
        [
            context.name_of(v.parameter, lang),
            comma.join(context.name_of(key, lang) for key in v.keys if key),
            _shown(v, context, lang),
            comma.join(labels.get(name, name) for name in v.benefits if name in shown),
        ]
        for v in context.demonstration
        if any(name in shown for name in v.benefits)
    ]
    heads = [words["parameter"], words["for"], words["value"], words["used_by"]]
    return Table("demonstration", words["demonstration"], heads, rows) if rows else None


def _shown(made_up: DemonstrationValue, context: Context, lang: str) -> str:
    """A value as people write it: money with its period, ratios and shares in per cent, choices by their label."""
    value = made_up.value
    if isinstance(value, dict):
        return ("、" if lang == "zh" else ", ").join(
            f"{PAYER[p].in_(lang)} {share * 100}%" for p, share in value.items()
        )
    if made_up.type.kind == "money" and isinstance(value, int | Fraction):
        return f"{format_money(value)} {PERIOD[made_up.type.period].in_(lang)}"
    if isinstance(value, Fraction):
        return f"{value * 100}%"
    return context.name_of(str(value), lang)


def documents_table(forecast: Json, context: Context, words: Mapping[str, str], lang: str) -> Table:
    """The documents that were applied before or after."""
    sides = [{d["document"]: d["sha256"] for d in forecast[side]["documents"]} for side in ("before", "after")]
    rows = []
    for document in context.documents:
        digests = [side.get(document.number, "—")[:12] for side in sides]
        kind = words["made_up" if document.demonstration else "official"]
        rows.append([document.number, document.title.in_(lang), kind, *digests])
    heads = [
        words["number"],
        words["name"],
        words["kind"],
        f"SHA-256 · {words['before']}",
        f"SHA-256 · {words['after']}",
    ]
    return Table("documents", words["documents"], heads, rows)
