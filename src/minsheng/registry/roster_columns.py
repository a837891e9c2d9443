"""The columns of a roster, and what a cell says: Chinese headings and words, in the form in which household files have them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches

from minsheng.policy.finding import Finding, Findings, Place
from minsheng.policy.json_text import clean, shown
from minsheng.policy.language import N_
from minsheng.policy.types import DURATIONS
from minsheng.policy.vocabulary import Fact, Vocabulary
from minsheng.registry.roster_table import Row, Table

__all__ = ["OWN", "RELATION", "Columns", "hidden", "private", "raw_value", "read_columns", "word_of"]

RELATION = "relation_to_head"
#: Columns of a roster that are no facts, by what they are; the first heading is the one of the template.
OWN: dict[str, tuple[str, ...]] = {
    "number": ("户编号", "档案编号", "家庭编号", "证号"),
    "area": ("区划代码", "行政区划代码"),
    "township": ("乡镇", "乡镇（街道）", "镇街", "街道"),
    "village": ("村", "村（社区）", "村居", "村（居）", "社区"),
    "address": ("家庭住址", "住址", "地址"),
    "name": ("姓名", "成员姓名"),
    "id_number": ("身份证号", "身份证号码", "公民身份号码", "证件号码"),
    "synthetic": ("合成", "虚构"),
    "": ("序号", "备注"),
}
_NEEDED = ("number", "name")
#: How rosters call members besides the words of the vocabulary.
_RELATIONS = {
    "本人": "head", "户主本人": "head", "妻": "spouse", "夫": "spouse", "妻子": "spouse", "丈夫": "spouse",
    "子": "child", "女": "child", "儿子": "child", "女儿": "child", "长子": "child", "次子": "child", "三子": "child",
    "长女": "child", "次女": "child", "三女": "child", "独生子": "child", "独生女": "child",
    "父": "parent", "母": "parent", "父亲": "parent", "母亲": "parent", "祖父": "grandparent", "祖母": "grandparent",
    "孙子": "grandchild", "孙女": "grandchild", "外孙": "grandchild", "外孙女": "grandchild",
    "兄": "sibling", "弟": "sibling", "姐": "sibling", "妹": "sibling",
}  # fmt: skip
_YES = {"是": True, "否": False, "有": True, "无": False, "true": True, "false": False, "√": True, "×": False}
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00:00)?")
_LONG_NUMBER = re.compile(r"[0-9]{14,}[0-9Xx]?")
_TOP_ROWS = 10


@dataclass
class Columns:
    """Which column says what.

    Attributes:
        row: the row of the headings.
        own: columns that are no facts, by what they are.
        facts: columns of facts.
    """

    row: int
    own: dict[str, int]
    facts: dict[int, Fact]


def read_columns(table: Table, vocabulary: Vocabulary, findings: Findings) -> Columns | None:
    """Find the row of the headings among the first rows, and what each column is."""
    for _, row in zip(range(_TOP_ROWS), table.rows, strict=False):
        if any(_heading(cell) in OWN["name"] for cell in row.cells):
            return _columns(row, table, vocabulary, findings)
    message = N_("none of the first rows has the heading {name}")
    findings.error(
        "I3",
        Place(table.file, path=table.sheet),
        message,
        N_("Take the template: minsheng import --template FILE"),
        name="姓名",
    )
    return None


def _columns(row: Row, table: Table, vocabulary: Vocabulary, findings: Findings) -> Columns:
    own_names = {heading: kind for kind, headings in OWN.items() for heading in headings}
    facts = {fact.name: fact for fact in vocabulary.facts.values() if fact.entity in ("household", "person")}
    labels = {_plain(fact.label.zh): fact for fact in facts.values() if fact.name != "village"} | facts
    columns = Columns(row.number, {}, {})
    taken: dict[str, Place] = {}
    for place, cell in enumerate(row.cells):
        heading, where = _heading(cell), table.place(row.number, place)
        if not heading or own_names.get(heading) == "":
            continue
        kind = own_names.get(heading) or (labels[heading].name if heading in labels else "")
        if not kind:
            _unknown(heading, where, [*own_names, *labels], findings)
        elif kind in taken:
            message = N_("the column {heading} is there twice; the other is {other}")
            findings.error(
                "I5", where, message, N_("Keep one of them."), heading=clean(heading), other=taken[kind].path
            )
        elif heading in own_names:
            columns.own[kind] = place
        else:
            columns.facts[place] = labels[heading]
        taken.setdefault(kind, where)
    _missing(columns, table, findings)
    return columns


def _missing(columns: Columns, table: Table, findings: Findings) -> None:
    where = table.place(columns.row, 0)
    wanted = [OWN[kind][0] for kind in _NEEDED if kind not in columns.own]
    if not any(fact.name == RELATION for fact in columns.facts.values()):
        wanted.append("与户主关系")
    if not {"area", "township"} & set(columns.own):
        wanted.append(OWN["area"][0])
    for heading in wanted:
        findings.error(
            "I6", where, N_("the column {heading} is missing"), N_("Add it; the template has all."), heading=heading
        )


def _unknown(heading: str, where: Place, known: Iterable[str], findings: Findings) -> None:
    near = get_close_matches(heading[:60], list(known), n=3)
    hint = (
        N_("Did you mean {near}?")
        if near
        else N_("Headings are those of the template; remove the column or rename it.")
    )
    findings.error(
        "I4", where, N_("the column {heading} is not known"), hint, heading=clean(heading), near=", ".join(near)
    )


def _heading(cell: object) -> str:
    return _plain(cell) if isinstance(cell, str) else ""


def _plain(text: str) -> str:
    """A heading without blanks, stars for what is needed, and units, with Chinese brackets."""
    text = re.sub(r"[\s*＊]", "", text).replace("(", "（").replace(")", "）")
    return re.sub(r"（(元|年月日|必填|可选)）$", "", text)


def raw_value(cell: object, fact: Fact, place: Place, findings: Findings) -> object:
    """A cell as a household file would say it; ``None`` where it is empty or was refused. What can be said is checked by the reader."""
    if isinstance(cell, str):
        cell = cell.strip()
        if cell.startswith("#") and cell.isascii():  # an error of a formula, such as #N/A
            findings.error("I7", place, N_("the formula of this cell has failed"), N_("Write the value in its place."))
            return None
    if cell is None or cell == "":
        return None
    kind = fact.type.kind
    if kind == "bool":
        return _yes(cell, place, findings)
    if kind == "choice":
        return _choice(cell, fact, place, findings)
    if kind == "date":
        return _day(cell)
    return _number(cell, kind)


def _yes(cell: object, place: Place, findings: Findings) -> bool | None:
    if isinstance(cell, bool):
        return cell
    value = _YES.get(cell.lower()) if isinstance(cell, str) else None
    if value is None:
        findings.error(
            "I7",
            place,
            N_("是 or 否 is expected here, not {value}"),
            N_("Leave the cell empty when it is not known."),
            value=private(cell),
        )
    return value


def _choice(cell: object, fact: Fact, place: Place, findings: Findings) -> str | None:
    word = word_of(str(cell), fact)
    if word is None:
        allowed = "、".join(text.zh for text in fact.value_labels.values())
        findings.error(
            "I7",
            place,
            N_("{value} is not possible here"),
            N_("Possible: {allowed}."),
            value=private(cell),
            allowed=allowed,
        )
    return word


def word_of(text: str, fact: Fact) -> str | None:
    """The word of the vocabulary for what a roster says."""
    if text in fact.type.values:
        return text
    labels = {label.zh: word for word, label in fact.value_labels.items()}
    labels = _RELATIONS | labels if fact.name == RELATION else labels
    found = labels.get(text)
    return found if found in fact.type.values else None


def _day(cell: object) -> object:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    text = str(cell)
    if match := _DAY.fullmatch(text):
        year, month, day = match.groups()
        return f"{year}-{int(month):02d}-{int(day):02d}"
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if re.fullmatch(r"[0-9]{8}", text) else text


def _number(cell: object, kind: str) -> object:
    if kind in ("text", "area"):
        return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    if isinstance(cell, float):  # Excel has no other numbers; the shortest text of it is what was typed
        cell = Decimal(repr(cell))
        return int(cell) if kind != "ratio" and cell == cell.to_integral_value() else cell
    if isinstance(cell, str) and kind in ("int", *DURATIONS) and re.fullmatch(r"-?[0-9]{1,12}", cell):
        return int(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


def private(value: object) -> str:
    """A value of a cell in a message; what may be an ID number or an account is never repeated.

    >>> private("也许"), private("11010519491231002X")
    ('"也许"', '"…"')
    """
    return _LONG_NUMBER.sub("…", value if isinstance(value, str) and value[:1] == '"' else shown(value))


def hidden(finding: Finding, place: Place, cells: dict[str, Place]) -> Finding:
    """A finding of the reader of households at the cell that it is about, without anything that may be an ID number."""
    params = {
        name: _LONG_NUMBER.sub("…", value) if isinstance(value, str) else value
        for name, value in finding.params.items()
    }
    if params.get("other") in cells:
        params["other"] = cells[str(params["other"])].path
    return Finding(finding.code, place, finding.message, finding.hint, params, finding.severity)
