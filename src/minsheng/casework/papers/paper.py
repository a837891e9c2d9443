"""What stands on one paper, before it is printed: plain parts in order, the same for every way of printing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from minsheng.casework.papers.kind import PaperKind

__all__ = [
    "Cell",
    "Code",
    "Form",
    "Lines",
    "Opinions",
    "Paper",
    "Paragraph",
    "Part",
    "Seal",
    "Signatures",
    "Table",
    "texts_in",
]


@dataclass(frozen=True, slots=True)
class Cell:
    """A label with its value; a wide one has a row of its own, a tall one room to write in."""

    label: str
    value: str
    wide: bool = False
    tall: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; a salutation is not indented."""

    text: str
    salutation: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """Labels and values in a grid, with a space for a photograph where one belongs."""

    cells: tuple[Cell, ...]
    photo: str = ""

    def rows(self) -> list[tuple[Cell, ...]]:
        """The cells, two in a row; a wide one alone."""
        found: list[tuple[Cell, ...]] = []
        for cell in self.cells:
            if not cell.wide and found and len(found[-1]) == 1 and not found[-1][0].wide:
                found[-1] = (*found[-1], cell)
            else:
                found.append((cell,))
        return found


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption, a header and rows; empty rows are there to be written on."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """A captioned list; each line has its depth. An annex begins a page of its own."""

    caption: str
    lines: tuple[tuple[int, str], ...]
    annex: bool = False


@dataclass(frozen=True, slots=True)
class Opinions:
    """Opinions of offices one after the other, each with room for a signature and a seal."""

    cells: tuple[Cell, ...]
    signed: str


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to sign on."""

    labels: tuple[str, ...]
    day: str


@dataclass(frozen=True, slots=True)
class Seal:
    """The space for the seal of the office, with the day."""

    office: str
    seal: str
    day: str


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code with the address that it holds."""

    svg: str
    address: str
    caption: str


Part = Paragraph | Form | Table | Lines | Opinions | Signatures | Seal | Code


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of one case.

    Attributes:
        kind: which kind of paper.
        lang: its language.
        title: what is printed above it.
        office: who gives it out.
        number: its number.
        parts: what stands on it, in order.
        values: field by field what stands on it, for templates: text, lists of lines, lists of rows.
        mark: said on every page where the people are made up; empty otherwise.
        address: what its QR code holds.
    """

    kind: PaperKind
    lang: str
    title: str
    office: str
    number: str
    parts: tuple[Part, ...]
    values: Mapping[str, object]
    mark: str = ""
    address: str = ""


def texts_in(value: object) -> Iterator[str]:
    """Every text in the value of a field, whatever its form."""
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from texts_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts_in(inner)
    else:
        yield str(value)
