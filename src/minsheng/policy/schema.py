"""JSON Schemas (draft 2020-12) for editors and forms: the household file, and the blocks of packs.

They help while writing. What they cannot say (names that must exist, types of expressions, check digits, dates that
exist) is found
by reading the file; whatever reading accepts, the schemas accept, too.
"""

from __future__ import annotations

from collections.abc import Mapping

from minsheng.policy.fact_value import FIRST_DAY, LARGEST
from minsheng.policy.household_reader import FORMAT
from minsheng.policy.schema_blocks import BLOCKS, CASES_FILE, FRONT_MATTER, SHARED
from minsheng.policy.vocabulary import SOURCES, Fact, Vocabulary

__all__ = ["DIALECT", "household_schema", "pack_schema"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_DATE = {
    "type": "string",
    "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    "description": f"YYYY-MM-DD, from {FIRST_DAY} on",
}
_AREA = {"type": "string", "pattern": r"^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})$", "description": "GB/T 2260"}
_HOUSEHOLD: dict[str, object] = {
    "format": {"const": FORMAT},
    "synthetic": {"type": ["boolean", "null"], "description": "true when the household is made up"},
    "area": {"anyOf": [{"$ref": "#/$defs/area"}, {"type": "null"}], "description": "the place whose law applies"},
    "applied_on": {"anyOf": [{"$ref": "#/$defs/date"}, {"type": "null"}], "description": "the day of the application"},
}
_ID_NUMBER = {
    "type": ["string", "null"],
    "pattern": r"^\s*[0-9]{17}[0-9Xx]\s*$",
    "description": "GB 11643; checked, not kept; gives birth_date and sex",
}


def household_schema(vocabulary: Vocabulary) -> dict[str, object]:
    """The JSON Schema of a household file; see docs/reference/household-file.md.

    Args:
        vocabulary: the facts that may be given.

    >>> household_schema(Vocabulary())["$schema"]
    'https://json-schema.org/draft/2020-12/schema'
    """
    definitions: dict[str, object] = {"date": _DATE, "area": _AREA, "origin": _origin()}
    for entity in vocabulary.entities:
        if not vocabulary.entities[entity].derived:
            definitions[entity] = _thing(vocabulary, entity)
    return {
        "$schema": DIALECT,
        "$id": f"urn:{FORMAT.replace('/', ':')}",
        "title": "Household file of Minsheng",
        "$ref": "#/$defs/household",
        "$defs": definitions,
    }


def pack_schema() -> dict[str, object]:
    """The JSON Schema of the blocks of packs; see docs/reference/packs.md.

    Each block is a definition under its name (``#/$defs/rules``), beside ``front_matter`` and ``cases_file``; the
    schema itself
    describes an object of blocks by name. YAML is taken as version 1.2 reads it, so that ``yes`` is text and a
    date, too.

    >>> sorted(pack_schema()["$defs"])[:3]
    ['aggregate', 'area', 'area_sets']
    """
    definitions = {**SHARED, **BLOCKS, "front_matter": FRONT_MATTER, "cases_file": CASES_FILE}
    return {
        "$schema": DIALECT,
        "$id": "urn:minsheng:pack:1",
        "title": "Blocks of Minsheng packs",
        "type": "object",
        "properties": {name: {"$ref": f"#/$defs/{name}"} for name in BLOCKS},
        "additionalProperties": False,
        "$defs": definitions,
    }


def _thing(vocabulary: Vocabulary, entity: str) -> dict[str, object]:
    label = vocabulary.entities[entity].label
    properties: dict[str, object] = {
        "id": {"type": ["string", "null"], "minLength": 1},
        "name": {"type": ["string", "null"]},
    }
    if entity == "household":
        properties = {**_HOUSEHOLD, **properties}
    if entity == "person":
        properties["id_number"] = _ID_NUMBER
    for name, fact in vocabulary.facts_of(entity).items():
        properties[name] = _fact(fact)
    for name, child in vocabulary.lists_of(entity).items():
        properties[name] = _list(child.name, people=name == "people")
    schema: dict[str, object] = {
        "title": f"{label.zh} · {label.en}",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }
    if entity == "household":
        schema["required"] = ["format", *(name for name in vocabulary.lists_of(entity) if name == "people")]
    return schema


def _list(entity: str, *, people: bool) -> dict[str, object]:
    items: dict[str, object] = {"type": "array", "items": {"$ref": f"#/$defs/{entity}"}}
    if people:
        items["minItems"] = 1
    partial = {
        "type": "object",
        "properties": {"complete": {"type": ["boolean", "null"]}, "items": items if people else _or_null(items)},
        "required": ["items"],
        "additionalProperties": False,
    }
    return {"anyOf": [items, partial] if people else [items, partial, {"type": "null"}]}


def _fact(fact: Fact) -> dict[str, object]:
    value = _or_null(_value(fact))
    wrapped = {
        "$ref": "#/$defs/origin",
        "type": "object",
        "properties": {"value": value},
        "required": ["value"],
        "unevaluatedProperties": False,
    }
    return {
        "title": f"{fact.label.zh} · {fact.label.en}",
        "description": f"{fact.ask.zh} · {fact.ask.en} ({fact.type}; {fact.source})",
        "anyOf": [*_alternatives(value), wrapped],
    }


def _value(fact: Fact) -> dict[str, object]:
    kind = fact.type.kind
    least: dict[str, object] = {} if fact.may_be_negative else {"minimum": 0}
    if kind in LARGEST and fact.may_be_negative:
        least = {"minimum": -LARGEST[kind]}
    if kind == "money":
        sign = "-?" if fact.may_be_negative else ""
        text = {"type": "string", "pattern": rf"^(-0(\.00?)?|{sign}[0-9]{{1,13}}(\.[0-9]{{1,2}})?)$"}
        return {"anyOf": [{"type": "number", **least, "maximum": LARGEST[kind]}, text]}
    if kind == "ratio":
        return {"anyOf": [{"type": "number", **least, "maximum": LARGEST[kind]}, {"type": "string"}]}
    if kind in LARGEST:
        return {"type": "integer", **least, "maximum": LARGEST[kind]}
    if kind == "choice":
        return {"enum": list(fact.type.values)}
    if kind in ("date", "area"):
        return {"$ref": f"#/$defs/{kind}"}
    return {"type": {"bool": "boolean"}.get(kind, "string")}


def _or_null(schema: Mapping[str, object]) -> dict[str, object]:
    return {"anyOf": [*_alternatives(schema), {"type": "null"}]}


def _alternatives(schema: Mapping[str, object]) -> list[object]:
    inner = schema.get("anyOf")
    return list(inner) if isinstance(inner, list) else [dict(schema)]


def _origin() -> dict[str, object]:
    return {
        "properties": {
            "source": {"enum": [*SOURCES, None]},
            "on": {"anyOf": [{"$ref": "#/$defs/date"}, {"type": "null"}]},
            "evidence": {"type": ["string", "null"]},
        }
    }
