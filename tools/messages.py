"""Keep the catalogues in step with the sources: `python tools/messages.py [--check]`.

Messages stand in the sources in English, marked with `N_("…")`. This takes them into `src/minsheng/locale/minsheng.pot`,
brings both catalogues up to date (nothing is guessed: a new message is empty until somebody translates it) and compiles
them. Everything it writes depends on the sources alone, so that a second run changes nothing.
"""

from __future__ import annotations

import io
import string
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # babel.cfg names a module of tools
LOCALE = ROOT / "src" / "minsheng" / "locale"
TEMPLATE = LOCALE / "minsheng.pot"
LANGUAGES = ("zh_CN", "en")
DATE = datetime(2026, 1, 1, tzinfo=UTC)  # the format wants one; a true one would change every file at every run
HEADER = """# Messages of Minsheng. Copyright (C) the Minsheng developers; Apache-2.0, as the rest.
# Translations are written here; everything else comes from the sources with `make messages`.
#"""
TEAM = "the Minsheng developers"


def empty(language: str | None = None) -> Catalog:
    """A catalogue without messages, its head free of names and times that would change."""
    people = {"copyright_holder": TEAM, "last_translator": TEAM, "language_team": TEAM, "msgid_bugs_address": TEAM}
    days = {"creation_date": DATE, "revision_date": DATE}
    return Catalog(
        language,
        project="minsheng",
        version="0.1",
        charset="utf-8",
        header_comment=HEADER,
        fuzzy=False,
        **people,
        **days,
    )


def template() -> Catalog:
    """All messages marked in the sources, by text."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    catalogue = empty()
    source = ROOT / "src" / "minsheng"
    found = extract_from_dir(
        source,
        methods,
        options,
        keywords={"N_": None, "L_": None},
        comment_tags=("Translators:",),
        strip_comment_tags=True,
    )
    for file, _line, message, comments, context in sorted(found, key=lambda row: (str(row[2]), row[0], row[1])):
        place = f"src/minsheng/{Path(file).as_posix()}"
        catalogue.add(message, locations=[(place, 0)], auto_comments=comments, context=context)
    return catalogue


def catalogue(language: str) -> Catalog:
    """The catalogue of one language as it is committed, or an empty one."""
    path = po(language)
    if not path.exists():
        return empty(language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str, messages: Catalog) -> Catalog:
    """The catalogue of one language with today's messages: what is new is empty, what is gone is dropped."""
    old = catalogue(language)
    new = empty(language)
    for message in messages:
        if message.id:
            known = old.get(message.id, context=message.context)
            text = known.string if known else None
            new.add(
                message.id,
                text,
                message.locations,
                known.flags - {"python-brace-format"} if known else (),
                message.auto_comments,
            )
    return new


def as_po(messages: Catalog) -> bytes:
    """The text of a catalogue, without line numbers: a moved message is no change."""
    out = io.BytesIO()
    write_po(out, messages, width=110, include_lineno=False, sort_output=True, ignore_obsolete=True)
    return out.getvalue().rstrip(b"\n") + b"\n"


def as_mo(messages: Catalog) -> bytes:
    """The compiled catalogue."""
    out = io.BytesIO()
    write_mo(out, messages)
    return out.getvalue()


def po(language: str) -> Path:
    """Where the catalogue of a language is."""
    return LOCALE / language / "LC_MESSAGES" / "minsheng.po"


def expected() -> dict[Path, bytes]:
    """Every file of the catalogues as it should be, given the sources and the translations there are."""
    messages = template()
    files = {TEMPLATE: as_po(messages)}
    for language in LANGUAGES:
        new = updated(language, messages)
        files[po(language)] = as_po(new)
        files[po(language).with_suffix(".mo")] = as_mo(new)
    return files


def out_of_date() -> list[str]:
    """Files that a run of this tool would change."""
    return [
        str(path.relative_to(ROOT))
        for path, content in expected().items()
        if not path.exists() or path.read_bytes() != content
    ]


def untranslated(language: str = "zh_CN") -> list[str]:
    """Messages without a translation, or with one that somebody marked as unsure."""
    return [m.id for m in updated(language, template()) if m.id and (not m.string or m.fuzzy)]


def mismatched(language: str = "zh_CN") -> list[str]:
    """Messages whose translation has other places to fill in than the message."""
    translated = [m for m in updated(language, template()) if m.id and m.string]
    return [m.id for m in translated if places(m.id) != places(m.string)]


def places(text: str) -> set[str]:
    """The names in braces.

    >>> sorted(places("{file}: no rule {name!r}"))
    ['file', 'name']
    """
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def main() -> int:
    """Write the files, or with `--check` only tell what is wrong."""
    if "--check" not in sys.argv:
        for path, content in expected().items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    wrong = [f"{path}: out of date; run `make messages`" for path in out_of_date()]
    wrong += [f"{po('zh_CN').relative_to(ROOT)}: not translated: {message!r}" for message in untranslated()]
    wrong += [f"{po('zh_CN').relative_to(ROOT)}: other places in braces: {message!r}" for message in mismatched()]
    print("\n".join(wrong) if wrong else f"messages: {len(template())} messages, complete in Chinese and English")
    return 1 if wrong and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
