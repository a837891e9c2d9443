"""Putting what was typed back into the form of a page, whatever form it is."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

from minsheng.web.drafts import NEVER_KEPT, Fields

__all__ = ["filled"]

Attributes = list[tuple[str, str | None]]
_NOT_TYPED = frozenset({"hidden", "password", "file", "submit", "button", "image", "reset"})
_TICKED = frozenset({"radio", "checkbox"})


def filled(page: str, path: str, action: str, fields: Fields) -> str | None:
    r"""A page with a form filled in; nothing where the form is not on it.

    Args:
        page: the HTML.
        path: the path of the page, where forms without an address of their own are sent.
        action: where the form is sent.
        fields: what was typed, as pairs of name and value; hidden fields among them say which form is meant.

    >>> filled('<form method="post"><textarea name="why"></textarea></form>', "/a", "/a", [("why", "<b>")])
    '<form method="post"><textarea name="why">\n&lt;b&gt;</textarea></form>'
    """
    look = _Forms(path, action, fields)
    look.feed(page)
    if look.found is None:
        return None
    filler = _Filler(look.found, fields)
    filler.feed(page)
    filler.close()
    return "".join(filler.out)


class _Forms(HTMLParser):
    """Finds the form that is meant: by its address and its hidden fields."""

    def __init__(self, path: str, action: str, fields: Fields) -> None:
        super().__init__()
        self.path, self.action, self.said = path, action, dict(fields)
        self.found: int | None = None
        self._form, self._fits = -1, False

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Look at a form and its hidden fields."""
        about = dict(attrs)
        if tag == "form":
            self._form += 1
            to = (about.get("action") or "").partition("?")[0]
            self._fits = (about.get("method") or "").lower() == "post" and (to or self.path) == self.action
        elif tag == "input" and about.get("type") == "hidden" and about.get("name") not in NEVER_KEPT:
            name = about.get("name") or ""
            self._fits = self._fits and self.said.get(name, about.get("value") or "") == (about.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        """The first form that fits is the one."""
        if tag == "form" and self._fits and self.found is None:
            self.found = self._form
        self._fits = self._fits and tag != "form"


class _Filler(HTMLParser):
    """Writes the page again, with the values of one form changed."""

    def __init__(self, form: int, fields: Fields) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self._wanted, self._form, self._inside = form, -1, False
        self._values: dict[str, list[str]] = {}
        for name, value in fields:
            self._values.setdefault(name, []).append(value)
        self._select, self._silent = "", False

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Write a tag, with its value where it is a field of the form."""
        text = self.get_starttag_text() or ""
        if tag == "form":
            self._form += 1
            self._inside = self._form == self._wanted
        if self._inside and tag in ("input", "textarea", "select", "option"):
            text = self._field(tag, attrs, text)
        if not self._silent or tag == "textarea":
            self.out.append(text)

    handle_startendtag = handle_starttag

    def _field(self, tag: str, attrs: Attributes, text: str) -> str:
        about = dict(attrs)
        name, kind = about.get("name") or "", (about.get("type") or "text").lower()
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select in self._values:
            return _tag(tag, attrs, "selected", about.get("value") in self._values[self._select])
        elif tag == "textarea" and self._values.get(name):
            self._silent = True  # what stands in it is left out
            return text + "\n" + escape(self._values[name].pop(0))
        elif tag == "input" and kind in _TICKED and (kind == "checkbox" or name in self._values):
            return _tag(tag, attrs, "checked", (about.get("value") or "on") in self._values.get(name, []))
        elif tag == "input" and kind not in _NOT_TYPED | _TICKED and self._values.get(name):
            return _tag(tag, [(n, v) for n, v in attrs if n != "value"] + [("value", self._values[name].pop(0))])
        return text

    def handle_endtag(self, tag: str) -> None:
        """Write the end of a tag."""
        if tag == "textarea":
            self._silent = False
        if tag == "select":
            self._select = ""
        if tag == "form":
            self._inside = False
        self._write(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Write text."""
        self._write(data)

    def handle_entityref(self, name: str) -> None:
        """Write a sign as it was written."""
        self._write(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """Write a sign as it was written."""
        self._write(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        """Write a comment."""
        self._write(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        """Write the first line."""
        self._write(f"<!{decl}>")

    def _write(self, text: str) -> None:
        if not self._silent:
            self.out.append(text)


def _tag(tag: str, attrs: Attributes, flag: str = "", on: bool = False) -> str:
    """A tag with its attributes, one of which is a flag that is on or off."""
    kept = [(name, value) for name, value in attrs if name != flag] + ([(flag, None)] if flag and on else [])
    words = [name if value is None else f'{name}="{escape(value)}"' for name, value in kept]
    return f"<{' '.join([tag, *words])}>"
