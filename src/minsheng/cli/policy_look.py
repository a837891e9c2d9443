"""``minsheng policy show`` and ``minsheng policy diff``."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table

from minsheng.cli.output import language_option, library_option, load, print_json, refuse
from minsheng.policy.difference import changes, people_changes
from minsheng.policy.finding import Finding, Findings, Place
from minsheng.policy.language import N_, render
from minsheng.policy.library import Library
from minsheng.policy.outcome import STATUSES
from minsheng.policy.pack import Cited, Pack, Parameter, Rule
from minsheng.policy.precedence import Definition
from minsheng.policy.reading import read_pack
from minsheng.policy.today import today_in_china
from minsheng.policy.wording import format_date, status_word

__all__ = ["diff", "show"]

#: The kinds of definitions, for people.
KINDS = {
    "rule": N_("rule"),
    "parameter": N_("parameter"),
    "benefit": N_("benefit"),
    "unit": N_("assessment unit"),
    "process": N_("process"),
    "area_set": N_("area set"),
    "areaset": N_("area set"),
    "sample": N_("sample"),
    "ranking": N_("ranking"),
    "aggregate": N_("share over people"),
    "task": N_("task"),
    "target": N_("target"),
    "duty": N_("duty"),
    "service": N_("service"),
}
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("what", required=False)
@click.option("--on", type=_DAY, metavar="YYYY-MM-DD", default=None, help="Day, for what holds then; default: today.")
@click.option("--area", default="", help="Area code, for what holds there.")
@click.option("--json", "as_json", is_flag=True)
@library_option
@language_option
def show(what: str | None, on: datetime | None, area: str, as_json: bool, policies: Path | None, lang: str) -> None:
    """Show the list of packs, a document (WHAT is its number, or a part of it), or a name (rule, parameter, benefit, fact).

    With --area and without WHAT: which documents hold there on that day.
    """
    library = load(policies, lang)
    day = on.date() if on else today_in_china()
    if what is None:
        _show_list(library, day, area, as_json, lang)
        return
    pack = library.pack(what)
    if pack is not None:
        if as_json:
            print_json(_pack_json(pack, lang))
        else:
            Console().print(Markdown(pack.source.text.split("---", 2)[-1]))
        return
    definitions = [d for (_, name), ds in library.definitions.by_name.items() if name == what for d in ds]
    fact = library.vocabulary.facts.get(what)
    listed = [(pack, item) for pack in library.packs for item in (*pack.tasks, *pack.targets) if item.name == what]
    for found, item in listed:
        kind = render(lang, KINDS[type(item).__name__.lower()])
        click.echo(
            f"{kind} {item.name} · {item.label.in_(lang)}\n  《{found.document}》{'、'.join(item.cites)}  ({item.place})"
        )
        for year, sign, figure in getattr(item, "values", ()):
            click.echo(f"    {year}: {sign} {figure}")
    if not definitions and fact is None and not listed:
        refuse(
            [
                Finding(
                    "L6",
                    Place(what),
                    N_("there is no document, rule, parameter, benefit or fact of this name"),
                    N_("List the documents with: minsheng policy show"),
                )
            ],
            lang,
        )
    if fact is not None:
        click.echo(f"{fact.name}: {fact.label.in_(lang)} · {fact.type} · {fact.entity}\n  {fact.ask.in_(lang)}")
    for definition in definitions:
        click.echo("\n".join(_definition_lines(definition, lang)))


def _show_list(library: Library, day: date, area: str, as_json: bool, lang: str) -> None:
    packs = library.as_of(day, area).packs() if area else library.packs
    if as_json:
        print_json([_pack_json(pack, lang) for pack in packs])
        return
    table = Table(
        title=render(lang, N_("Documents that hold in {area} on {day}"), area=area, day=format_date(day, lang))
        if area
        else None
    )
    for heading in (
        N_("document"),
        N_("title"),
        N_("area"),
        N_("in force"),
        N_("last day"),
        N_("rules"),
        N_("benefits"),
    ):
        table.add_column(render(lang, heading), overflow="fold")
    for pack in packs:
        last = pack.last_day.isoformat() if pack.last_day else ""
        table.add_row(
            pack.document,
            pack.title.in_(lang),
            pack.area,
            pack.in_force.isoformat(),
            last,
            str(len(pack.rules)),
            str(len(pack.benefits)),
        )
    Console().print(table)


def _pack_json(pack: Pack, lang: str) -> dict[str, object]:
    return {
        "document": pack.document,
        "title": pack.title.in_(lang),
        "issuer": pack.issuer.in_(lang),
        "rank": pack.rank,
        "area": pack.area,
        "in_force": pack.in_force.isoformat(),
        "last_day": pack.last_day.isoformat() if pack.last_day else None,
        "file": pack.source.file,
        "digest": pack.digest,
        "rules": [r.name for r in pack.rules],
        "parameters": [p.name for p in pack.parameters],
        "benefits": [b.name for b in pack.benefits],
        "processes": [p.name for p in pack.processes],
        "duties": len(pack.duties),
        "tasks": [t.name for t in pack.tasks],
        "targets": [t.name for t in pack.targets],
        "examples": len(pack.examples),
    }


def _definition_lines(definition: Definition, lang: str) -> list[str]:
    item: Cited = definition.item
    lines = [
        f"{render(lang, KINDS[definition.kind])} {item.name} · {item.label.in_(lang)}",
        f"  《{definition.pack.document}》{'、'.join(item.cites)}  ({item.place})",
    ]
    if isinstance(item, Rule):
        lines.append(f"  {item.entity} → {item.type}")
        lines.append(f"  = {item.expression or f'{item.at_least} … {item.at_most}'}")
        if item.reading is not None:
            lines.append(f"  ☞ {item.reading.used.in_(lang)} ({item.reading.because.in_(lang)})")
    if isinstance(item, Parameter):
        lines.append(f"  {item.type}" + (f" · {item.set_by.in_(lang)}" if item.set_by else ""))
        for row in item.rows:
            ground = ", ".join([part for part in (row.area, row.area_set, *(f"{k}={v}" for k, v in row.keys)) if part])
            since = f" ≥ {row.first_day}" if row.first_day else ""
            marked = f" ({render(lang, N_('demonstration value'))})" if row.demonstration else ""
            lines.append(f"    [{ground}{since}] {row.printed}{marked}  《{row.document}》{'、'.join(row.cites)}")
    return lines


@click.command()
@click.argument("before")
@click.argument("after")
@click.option("--json", "as_json", is_flag=True)
@library_option
@language_option
def diff(before: str, after: str, as_json: bool, policies: Path | None, lang: str) -> None:
    """Show what changed from BEFORE to AFTER, and for whom.

    Each is the number of a document in the library (or a part of it), or a pack file, for example a changed copy.
    """
    library = load(policies, lang)
    old, new = _pack_or_file(library, before, lang), _pack_or_file(library, after, lang)
    law = library.as_of(max(old.in_force, min(new.in_force, new.last_day or new.in_force)), old.area)
    found = changes(old, new, law)
    people = list(people_changes(library, old, new, new.source.text))
    if as_json:
        print_json(
            {
                "before": old.document,
                "after": new.document,
                "changes": [
                    {"kind": c.kind, "name": c.name, "before": c.before, "after": c.after, "benefits": list(c.benefits)}
                    for c in found
                ],
                "people": [
                    {
                        "example": p.example.id or p.example.title.en,
                        "title": p.example.title.in_(lang),
                        "benefit": p.benefit,
                        "before": p.before,
                        "after": p.after,
                    }
                    for p in people
                ],
            }
        )
        return
    console = Console()
    console.print(f"[bold]{old.document} → {new.document}[/bold]")
    for change in found:
        console.print(
            f"\n{render(lang, change.kind)} [bold]{change.name}[/bold]"
            + (f"  ⇒ {', '.join(change.benefits)}" if change.benefits else "")
        )
        if change.before:
            console.print(f"  [red]− {change.before}[/red]", highlight=False)
        if change.after:
            console.print(f"  [green]+ {change.after}[/green]", highlight=False)
    table = Table(title=render(lang, N_("For whom: worked examples whose outcome differs")), title_justify="left")
    for heading in (N_("example"), N_("benefit"), N_("before"), N_("after")):
        table.add_column(render(lang, heading), overflow="fold")
    for person in people:
        table.add_row(
            person.example.title.in_(lang), person.benefit, _shown(person.before, lang), _shown(person.after, lang)
        )
    console.print()
    console.print(table if people else render(lang, N_("No worked example has another outcome.")))


def _shown(text: str, lang: str) -> str:
    for status in STATUSES:
        text = text.replace(status, status_word(status, lang))
    return text


def _pack_or_file(library: Library, name: str, lang: str) -> Pack:
    path = Path(name)
    if path.is_file():
        findings = Findings()
        pack = read_pack(path.read_text(encoding="utf-8"), str(path), library.vocabulary, findings)
        if findings.errors or pack is None:
            refuse(findings.errors, lang)
        assert pack is not None  # noqa: S101 - refuse() has left
        return pack
    pack = library.pack(name)
    if pack is None:
        known = ", ".join(p.document for p in library.packs)
        refuse(
            [
                Finding(
                    "L5", Place(name), N_("there is no pack for this document"), N_("Known: {known}."), {"known": known}
                )
            ],
            lang,
        )
    assert pack is not None  # noqa: S101 - refuse() has left
    return pack
