"""The form of a paper, made from its fields: one input for a text, boxes to tick, a table to fill in, a line for each of a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from minsheng.casework.paper_file import PaperFile
from minsheng.casework.papers.fill import from_case
from minsheng.casework.papers.kind import FieldKind, catalogue
from minsheng.policy.language import N_
from minsheng.registry.words import L_, language, say

__all__ = ["PaperForm"]

_TEXT, _LONG, _LINE, _CELL = 200, 2000, 500, 200
_LINES, _ROWS, _MORE = 60, 40, 3
#: Worked out by the program alone; nobody fills them in.
_NEVER = {"certificate_number", "issued_on", "yearly"}
#: What was settled may be another amount than the rules work out, so that it stands in the form, too.
_SETTLED = ("amount", "since", "covered_people", "covered_names")


class _LinesField(forms.CharField):
    """A list, one line each."""

    widget = forms.Textarea(attrs={"rows": 6})

    def __init__(self, **about: Any) -> None:
        super().__init__(max_length=_LINES * _LINE, help_text=L_("one a line"), **about)

    def prepare_value(self, value: Any) -> Any:
        """Lines as they are typed."""
        return "\n".join(str(line) for line in value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:
        """The lines that say something."""
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > _LINES or any(len(line) > _LINE for line in lines):
            raise ValidationError(say(N_("at most {lines} lines of {most} characters each"), lines=_LINES, most=_LINE))
        return lines


class _RowsWidget(forms.Widget):
    """A table to fill in, with empty rows at its end."""

    def __init__(self, field: FieldKind) -> None:
        super().__init__()
        self.field = field

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[dict[str, str]]:
        """The rows that were sent; at most one more than may be, so that too many are noticed."""
        rows = []
        for place in range(_ROWS + 1):
            row = {column: str(data.get(f"{name}-{place}-{column}", "")) for column in self.field.columns}
            if any(text.strip() for text in row.values()):
                rows.append(row)
        return rows

    def id_for_label(self, id_: str | None) -> str:
        """The first cell."""
        return f"{id_}_0_{next(iter(self.field.columns))}" if id_ else ""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The table."""
        given = [dict(row) for row in value] if isinstance(value, list | tuple) else []
        if not given:
            lang = language()
            given = [{column: text.in_(lang) for column, text in row.items()} for row in self.field.given]
        rows = [[(column, row.get(column, "")) for column in self.field.columns] for row in given[:_ROWS]]
        rows += [[(column, "") for column in self.field.columns]] * min(_MORE, max(0, _ROWS - len(rows)))
        labels = {column: text.in_(language()) for column, text in self.field.columns.items()}
        shown = [[{"column": c, "value": text, "label": labels[c]} for c, text in row] for row in rows]
        context = {"name": name, "head": list(labels.values()), "rows": shown, "most": _CELL}
        return mark_safe(render_to_string("desk/_paper_rows.html", context))  # noqa: S308 - a template escaped it


class _RowsField(forms.Field):
    """The rows of a table."""

    def __init__(self, field: FieldKind, **about: Any) -> None:
        super().__init__(widget=_RowsWidget(field), **about)

    def clean(self, value: Any) -> list[dict[str, str]]:
        """The rows, every cell short enough."""
        rows: list[dict[str, str]] = super().clean(value) or []
        texts = [text for row in rows for text in row.values()]
        if len(rows) > _ROWS or any(len(text) > _CELL for text in texts):
            raise ValidationError(say(N_("at most {rows} rows, and {most} characters a cell"), rows=_ROWS, most=_CELL))
        if any("\x00" in text for text in texts):
            raise ValidationError(say(N_("there is a sign in it that no keyboard writes")))
        return [{column: text.strip() for column, text in row.items()} for row in rows]


class PaperForm(forms.Form):
    """What the office fills in on a paper.

    Args:
        file: the paper; its fields are those that the case does not know by itself.
        data: what was sent.
        initial: what stands in it at first.
        whole: whether everything that the paper needs must be there; a draft may lack it.
    """

    version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=9)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(
        self,
        file: PaperFile,
        data: Any = None,
        initial: Mapping[str, Any] | None = None,
        *,
        whole: bool = True,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}), auto_id="id_%s")
        for name in asked_fields(file):
            self.fields[name] = _field(catalogue().fields[name])
            self.fields[name].required = whole and (name in file.kind.needs or name == _reason_of(file))

    def values(self) -> dict[str, object]:
        """What was filled in, by field of the paper."""
        kept = {"version", "key"}
        return {name: value for name, value in self.cleaned_data.items() if name not in kept and value not in ("", [])}

    def clean_version(self) -> int | None:
        """How many things had happened when the form was opened."""
        text = self.cleaned_data["version"]
        if text and not (text.isascii() and text.isdecimal()):
            raise ValidationError(say(N_("this form was not made here; open the page again")))
        return int(text) if text else None


def asked_fields(file: PaperFile) -> list[str]:
    """The fields that the office fills in: its own, and those that the case should know and does not."""
    fields = catalogue().fields
    given = file.particulars({})
    known = {**from_case(given, file.lang), **given.values}
    asked = []
    for name in file.kind.fields:
        if name in _NEVER:
            continue
        own = fields[name].source == "office"
        lacking = name in file.kind.needs and not known.get(name)
        of_move = file.move is not None and name == "event_reason"
        of_file = file.case is None and name == "benefit"
        settled = name in _SETTLED and file.journey is not None and file.journey.ended
        if own or lacking or of_move or of_file or settled:
            asked.append(name)
    return asked


def _reason_of(file: PaperFile) -> str:
    """The field whose words are the reason with which the case is acted on."""
    fields = set(file.kind.fields) & {"papers_missing", "event_reason"} if file.move is not None else set()
    return next(iter(sorted(fields, reverse=True)), "")


def _field(field: FieldKind) -> forms.Field:
    """An input for a field; a form may have blanks, a letter needs what it needs."""
    label = field.label.in_(language())
    if field.kind == "boxes":
        offered = [(name, text.in_(language())) for name, text in field.options.items()]
        return forms.MultipleChoiceField(
            label=label, choices=offered, required=False, widget=forms.CheckboxSelectMultiple
        )
    if field.kind == "rows":
        return _RowsField(field, label=label, required=False)
    if field.kind == "lines":
        return _LinesField(label=label, required=False)
    if field.kind == "long":
        area = forms.Textarea(attrs={"rows": 4 if field.tall else 2})
        return forms.CharField(label=label, required=False, max_length=_LONG, widget=area)
    return forms.CharField(label=label, required=False, max_length=_TEXT)
