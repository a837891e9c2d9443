"""Write the templates that come with the program into a folder: ``python -m minsheng.casework.papers FOLDER [--lang en]``."""

from __future__ import annotations

import click

from minsheng.casework.papers.word import write_templates


@click.command()
@click.argument("folder", type=click.Path(file_okay=False))
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh")
def main(folder: str, lang: str) -> None:
    """Write the Word templates into FOLDER; those that are there already stay as they are."""
    for path in write_templates(folder, lang):
        click.echo(path)


if __name__ == "__main__":
    main()
