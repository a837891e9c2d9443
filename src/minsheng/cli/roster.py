"""``minsheng import``: households and people from Excel or CSV into the register, or nothing with everything that is wrong."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from minsheng.cli.output import REFUSED, language_option, library_option, load, print_json
from minsheng.cli.web_setup import desk
from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.language import N_, render
from minsheng.policy.library import Library
from minsheng.policy.today import today_in_china

__all__ = ["import_"]


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="Day from which it is true; today when left out.",
)
@click.option("--area", "within", default="", metavar="CODE", help="Only this area and what lies in it.")
@click.option("--dry-run", is_flag=True, help="Check everything, against the register too, and write nothing.")
@click.option(
    "--template",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="XLSX",
    help="Write an empty roster to fill in, and nothing else.",
)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@library_option
@language_option
def import_(
    file: Path | None, on: datetime | None, within: str, dry_run: bool, template: Path | None,
    as_json: bool, policies: Path | None, lang: str,
) -> None:  # fmt: skip
    """Take the roster FILE (.xlsx or .csv) into the register: all of it, or nothing.

    Exit code 2: something is wrong; every cell is named, and nothing was written.
    """
    if (file is None) == (template is None):
        raise click.UsageError("Give either FILE or --template.")
    library = load(policies, lang)
    if template is not None:
        _template(template, library, lang)
        return
    assert file is not None  # noqa: S101 - looked at above
    with desk(lang, encrypts=True):
        from minsheng.registry.roster import import_roster

        day = on.date() if on else today_in_china()
        if day > today_in_china():
            message = N_("the day {day} has not come yet")
            raise PolicyError([Finding("I8", Place("--on"), message, "", {"day": day})])
        try:
            report = import_roster(file, library.vocabulary, on=day, within=within, dry_run=dry_run, file=str(file))
        except PolicyError as problem:
            if not as_json:
                raise
            print_json({"errors": [finding.as_json(lang) for finding in problem.findings]})
            raise SystemExit(REFUSED) from None
    if as_json:
        print_json({"dry_run": dry_run, **vars(report)})
        return
    told = {"households": report.households, "people": report.people, "facts": report.facts}
    counted = N_(
        "Nothing is wrong: {households} households, {people} people, {facts} facts would be taken over. Nothing was written."
    )
    taken = N_("{households} households, {people} people, {facts} facts taken over.")
    click.echo(render(lang, counted if dry_run else taken, **told))
    if report.examples:
        click.echo(render(lang, N_("Example rows left out: {count}."), count=report.examples))


def _template(path: Path, library: Library, lang: str) -> None:
    with desk(lang, tables=False):
        from minsheng.registry.roster_template import write_template

        if path.suffix.lower() != ".xlsx" or path.exists():
            message = N_("the template is a new file that ends with .xlsx")
            raise PolicyError([Finding("I1", Place(str(path)), message)])
        try:
            count = write_template(path, library.vocabulary, lang)
        except OSError as problem:
            message = N_("the file cannot be written: {reason}")
            raise PolicyError(
                [Finding("I1", Place(str(path)), message, "", {"reason": str(problem.strerror)})]
            ) from None
        click.echo(render(lang, N_("{path}: {count} columns"), path=path, count=count))
