"""The library: all packs of a folder, read, typed and held against each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from minsheng.policy.finding import Finding, Findings, Place, PolicyError
from minsheng.policy.language import N_
from minsheng.policy.law import Law, build_law
from minsheng.policy.pack import Example, Pack
from minsheng.policy.precedence import Definition, Definitions
from minsheng.policy.reading import read_cases, read_pack
from minsheng.policy.symbols import define, read_added_rows
from minsheng.policy.vocabulary import Vocabulary, read_vocabulary

__all__ = ["Library", "contents_of", "default_folder"]


def default_folder() -> Path:
    """The packs of this checkout, or those that came with the installed package."""
    here = Path("policies")
    if (here / "vocabulary").is_dir():
        return here
    package = Path(__file__).resolve().parents[1]
    shipped = package / "_policies"
    return shipped if shipped.is_dir() else package.parents[1] / "policies"


def contents_of(folder: Path) -> dict[str, str]:
    """The text of every file of a folder of packs, by its path from the folder's parent."""
    root = folder.resolve()
    files = [
        *root.glob("vocabulary/*.yaml"),
        *root.rglob("*.cases.yaml"),
        *(p for p in root.rglob("*.md") if p.name != "README.md"),
    ]
    return {str(path.relative_to(root.parent)): path.read_bytes().decode("utf-8", "replace") for path in files}


@dataclass
class Library:
    """Packs, their vocabulary and their cases. Use :meth:`load`, then :meth:`as_of`.

    >>> from datetime import date
    >>> law = Library.load().as_of(date(2021, 11, 20), area="620171")
    >>> "dibao" in law.benefits
    True
    """

    folder: Path
    vocabulary: Vocabulary
    packs: list[Pack] = field(default_factory=list)
    definitions: Definitions = field(default_factory=Definitions)
    findings: Findings = field(default_factory=Findings)
    contents: dict[str, str] = field(default_factory=dict, repr=False)
    _laws: dict[tuple[date, str, bool], Law] = field(default_factory=dict, repr=False)

    @classmethod
    def load(
        cls, folder: str | Path | None = None, *, strict: bool = True, overlay: dict[str, str] | None = None
    ) -> Library:
        """Read every pack below ``folder``. Errors raise :class:`PolicyError` with all findings, unless ``strict`` is false.

        ``overlay`` gives other contents for some files (path relative to the folder's parent), used to look
        at a change before it is made.
        """
        root = Path(folder) if folder is not None else default_folder()
        if not root.is_dir():
            findings = Findings()
            findings.error(
                "L1",
                Place(str(root)),
                N_("there is no such folder of packs"),
                N_("Give the folder that has vocabulary/ and the packs."),
            )
            raise PolicyError(findings.errors)
        return cls.from_contents({**contents_of(root), **(overlay or {})}, root, strict=strict)

    @classmethod
    def from_contents(cls, contents: Mapping[str, str], folder: Path, *, strict: bool = True) -> Library:
        """A library from texts by their path; ``folder`` is only a name for messages."""
        findings = Findings()
        for name, text in sorted(contents.items()):
            before, unreadable, _ = text.partition("\N{REPLACEMENT CHARACTER}")
            if unreadable:
                place = Place(name, before.count("\n") + 1)
                findings.error(
                    "S11", place, N_("the file is not UTF-8 text"), N_("Save it again with the encoding UTF-8.")
                )
        vocabulary = read_vocabulary(
            {k: v for k, v in contents.items() if "/vocabulary/" in f"/{k}" and k.endswith(".yaml")}, findings
        )
        library = cls(folder, vocabulary, findings=findings, contents=dict(contents))
        for name, text in sorted(contents.items()):
            if name.endswith(".md"):
                pack = read_pack(text, name, vocabulary, findings)
                if pack is not None:
                    library.packs.append(pack)
        library._check_documents()
        read_added_rows(library.packs, vocabulary, findings)
        library.definitions = define(library.packs, vocabulary, findings)
        library.definitions.check(findings)
        if strict:
            findings.raise_errors()
        return library

    def as_of(self, day: date, area: str, *, demonstration: bool = True) -> Law:
        """The law of a day at a place; raises :class:`PolicyError` when no pack covers it.

        ``demonstration=False`` leaves out the marked demonstration values, so that what a place has not set
        is seen to be not set.
        """
        key = (day, area, demonstration)
        if key not in self._laws:
            self._laws[key] = build_law(self, day, area, demonstration=demonstration)
        return self._laws[key]

    @cached_property
    def cases(self) -> list[Example]:
        """The cases worked by hand beside the packs; read when somebody asks for them, problems go to ``findings``."""
        cases: list[Example] = []
        for name, text in sorted(self.contents.items()):
            if name.endswith(".cases.yaml"):
                cases += read_cases(text, name, self.vocabulary, self.findings)
        return cases

    def pack(self, document: str) -> Pack | None:
        """The pack of a document by its number, or by a part of the number, the title or the file when only one fits."""
        for pack in self.packs:
            if pack.document == document:
                return pack
        close = [p for p in self.packs if document in p.document or document in p.title.zh or document in p.source.file]
        return close[0] if len(close) == 1 else None

    def definition(self, kind: str, name: str) -> list[Definition]:
        """All definitions of a name, in every document."""
        return self.definitions.of(kind, name)

    def _check_documents(self) -> None:
        seen: dict[str, Pack] = {}
        for pack in self.packs:
            other = seen.setdefault(pack.document, pack)
            if other is not pack:
                self.findings.items.append(
                    Finding(
                        "L2",
                        Place(pack.source.file, 1),
                        N_("the document {name} is already in {other}"),
                        N_("Keep one of them."),
                        params={"name": pack.document, "other": other.source.file},
                    )
                )
        known = set(seen)
        for pack in self.packs:
            for override in pack.overrides:
                if override.document not in known:
                    self.findings.error(
                        "L3",
                        Place(pack.source.file, 1),
                        N_("{document} is overridden but is not in the library"),
                        N_("Write the number exactly as in that pack."),
                        document=override.document,
                    )
