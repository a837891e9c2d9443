"""The vocabulary: which things there are (household, person, …), how they hang together, and which facts may be known of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from minsheng.policy.finding import Findings
from minsheng.policy.language import N_
from minsheng.policy.source import Node, read_yaml
from minsheng.policy.types import Type, parse_type

__all__ = ["Entity", "Fact", "Text", "Vocabulary", "read_vocabulary"]

SOURCES = ("declared", "ledger", "visit", "assessment")
#: What of a benefit a fact may mirror, and the type that it must have.
MIRRORS = {"receives": "bool", "amount": "money", "since": "date", "reviewed": "date"}


@dataclass(frozen=True, slots=True)
class Text:
    """Text for people in both languages.

    >>> Text("户", "household").in_("en")
    'household'
    """

    zh: str
    en: str

    def in_(self, lang: str) -> str:
        """The text in ``zh`` or ``en``."""
        return self.en if lang == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Entity:
    """A kind of thing. ``owner`` is the entity it belongs to, ``list_name`` the list in which its owner holds it."""

    name: str
    label: Text
    owner: str = ""
    list_name: str = ""
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that may be known of an entity: its type, how to ask for it, where it usually comes from, whether it is sensitive.

    ``mirrors`` names what it repeats of a benefit where that is known: ``receives.dibao``, ``amount.dibao``, ``since.dibao`` or
    ``reviewed.dibao``.
    """

    name: str
    entity: str
    type: Type
    label: Text
    ask: Text
    source: str
    sensitive: bool
    window: str = ""
    may_be_negative: bool = False
    changes: bool = True
    value_labels: Mapping[str, Text] = field(default_factory=dict)
    mirrors: str = ""


@dataclass
class Vocabulary:
    """All entities and facts of a library."""

    entities: dict[str, Entity] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)

    def facts_of(self, entity: str) -> dict[str, Fact]:
        """The facts of one entity, by name."""
        return {name: fact for name, fact in self.facts.items() if fact.entity == entity}

    def lists_of(self, entity: str) -> dict[str, Entity]:
        """The lists that an entity holds, by their name (``people``, ``supporters``)."""
        return {e.list_name: e for e in self.entities.values() if e.owner == entity and e.list_name}

    def ancestors(self, entity: str) -> list[str]:
        """The entity itself and what it belongs to, nearest first; a person also sees its derived family.

        >>> from minsheng.policy.vocabulary import Entity, Text, Vocabulary
        >>> t = Text("", "")
        >>> v = Vocabulary({"household": Entity("household", t), "family": Entity("family", t, "household", "", True),
        ...                 "person": Entity("person", t, "household", "people")})
        >>> v.ancestors("person")
        ['person', 'family', 'household']
        """
        chain = [entity]
        if entity == "person" and "family" in self.entities:
            chain.append("family")
        owner = self.entities[entity].owner if entity in self.entities else ""
        return chain + (self.ancestors(owner) if owner else [])


def read_vocabulary(contents: Mapping[str, str], findings: Findings) -> Vocabulary:
    """Read vocabulary files by their path; ``core.yaml`` declares the entities. Problems go to ``findings``."""
    vocabulary = Vocabulary()
    pending: list[tuple[str, Node]] = []
    for file, text in sorted(contents.items(), key=lambda item: (not item[0].endswith("/core.yaml"), item[0])):
        top = read_yaml(text, file, findings)
        if top is None:
            continue
        for name, node in top.fields(findings, known=("entities", "facts")).items():
            for key, item in node.mapping(findings).items():
                if name == "entities":
                    _read_entity(key, item, vocabulary, findings)
                else:
                    pending.append((key, item))
    for key, item in pending:
        _read_fact(key, item, vocabulary, findings)
    return vocabulary


def _read_entity(name: str, node: Node, vocabulary: Vocabulary, findings: Findings) -> None:
    fields = node.fields(findings, known=("label", "of", "list", "derived"), required=("label",))
    label = fields["label"].bilingual(findings) if "label" in fields else Text(name, name)
    owner = fields["of"].text(findings) if "of" in fields else ""
    list_name = fields["list"].text(findings) if "list" in fields else ""
    vocabulary.entities[name] = Entity(name, label, owner, list_name, "derived" in fields)


def _read_fact(name: str, node: Node, vocabulary: Vocabulary, findings: Findings) -> None:
    known = (
        "of",
        "type",
        "values",
        "label",
        "ask",
        "from",
        "sensitive",
        "window",
        "negative",
        "changes",
        "mirrors",
        "note",
    )
    fields = node.fields(findings, known=known, required=("of", "type", "label", "ask", "from", "sensitive"))
    if any(key not in fields for key in ("of", "type", "label", "ask", "from", "sensitive")):
        return
    if name in vocabulary.facts:
        findings.error("V2", node.place, N_("the fact {name} is declared twice"), N_("Keep one of them."), name=name)
        return
    entity = fields["of"].choice(findings, tuple(vocabulary.entities))
    labels = (
        {k: v.bilingual(findings) for k, v in fields["values"].mapping(findings).items()} if "values" in fields else {}
    )
    typ = parse_type(fields["type"].text(findings), tuple(labels))
    if typ is None:
        findings.error(
            "V1",
            fields["type"].place,
            N_("there is no type {type}"),
            N_("See the types in docs/reference/packs.md."),
            type=fields["type"].text(findings),
        )
        return
    source = fields["from"].choice(findings, SOURCES)
    window = fields["window"].text(findings) if "window" in fields else ""
    vocabulary.facts[name] = Fact(
        name,
        entity,
        typ,
        fields["label"].bilingual(findings),
        fields["ask"].bilingual(findings),
        source,
        fields["sensitive"].flag(findings),
        window,
        "negative" in fields and fields["negative"].flag(findings),
        "changes" not in fields or fields["changes"].flag(findings),
        labels,
        _mirrors(fields, typ, findings),
    )


def _mirrors(fields: Mapping[str, Node], typ: Type, findings: Findings) -> str:
    """What of a benefit a fact mirrors; a benefit that no document knows is never received, and says nothing."""
    if "mirrors" not in fields:
        return ""
    text = fields["mirrors"].text(findings)
    if MIRRORS.get(text.partition(".")[0]) != typ.kind:
        possible = ", ".join(f"{word}.<benefit> ({kind})" for word, kind in MIRRORS.items())
        message, hint = N_("{value} is not possible here"), N_("Possible: {allowed}.")
        findings.error("S7", fields["mirrors"].place, message, hint, value=text, allowed=possible)
        return ""
    return text
