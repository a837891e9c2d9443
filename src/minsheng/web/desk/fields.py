"""Fields that forms of the desk share: plain text, several files, a signature that was drawn, what a fact is."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from minsheng.casework.attachment import LARGEST
from minsheng.casework.visit import Sent
from minsheng.policy.language import N_
from minsheng.policy.vocabulary import Fact
from minsheng.policy.wording import unit_word
from minsheng.registry.words import L_, language, say

__all__ = ["DrawnField", "FilesField", "errors_of", "fact_field", "keyed", "text_field"]

#: So many photos are taken with one form.
MOST_FILES = 12
_PNG = "data:image/png;base64,"


def text_field(label: Any, most: int, *, required: bool = True, rows: int = 0, help_text: Any = "") -> forms.CharField:
    """A field for text of at most so many characters."""
    widget: forms.Widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, max_length=most, required=required, widget=widget, help_text=help_text)


def keyed() -> forms.CharField:
    """The key that the page made, so that pressing a button twice does a thing once."""
    return forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)


class _Several(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; gives a list of :class:`~minsheng.casework.visit.Sent`."""

    def __init__(self, *, accept: str, **options: Any) -> None:
        options.setdefault("widget", _Several(attrs={"accept": accept, "multiple": True}))
        super().__init__(required=False, **options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The files, read; one that is too large is refused before it is read."""
        files = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if len(files) > MOST_FILES:
            raise ValidationError(say(N_("at most {most} files at a time"), most=MOST_FILES))
        for file in files:
            if file.size > LARGEST:
                raise ValidationError(
                    say(N_("{name} is larger than {most} kB"), name=str(file.name)[:60], most=LARGEST // 1024)
                )
        return [Sent(str(file.name), file.read()) for file in files]


class DrawnField(forms.CharField):
    """A signature that was drawn on the page, as a PNG in text; gives a :class:`~minsheng.casework.visit.Sent` or nothing."""

    widget = forms.HiddenInput

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=1_000_000, **options)

    def clean(self, value: Any) -> Any:
        """The picture; whether it is one is looked at when it is kept."""
        text = super().clean(value)
        if not text:
            return None
        try:
            content = base64.b64decode(text.removeprefix(_PNG), validate=True)
        except (ValueError, binascii.Error) as problem:
            raise ValidationError(say(N_("this signature cannot be read; sign again"))) from problem
        return Sent("signature.png", content)


def fact_field(fact: Fact, label: str = "") -> forms.Field:
    """A field for a value of a fact, as it is typed; empty means that nothing is said."""
    about: dict[str, Any] = {"label": label or fact.label.in_(language()), "required": False}
    kind = fact.type.kind
    if kind in ("bool", "choice"):
        known = {"yes": say(N_("yes")), "no": say(N_("no"))}
        if kind == "choice":
            known = {value: fact.value_labels[value].in_(language()) for value in fact.type.values}
        return forms.ChoiceField(choices=[("", "—"), *known.items()], **about)
    if kind == "date":
        return forms.CharField(max_length=10, widget=forms.DateInput(attrs={"type": "date"}), **about)
    return forms.CharField(max_length=60, help_text=unit_word(fact.type, language()), **about)


def errors_of(form: forms.Form, problem: Any) -> None:
    """Put findings of casework into a form."""
    findings = getattr(problem, "findings", None) or [problem.finding]
    for finding in findings:
        form.add_error(None, finding.render(language()))


#: The word for a part of a form with photos.
PHOTOS = L_("photos")
