"""Single values as papers print them: dates, check boxes, rows with room to write, names that may hang in public."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from minsheng.casework.papers.kind import FieldKind, refuse
from minsheng.casework.papers.particulars import Member
from minsheng.policy.language import N_, render
from minsheng.policy.wording import format_date

__all__ = ["BLANK", "boxes", "day_to_write", "name_on_the_web", "public_name", "rows", "shown"]

#: Where something belongs in a sentence and is not known: room to write it by hand.
BLANK = "＿＿＿＿＿＿"


def shown(value: object, lang: str) -> str:
    """One value as text.

    >>> shown(date(2021, 11, 22), "zh"), shown(None, "zh"), shown(3, "zh")
    ('2021年11月22日', '', '3')
    """
    if isinstance(value, bool):
        return render(lang, N_("yes") if value else N_("no"))
    if isinstance(value, date):
        return format_date(value, lang)
    return "" if value is None else str(value)


def day_to_write(day: date | None, lang: str) -> str:
    """The day beside a seal, or room to write it by hand.

    >>> day_to_write(None, "zh").split()
    ['年', '月', '日']
    """
    if day is not None:
        return format_date(day, lang)
    return "　　　　年　　月　　日" if lang == "zh" else "____ / ____ / ________"


def boxes(field: FieldKind, ticked: object, lang: str) -> str:
    """All options of a field, those that are chosen ticked.

    Raises:
        PolicyError: something is chosen that is no option.

    >>> from minsheng.casework.papers.kind import catalogue
    >>> boxes(catalogue().fields["setting"], "rural", "zh")
    '□城镇　☑农村'
    """
    chosen = [ticked] if isinstance(ticked, str) else list(ticked) if isinstance(ticked, Iterable) else []
    for word in chosen:
        if word not in field.options:
            known = ", ".join(field.options)
            refuse(
                "J2",
                field.name,
                N_("{word} cannot be ticked at {field}"),
                N_("It has: {known}."),
                word=word,
                field=field.name,
                known=known,
            )
    return "　".join(("☑" if name in chosen else "□") + label.in_(lang) for name, label in field.options.items())


def rows(field: FieldKind, given: object, lang: str) -> list[dict[str, str]]:
    """The rows of a table, every column filled or empty, with empty rows to write on.

    Raises:
        PolicyError: a row has a column that the table lacks.
    """
    found: list[dict[str, str]] = []
    for row in given if isinstance(given, list | tuple) else ():
        for column in row if isinstance(row, Mapping) else ():
            if column not in field.columns:
                known = ", ".join(field.columns)
                refuse(
                    "J2",
                    field.name,
                    N_("the table {field} has no column {column}"),
                    N_("It has: {known}."),
                    field=field.name,
                    column=column,
                    known=known,
                )
        found.append({column: shown(row.get(column), lang) for column in field.columns})
    if not found:
        found = [
            {**dict.fromkeys(field.columns, ""), **{k: v.in_(lang) for k, v in row.items()}} for row in field.given
        ]
    empty = dict.fromkeys(field.columns, "")
    return found + [dict(empty) for _ in range(field.blank - len(found))]


def public_name(member: Member) -> str:
    """A name that may hang in public: of a child only the first sign.

    >>> public_name(Member("李小花", child=True)), public_name(Member("张三", child=False))
    ('李某某', '张三')
    """
    return member.name[:1] + "某" * max(1, len(member.name) - 1) if member.child else member.name


def name_on_the_web(member: Member) -> str:
    """A name on a page that everybody in the world can find: neighbours know who is meant, others do not.

    >>> name_on_the_web(Member("李小花", child=True)), name_on_the_web(Member("张三", child=False))
    ('李某某', '张*')
    >>> name_on_the_web(Member("欧阳小明", child=False)), name_on_the_web(Member("张三（虚构）", child=False))
    ('欧**明', '张*（虚构）')
    """
    name, bracket, rest = member.name.partition("（")
    if member.child:
        return public_name(Member(name, child=True)) + bracket + rest
    hidden = "*" * max(1, len(name) - 2)
    return name[:1] + hidden + (name[-1:] if len(name) > 2 else "") + bracket + rest
