"""What is asked: two laws, and what is tried besides. Read from what a user gives, refused whole when anything in it is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from minsheng.policy.finding import Finding, Findings, Place, PolicyError
from minsheng.policy.language import N_
from minsheng.policy.library import Library, contents_of
from minsheng.policy.reading import read_pack
from minsheng.policy.scope import close_to
from minsheng.policy.source import Node, read_yaml
from minsheng.policy.vocabulary import Text, Vocabulary
from minsheng.population.areas import covers
from minsheng.population.simulate.setting import Setting, Shapes, read_setting, refuse_twice
from minsheng.population.simulate.sweep import Sweep, read_sweep

__all__ = ["Asked", "Question", "check_areas", "read_question", "vocabulary_of"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a user gives: days, settings as text, files.

    Attributes:
        on: the day of the law and of the facts.
        on_after: the day afterwards; the same day when left out.
        settings: ``NAME[AREA,CHOICE,…]=VALUE``, each.
        changes: a file with a list of such settings and a title.
        policies_after: the folder of packs that hold afterwards.
        packs_after: packs that take the place of those of the same document.
        sweep: ``NAME[AREA,CHOICE,…]=FROM:TO:STEP``.
        demonstration: whether the marked demonstration values are used.
    """

    on: date
    on_after: date | None = None
    settings: Sequence[str] = ()
    changes: Path | None = None
    policies_after: Path | None = None
    packs_after: Sequence[Path] = ()
    sweep: str | None = None
    demonstration: bool = True


@dataclass(slots=True)
class Question:
    """Two libraries and days, the settings of the second, and a sweep. ``only_sweep``: the settings are the end of the sweep."""

    before: Library
    after: Library
    on: date
    on_after: date
    settings: tuple[Setting, ...] = ()
    sweep: Sweep | None = None
    title: Text | None = None
    demonstration: bool = True
    only_sweep: bool = False
    shapes: Shapes = field(init=False)

    def __post_init__(self) -> None:
        """Look at the parameters once."""
        self.shapes = Shapes(self.after)

    @property
    def same_texts(self) -> bool:
        """Whether packs and day are the same before and after, so that the settings are all that differs."""
        return self.before is self.after and self.on == self.on_after


def read_question(asked: Asked, library: Library) -> Question:
    """Read everything that is asked.

    Args:
        asked: what the user gives.
        library: the packs that hold before.

    Raises:
        PolicyError: a file is missing, a pack is wrong, a setting cannot be read, or nothing is changed; all findings at once.
    """
    findings = Findings()
    after = _library_after(asked, library, findings)
    question = Question(library, after, asked.on, asked.on_after or asked.on, demonstration=asked.demonstration)
    settings = [
        setting
        for text in asked.settings
        if (setting := read_setting(text, Place("--set", path=text), question.shapes, findings)) is not None
    ]
    if asked.changes is not None:
        question.title, from_file = _read_file(asked.changes, question.shapes, findings)
        settings += from_file
    refuse_twice(settings, findings)
    if asked.sweep is not None:
        question.sweep = read_sweep(asked.sweep, Place("--sweep", path=asked.sweep), question.shapes, findings)
    findings.raise_errors()
    if not settings and question.sweep is not None and question.same_texts:
        settings, question.only_sweep = [question.sweep.last], True
    question.settings = tuple(settings)
    if not settings and question.same_texts:
        hint = N_("Give --set, --changes, --sweep, --policies-after, --pack-after or --on-after.")
        raise PolicyError([Finding("F7", Place(), N_("nothing is changed"), hint)])
    return question


# files ----------------------------------------------------------------------------------------------------------------------------------


def _read_file(path: Path, shapes: Shapes, findings: Findings) -> tuple[Text | None, list[Setting]]:
    """A file of changes: ``title`` and ``changes``, a list of settings as on the command line or as ``NAME[…]: VALUE``."""
    text = _text_of(path, findings)
    top = read_yaml(text, str(path), findings) if text is not None else None
    if top is None:
        return None, []
    fields = top.fields(findings, ("title", "changes"), ("changes",))
    title = None
    if "title" in fields:
        node = fields["title"]
        plain = node.text(findings) if node.kind == "scalar" else ""
        title = Text(plain, plain) if plain else node.bilingual(findings)
    settings = []
    for item in fields["changes"].items(findings) if "changes" in fields else []:
        for written, value in _pairs(item, findings):
            setting = read_setting(written, item.place, shapes, findings, value)
            settings += [setting] if setting is not None else []
    return title, settings


def _pairs(item: Node, findings: Findings) -> Iterable[tuple[str, Node | None]]:
    if item.kind == "mapping":
        return list(item.mapping(findings).items())
    written = item.text(findings)  # a list here is an error
    return [(written, None)] if item.kind == "scalar" else []


def _text_of(path: Path, findings: Findings) -> str | None:
    """The text of a file, or nothing after a finding."""
    try:
        return path.read_bytes().decode("utf-8")
    except OSError:
        findings.error("F6", Place(str(path)), N_("there is no such file, or it cannot be read"), N_("Give its path."))
    except UnicodeDecodeError:
        hint = N_("Save it again with the encoding UTF-8.")
        findings.error("S11", Place(str(path)), N_("the file is not UTF-8 text"), hint)
    return None


def _library_after(asked: Asked, library: Library, findings: Findings) -> Library:
    """The packs that hold afterwards; the very same library when no other is given."""
    if asked.policies_after is None and not asked.packs_after:
        return library
    folder, contents = library.folder, dict(library.contents)
    if asked.policies_after is not None:
        folder = asked.policies_after
        if not folder.is_dir():
            hint = N_("Give the folder that has vocabulary/ and the packs.")
            findings.error("L1", Place(str(folder)), N_("there is no such folder of packs"), hint)
            return library
        contents = contents_of(folder)
    given = {name: path for path in asked.packs_after if (name := _put_pack(path, contents, library, findings))}
    if findings.errors:
        return library
    try:
        return Library.from_contents(contents, folder)
    except PolicyError as problem:
        findings.items += [_at_given(finding, given) for finding in problem.findings]
        return library


def _at_given(finding: Finding, given: Mapping[str, Path]) -> Finding:
    """A finding in the file that the user gave, not in the one whose place it takes."""
    path = given.get(finding.place.file)
    return finding if path is None else replace(finding, place=replace(finding.place, file=str(path)))


def _put_pack(path: Path, contents: dict[str, str], library: Library, findings: Findings) -> str:
    """Put a pack in the place of the file of the same document; the name of that file."""
    text = _text_of(path, findings)
    if text is None:
        return ""
    own = Findings()
    pack = read_pack(text, str(path), library.vocabulary, own)
    if pack is None or own.errors:
        findings.items += own.items
        return ""
    files = {document: name for name, content in contents.items() if (document := _document_of(content, name))}
    if pack.document not in files:
        close = close_to(pack.document, files)
        hint = (
            N_("Did you mean {close}?") if close else N_("The front matter must name the document as the library does.")
        )
        message = N_("there is no document {name} whose file this one could replace")
        findings.error("F6", Place(str(path), 1), message, hint, name=pack.document, close=close)
        return ""
    contents[files[pack.document]] = text
    return files[pack.document]


def _document_of(content: str, name: str) -> str:
    """The document of a pack file, from its front matter alone."""
    if not name.endswith(".md") or not content.startswith("---"):
        return ""
    front = read_yaml(content.split("\n---", 1)[0].removeprefix("---"), name, Findings())
    fields = front.mapping(Findings()) if front is not None else {}
    return fields["document"].text(Findings()) if "document" in fields else ""


# against the population ---------------------------------------------------------------------------------------------------------------


def vocabulary_of(question: Question) -> Vocabulary:
    """The words of both libraries, to read a population that both can be asked about.

    Raises:
        PolicyError: a fact means something else afterwards, so that one file cannot serve both.
    """
    if question.before is question.after:
        return question.before.vocabulary
    old, new = question.before.vocabulary, question.after.vocabulary
    findings = Findings()
    for name in sorted(set(old.facts) & set(new.facts)):
        if (old.facts[name].entity, old.facts[name].type) != (new.facts[name].entity, new.facts[name].type):
            place, hint = Place(str(question.after.folder)), N_("Give a fact that means something else another name.")
            findings.error("F8", place, N_("the fact {name} has another type afterwards"), hint, name=name)
    findings.raise_errors()
    return Vocabulary({**old.entities, **new.entities}, {**old.facts, **new.facts})


def check_areas(question: Question, areas: Iterable[str], bound: Mapping[str, Iterable[str]]) -> None:
    """Refuse settings that would change nothing because nobody lives there, or because no document in force has the parameter.

    Args:
        question: what is asked.
        areas: where households of the population live.
        bound: by area, the parameters of the law afterwards.

    Raises:
        PolicyError: all findings at once.
    """
    findings, places = Findings(), sorted(areas)
    swept = [question.sweep.last] if question.sweep is not None and not question.only_sweep else []
    for setting in [*question.settings, *swept]:
        here = [area for area in places if not setting.area or covers(setting.area, area)]
        if not here:
            hint = N_("Households live in: {areas}.")
            message = N_("no household of this population lives in {area}")
            shown = ", ".join(places[:5]) + (" …" if len(places) > 5 else "")
            findings.error("F9", setting.place, message, hint, area=setting.area, areas=shown)
        elif not any(setting.name in bound[area] for area in here):
            message = N_("no document that holds on {day} where these households live has the parameter {name}")
            hint = N_("Look where it comes from: minsheng policy show {name}")
            day = question.on_after.isoformat()
            findings.error("F9", setting.place, message, hint, name=setting.name, day=day)
    findings.raise_errors()
