"""``minsheng schema``: the published JSON Schemas."""

from __future__ import annotations

from pathlib import Path

import click

from minsheng.cli.output import language_option, library_option, load, print_json
from minsheng.policy.decision_json import decision_schema
from minsheng.policy.schema import household_schema, pack_schema

__all__ = ["schema"]


@click.command()
@click.argument("what", type=click.Choice(["household", "decision", "packs"]))
@library_option
@language_option
def schema(what: str, policies: Path | None, lang: str) -> None:
    """Print the JSON Schema of household files, of decisions (--json), or of the blocks of packs (for editors)."""
    if what == "household":
        print_json(household_schema(load(policies, lang).vocabulary))
    else:
        print_json(decision_schema() if what == "decision" else pack_schema())
