"""What is wrong with a pack or an input file: where, what, and what to do.

A finding keeps its message as a template with parameters, so that it can be shown in the reader's language; reading
never stops at the
first one, so a user sees everything that is to be mended at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from minsheng.policy.language import N_, render

__all__ = ["Finding", "Findings", "Place", "PolicyError"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: a file, and a line or a path inside it.

    >>> str(Place("policies/a.md", 12))
    'policies/a.md:12'
    >>> str(Place("zhang.json", path="people[0].birth_date"))
    'zhang.json: people[0].birth_date'
    """

    file: str = ""
    line: int = 0
    path: str = ""

    def __str__(self) -> str:
        text = f"{self.file}:{self.line}" if self.line else self.file
        if self.path:
            text = f"{text}: {self.path}" if text else self.path
        return text


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend. ``code`` is stable; ``message`` and ``hint`` are templates in English, marked for translation."""

    code: str
    place: Place
    message: str
    hint: str = ""
    params: dict[str, object] = field(default_factory=dict)
    severity: str = "error"

    def render(self, lang: str = "zh") -> str:
        """The finding in the reader's language: place, code, what is wrong, what to do.

        >>> print(Finding("X1", Place("a.md", 3), "unknown name {name}", params={"name": "b"}).render("en"))
        a.md:3: error[X1] unknown name b
        """
        kind = render(lang, N_("error")) if self.severity == "error" else render(lang, N_("warning"))
        text = f"{self.place}: {kind}[{self.code}] {render(lang, self.message, **self.params)}"
        if self.hint:
            text += "\n    " + render(lang, self.hint, **self.params)
        return text

    def as_json(self, lang: str = "zh") -> dict[str, object]:
        """The finding for ``--json``."""
        return {
            "code": self.code,
            "severity": self.severity,
            "file": self.place.file,
            "line": self.place.line or None,
            "path": self.place.path or None,
            "message": render(lang, self.message, **self.params),
            "hint": render(lang, self.hint, **self.params) if self.hint else None,
        }


class Findings:
    """A growing list of findings, shared by everything that reads one library or one file."""

    def __init__(self) -> None:
        self.items: list[Finding] = []

    def error(self, code: str, place: Place, message: str, hint: str = "", **params: object) -> None:
        """Add an error; the file is refused."""
        self.items.append(Finding(code, place, message, hint, params))

    def warning(self, code: str, place: Place, message: str, hint: str = "", **params: object) -> None:
        """Add a warning; the file is still used."""
        self.items.append(Finding(code, place, message, hint, params, severity="warning"))

    @property
    def errors(self) -> list[Finding]:
        """Only what refuses the file, in order of place."""
        return sorted(
            (f for f in self.items if f.severity == "error"), key=lambda f: (f.place.file, f.place.line, f.code)
        )

    def raise_errors(self) -> None:
        """Raise :class:`PolicyError` when there is any error."""
        if self.errors:
            raise PolicyError(self.errors)


class PolicyError(Exception):
    """Packs or input that were refused; ``findings`` says why, all of it at once."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = list(findings)
        super().__init__("\n".join(f.render("en") for f in self.findings))
