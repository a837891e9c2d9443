"""A paper as PDF: A4, Chinese fonts of the machine, nothing fetched from anywhere."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from minsheng.casework.papers.kind import refuse
from minsheng.casework.papers.paper import Paper
from minsheng.policy.language import N_, render

__all__ = ["html", "pdf"]


def html(paper: Paper) -> str:
    """The page from which the PDF is made."""
    texts = {
        "page": render(paper.lang, N_("page {n}"), n="{n}").split("{n}"),
        "of": render(paper.lang, N_("of {n} pages"), n="{n}").split("{n}"),
        "number": render(paper.lang, N_("No.")),
    }
    parts = [(type(part).__name__.lower(), part) for part in paper.parts]
    return _template().render(paper=paper, parts=parts, texts=texts)


def pdf(paper: Paper) -> bytes:
    """The paper as PDF.

    Raises:
        PolicyError: WeasyPrint or the libraries of the system that it draws with are not installed.
    """
    try:
        from weasyprint import HTML  # type: ignore[import-untyped]
    except (ImportError, OSError) as error:  # OSError: Pango is missing
        refuse(
            "J8",
            "",
            N_("papers cannot be printed as PDF here: {why}"),
            N_(
                "Install minsheng[desk] and Pango (Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0 fonts-noto-cjk)."
            ),
            why=str(error).splitlines()[0],
        )
    made: bytes = HTML(string=html(paper), base_url=None, url_fetcher=_fetch_nothing).write_pdf()
    return made


def _fetch_nothing(url: str, *_: object, **__: object) -> NoReturn:
    """Papers hold personal information: nothing of the outside is asked while one is drawn."""
    raise ValueError(f"papers fetch nothing: {url}")


def _quoted(text: str) -> Any:
    """A text as a string of CSS: every sign that could end it or begin a tag is written by its number."""
    from markupsafe import Markup

    safe = "".join(sign if sign.isalnum() or sign in " ，。、：；（）〔〕—-·" else f"\\{ord(sign):x} " for sign in text)
    return Markup(f'"{safe}"')  # noqa: S704 - nothing that means something in HTML is left


@cache
def _template() -> Any:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["quoted"] = _quoted
    return environment.from_string(Path(__file__).with_name("paper.html").read_text(encoding="utf-8"))
