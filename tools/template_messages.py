"""Messages in templates, for Babel: what stands in ``{% say "…" %}``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import IO, Any

__all__ = ["extract"]

_SAY = re.compile(r"""\{%\s*say\s+"((?:[^"\\]|\\.)*)\"""")


def extract(
    file: IO[bytes], keywords: Collection[str], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Line, function, message and comments of each message, as Babel asks for them.

    >>> from io import BytesIO
    >>> list(extract(BytesIO(b'<h1>{% say "cases" %}</h1>'), (), (), {}))
    [(1, 'N_', 'cases', [])]
    """
    for number, line in enumerate(file.read().decode(options.get("encoding", "utf-8")).splitlines(), 1):
        for match in _SAY.finditer(line):
            yield number, "N_", match[1], []
