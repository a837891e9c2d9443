"""What all commands share: the language option, reporting findings, exit codes.

Exit codes: 0 all is well; 1 the answer is that something does not hold (a check failed, a replay differs); 2 the
input was refused.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import click

from minsheng.policy.finding import Finding, PolicyError
from minsheng.policy.language import N_, render
from minsheng.policy.library import Library

__all__ = ["REFUSED", "WRONG", "language_option", "library_option", "load", "print_json", "refuse"]

WRONG = 1
REFUSED = 2
F = TypeVar("F", bound=Callable[..., object])


def language_option(function: F) -> F:
    """``--lang zh|en``; Chinese is the first language."""
    return click.option(
        "--lang",
        type=click.Choice(["zh", "en"]),
        default="zh",
        envvar="MINSHENG_LANG",
        show_default=True,
        help="Language of the answer / 输出语言.",
    )(function)


def library_option(function: F) -> F:
    """``--policies DIR``: where the packs are."""
    return click.option(
        "--policies",
        type=click.Path(path_type=Path, file_okay=False),
        default=None,
        help="Folder of packs; default: ./policies, or those that came with the package.",
    )(function)


def load(policies: Path | None, lang: str) -> Library:
    """Load the library or refuse with all findings."""
    try:
        return Library.load(policies)
    except PolicyError as problem:
        refuse(problem.findings, lang)
        raise AssertionError from problem


def refuse(findings: Iterable[Finding], lang: str, *, as_json: bool = False) -> None:
    """Print what is wrong and leave with exit code 2."""
    findings = list(findings)
    if as_json:
        print_json({"errors": [finding.as_json(lang) for finding in findings]})
    else:
        for finding in findings:
            click.echo(finding.render(lang), err=True)
        click.echo(render(lang, N_("Problems: {count}. Nothing was decided."), count=len(findings)), err=True)
    sys.exit(REFUSED)


def print_json(value: object) -> None:
    """Print JSON for other programs."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
