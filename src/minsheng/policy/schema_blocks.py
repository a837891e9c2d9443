"""The parts of :func:`minsheng.policy.schema.pack_schema`: one JSON Schema for each block of docs/reference/packs.md."""

from __future__ import annotations

from collections.abc import Sequence

from minsheng.policy.deadline import SPAN_PATTERN
from minsheng.policy.pack import ACCEPTING, EFFECTS, OFFICES, RANKS, SAFEGUARDS, SERVICE_KINDS, TURNS
from minsheng.policy.types import PAYERS

__all__ = ["BLOCKS", "CASES_FILE", "FRONT_MATTER", "SHARED", "Schema"]

Schema = dict[str, object]

SERVED_BY = "policy|population|registry|casework|checks|payments|providers|plans|web|none"
_NAME = r"^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)*$"


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _either(*schemas: Schema) -> Schema:
    return {"anyOf": list(schemas)}


def _one_or_more(schema: Schema) -> Schema:
    return _either(schema, {"type": "array", "items": schema})


def _words(*words: str) -> Schema:
    return {"enum": list(words)}


def _record(properties: Schema, required: Sequence[str] = (), *, further: object = False) -> Schema:
    return {
        "type": "object",
        "properties": {**properties, "note": {}},
        "required": list(required),
        "additionalProperties": further,
    }


def _named(schema: Schema) -> Schema:
    return {"type": "object", "propertyNames": {"pattern": _NAME}, "additionalProperties": schema}


TEXT, SCALAR, CITES, READING = _ref("bilingual"), _ref("scalar"), _ref("cites"), _ref("reading")
EXPRESSION, DATE, AREA, FLAG, MODALITY = _ref("expression"), _ref("date"), _ref("area"), _ref("flag"), _ref("modality")
NAMES = _one_or_more(SCALAR)
_SOURCED: Schema = {"label": TEXT, "cites": CITES, "reading": READING}

#: What several blocks use.
SHARED: Schema = {
    "scalar": {"type": ["string", "number", "boolean"]},
    "bilingual": {
        "description": "text for people, in both languages",
        "type": "object",
        "properties": {"zh": {"$ref": "#/$defs/scalar"}, "en": {"$ref": "#/$defs/scalar"}},
        "required": ["zh", "en"],
        "additionalProperties": False,
    },
    "cites": {
        "description": "an article such as 第九条第五项, or a list of them; of another document: 社会救助暂行办法 第九条",
        **_one_or_more({"type": "string", "minLength": 1}),
    },
    "expression": {
        "description": "an expression in a small part of Python's syntax",
        "type": ["string", "number", "boolean"],
    },
    "date": {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    "area": {
        "description": "GB/T 2260, 2 to 12 digits",
        **_either({"type": "integer", "minimum": 10}, {"type": "string", "pattern": r"^[0-9]{2,12}$"}),
    },
    "flag": {"enum": ["yes", "no", "true", "false", True, False]},
    "modality": _words("must", "may", "in_principle"),
    "type": {
        "description": "a type of the pack language",
        **_words(
            *("bool", "int", "years", "months", "days", "ratio", "money/month", "money/year", "money/once"),
            *("date", "area", "choice", "shares", "text"),
        ),
    },
    "span": {
        "description": "7 days, 20 working days, 3 months, 1 year",
        "type": "string",
        "pattern": f"^{SPAN_PATTERN}$",
    },
    "shares": {
        "description": "by payer; they add to one",
        "type": "object",
        "propertyNames": _words(*PAYERS),
        "additionalProperties": SCALAR,
        "minProperties": 1,
    },
    "reading": _record({"used": TEXT, "instead_of": TEXT, "because": TEXT}, ("used", "instead_of", "because")),
    "row": _record(
        {
            "value": _either(SCALAR, _ref("shares")),
            "printed": SCALAR,
            "cites": CITES,
            "area": AREA,
            "area_set": {"type": "string"},
            "from": DATE,
            "to": DATE,
            "year": SCALAR,
            "reading": READING,
        },
        ("value",),
        further=SCALAR,
    ),
    "parameter": _record(
        {
            **_SOURCED,
            "type": _ref("type"),
            "values_of": NAMES,
            "by": NAMES,
            "set_by": TEXT,
            "values": {"type": "array", "items": _ref("row")},
            "value": _either(SCALAR, _ref("shares")),
            "renew": {"type": ["integer", "string"], "description": "months"},
        },
        ("label", "type", "cites"),
    ),
    "rule": {
        **_record(
            {
                **_SOURCED,
                "of": {"type": "string", "description": "household, family, person or a listed thing"},
                "gives": _either(
                    _ref("type"),
                    {"type": "array", "items": SCALAR, "minItems": 1},
                    {"type": "object", "additionalProperties": TEXT, "minProperties": 1},
                ),
                "is": EXPRESSION,
                "at_least": EXPRESSION,
                "at_most": EXPRESSION,
                "modality": MODALITY,
                "holds": _record({"from": DATE, "to": DATE}),
            },
            ("of", "gives", "label", "cites"),
        ),
        "oneOf": [{"required": ["is"]}, {"anyOf": [{"required": ["at_least"]}, {"required": ["at_most"]}]}],
    },
    "exclusion": _record(
        {
            "benefit": {"type": "string"},
            "looks_at": _words("eligible", "receives", "elects"),
            "cites": CITES,
            "reading": READING,
        },
        ("benefit", "looks_at", "cites"),
    ),
    "paid": _record(
        {
            "every": _words("month", "quarter", "year", "once"),
            "first": _words("month_of_decision", "month_after_decision"),
            "last": _words("month_of_decision", "month_before_decision"),
            "cites": CITES,
            "reading": READING,
        },
        ("every", "first", "cites"),
    ),
    "taper": _record(
        {"if": EXPRESSION, "from": EXPRESSION, "lasts": EXPRESSION, "pays": EXPRESSION, "cites": CITES},
        ("if", "from", "lasts", "pays", "cites"),
    ),
    "review": _record({"every": EXPRESSION, "process": SCALAR, "cites": CITES, "reading": READING}, ("every", "cites")),
    "benefit_of": _record(
        {
            **_SOURCED,
            "of": _words("person", "family"),
            **dict.fromkeys(("enter", "stay", "exit", "receiving", "elects", "amount", "borne", "process"), EXPRESSION),
            "modality": MODALITY,
            "office": _words(*OFFICES),
            "kind": _words(*SERVICE_KINDS),
            "paid": _ref("paid"),
            "taper": _ref("taper"),
            "review": _ref("review"),
            "excludes": {"type": "array", "items": _ref("exclusion")},
            "yields_to": {"type": "array", "items": _ref("exclusion")},
        },
        ("of", "enter", "label", "cites"),
    ),
    "step": _record(
        {
            **_SOURCED,
            "by": SCALAR,
            "does": NAMES,
            "lasts": SCALAR,
            "then": {"type": "object", "additionalProperties": SCALAR, "minProperties": 1},
            **dict.fromkeys(("at_least", "within", "must_visit_if"), {}),
        },
        ("by", "then", "label", "cites"),
    ),
    "clock": _record(
        {
            **_SOURCED,
            "from": {"type": "string"},
            "to": {"type": "string"},
            "at_most": SCALAR,
            "stops": NAMES,
            "extension": SCALAR,
        },
        ("from", "to", "at_most", "label", "cites"),
    ),
    "example": _record(
        {
            "id": SCALAR,
            "title": _either(TEXT, SCALAR),
            "article": NAMES,
            "on": DATE,
            "area": AREA,
            "applied_on": DATE,
            "given": {"type": "object"},
            "people": {"type": "array", "items": {"type": "object"}},
            "set": {"type": "object"},
            "expect": {"type": "object"},
            "expect_people": {"type": "array", "items": {"type": "object"}},
            "working": {},
            "reading": {},
        },
        ("title",),
    )
    | {"anyOf": [{"required": ["expect"]}, {"required": ["expect_people"]}]},
}

_PROCESS = _record(
    {
        **_SOURCED,
        "for": {"type": "string"},
        "requires_check": FLAG,
        "apply": _record(
            {
                "where": TEXT,
                "by": NAMES,
                "to": _words(*ACCEPTING),
                "cites": CITES,
                **dict.fromkeys(("help_if", "alone_if", "papers", "correction", "reading"), {}),
            }
        ),
        "steps": {"type": "object", "additionalProperties": _ref("step"), "minProperties": 1},
        "ends": {"type": "object", "additionalProperties": TEXT, "minProperties": 1},
        "effects": {"type": "object", "additionalProperties": _words(*EFFECTS), "minProperties": 1},
        "safeguards": _record({word: {"type": "string"} for word in SAFEGUARDS}),
        "clocks": {"type": "object", "additionalProperties": _ref("clock")},
        "refusal": _record(
            {
                "at": NAMES,
                "cites": CITES,
                **dict.fromkeys(("in", "with", "returns", "within", "through", "reading"), {}),
            }
        ),
        "issues": _record(
            {"cites": CITES, **dict.fromkeys(("certificate", "published_in", "through", "reading", "published"), {})}
        ),
        "reported_by": {},
        "events": {},
    },
    ("for", "steps", "ends", "label"),
)
_SERVICE: Schema = {
    "for": {"type": "string"},
    "kind": _words(*SERVICE_KINDS),
    "by": _words("applicant", "village", "township", "county", "city", "home", "other_office"),
    "office": _words(*OFFICES),
    "when": {"type": "string"},
    "within": {"type": "string"},
    "on": {"type": "string"},
    "at_age": {"type": ["integer", "string"], "description": "years"},
    "every": _words(*TURNS),
    "asks": NAMES,
    "shows": NAMES,
}
_TASK: Schema = {
    "who": TEXT,
    "with": {"type": "array", "items": TEXT},
    "from": DATE,
    "due": DATE,
    "every": NAMES,
    "what": TEXT,
    "quantity": {},
}
_TARGET: Schema = {
    "unit": SCALAR,
    "area": AREA,
    "better": _words("higher", "lower"),
    "values": {
        "type": "object",
        "propertyNames": {"pattern": "^[0-9]{4}$"},
        "additionalProperties": SCALAR,
        "minProperties": 1,
    },
}
_DUTY: Schema = {
    "who": TEXT,
    "what": TEXT,
    "when": _either(TEXT, SCALAR),
    "cites": CITES,
    "served_by": {"type": "string", "pattern": rf"^({SERVED_BY})(\..+)?$"},
    "because": TEXT,
    "modality": MODALITY,
    "right": _words("appeal"),
    "reading": READING,
}

#: One schema for each block, by its name.
BLOCKS: Schema = {
    "parameters": _named(_ref("parameter")),
    "values": _named({"type": "array", "items": _ref("row")}),
    "rules": _named(_ref("rule")),
    "unit": _named(
        _record(
            {**_SOURCED, "counts": EXPRESSION, "apart": EXPRESSION, "rest": _words("whole", "without")},
            ("counts", "cites"),
        )
    ),
    "benefit": _named(_ref("benefit_of")),
    "process": _named(_PROCESS),
    "services": _named(_record({**_SOURCED, **_SERVICE}, ("label", "cites", "for", "kind", "by"))),
    "sample": _named(
        _record(
            {**_SOURCED, "of": TEXT, "share": EXPRESSION, "round": _words("up", "down"), "seed": SCALAR},
            ("label", "of", "share", "round", "cites"),
        )
    ),
    "ranking": _named(
        _record(
            {
                **_SOURCED,
                "of": {"type": "string"},
                "score": {"type": "string"},
                "partition": {"type": "string"},
                "order": _words("descending", "ascending"),
                "ties": NAMES,
            },
            ("label", "of", "score", "partition", "order", "cites"),
        )
    ),
    "aggregate": _named(
        _record(
            {**_SOURCED, "numerator": EXPRESSION, "denominator": EXPRESSION},
            ("label", "numerator", "denominator", "cites"),
        )
    ),
    "area_sets": _named(
        _record({**_SOURCED, "areas": _one_or_more(AREA), "from": DATE, "to": DATE}, ("label", "areas", "cites"))
    ),
    "tasks": _named(_record({**_TASK, "cites": CITES, "reading": READING}, ("who", "what", "cites"))),
    "targets": _named(_record({**_SOURCED, **_TARGET}, ("label", *_TARGET, "cites"))),
    "duties": {
        "type": "array",
        "items": _record(_DUTY, ("who", "what", "cites", "served_by"))
        | {"if": {"properties": {"served_by": {"const": "none"}}}, "then": {"required": ["because"]}},
    },
    "examples": {"type": "array", "items": _ref("example")},
}

FRONT_MATTER: Schema = _record(
    {
        "document": SCALAR,
        "title": TEXT,
        "issuer": TEXT,
        "rank": _words(*RANKS),
        "area": AREA,
        "in_force": DATE,
        "last_day": DATE,
        "replaces": NAMES,
        "implements": NAMES,
        "overrides": {
            "type": "array",
            "items": _record(
                {"document": SCALAR, "rules": NAMES, "because": TEXT, "reading": {}}, ("document", "because")
            ),
        },
        "articles": NAMES,
        "reading": {},
    },
    ("document", "title", "issuer", "rank", "area", "in_force", "articles"),
)

CASES_FILE: Schema = _record(
    {
        "document": SCALAR,
        "source": {},
        "cases": {"type": "array", "items": {"allOf": [_ref("example"), {"required": ["id", "article"]}]}},
    },
    ("document", "cases"),
)
