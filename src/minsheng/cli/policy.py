"""``minsheng policy``: look at packs, check them, compare them."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from minsheng.cli import policy_look
from minsheng.cli.output import WRONG, language_option, library_option, load, print_json, refuse
from minsheng.policy.check import check_library
from minsheng.policy.coverage import coverage
from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.language import N_, render
from minsheng.policy.library import Library
from minsheng.policy.pack import Duty, Pack

__all__ = ["policy"]


@click.group()
def policy() -> None:
    """Look at packs, check them, compare them, prove that a document is covered."""


@policy.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("--no-cases", is_flag=True, help="Leave out the examples and cases.")
@click.option("--json", "as_json", is_flag=True, help="Findings as JSON.")
@language_option
def check(folder: Path | None, no_cases: bool, as_json: bool, lang: str) -> None:
    """Check all packs: names, types, units, citations, circles, overlaps, holes, rounding, processes, examples, cases, coverage.

    Exit code 0: clean; 1: something is to be mended.
    """
    try:
        library = Library.load(folder, strict=False)
    except PolicyError as problem:
        refuse(problem.findings, lang, as_json=as_json)
        return
    console = Console(stderr=True)
    with console.status("…") as status:
        check_library(library, cases=not no_cases, progress=lambda name: status.update(name))
    errors = library.findings.errors
    if as_json:
        print_json(
            {"packs": len(library.packs), "cases": len(library.cases), "errors": [f.as_json(lang) for f in errors]}
        )
    else:
        for finding in errors:
            click.echo(finding.render(lang))
        click.echo(_summary(library, errors, lang))
    sys.exit(WRONG if errors else 0)


def _summary(library: Library, errors: list[Finding], lang: str) -> str:
    counts = Counter(finding.place.file for finding in errors)
    examples = sum(len(pack.examples) for pack in library.packs)
    text = render(
        lang,
        N_("{packs} packs, {examples} examples, {cases} cases: {errors} problems"),
        packs=len(library.packs),
        examples=examples,
        cases=len(library.cases),
        errors=len(errors),
    )
    return "\n".join([text, *(f"  {count:4d}  {file}" for file, count in counts.most_common())])


@policy.command("coverage")
@click.argument("document", required=False)
@click.option("--json", "as_json", is_flag=True)
@library_option
@language_option
def coverage_command(document: str | None, policies: Path | None, as_json: bool, lang: str) -> None:
    """Show which rule, parameter, process, task or duty serves each article of DOCUMENT (all documents without it).

    Exit code 1 when an article is served by nothing.
    """
    library = load(policies, lang)
    packs = [_pack(library, document, lang)] if document else library.packs
    rows = {pack.document: coverage(pack, library.packs) for pack in packs}
    holes = sum(1 for served in rows.values() for s in served if not s.by)
    if as_json:
        print_json(
            {
                name: [
                    {"article": s.article, "served_by": [{"kind": k, "name": n} for k, n, _ in s.by]} for s in served
                ]
                for name, served in rows.items()
            }
        )
    else:
        console = Console()
        for pack in packs:
            console.print(_coverage_table(pack, library, lang))
        console.print(
            render(
                lang,
                N_("{articles} articles, {holes} not served"),
                articles=sum(len(r) for r in rows.values()),
                holes=holes,
            )
        )
    sys.exit(WRONG if holes else 0)


def _coverage_table(pack: Pack, library: Library, lang: str) -> Table:
    table = Table(title=f"{pack.document}  {pack.title.in_(lang)}", title_justify="left")
    for heading in (N_("article"), N_("served by")):
        table.add_column(render(lang, heading))
    for served in coverage(pack, library.packs):
        names = []
        for kind, name, item in served.by:
            if isinstance(item, Duty):
                what = item.label.in_(lang)
                tail = f" ({item.because.in_(lang)})" if item.because else f" → {item.served_by}"
                names.append(f"{render(lang, policy_look.KINDS[kind])}: {what}{tail}")
            else:
                names.append(f"{render(lang, policy_look.KINDS[kind])} {name}")
        table.add_row(served.article, "\n".join(names) or "✗")
    return table


def _pack(library: Library, document: str, lang: str) -> Pack:
    pack = library.pack(document)
    if pack is None:
        known = ", ".join(p.document for p in library.packs)
        refuse(
            [
                Finding(
                    "L5",
                    Place(document),
                    N_("there is no pack for this document"),
                    N_("Known: {known}."),
                    {"known": known},
                )
            ],
            lang,
        )
    assert pack is not None  # noqa: S101 - refuse() has left
    return pack


policy.add_command(policy_look.show)
policy.add_command(policy_look.diff)
