"""Every example of the Python page runs, in the order of the page, and gives what stands below it."""

import ast
import io
import re
from contextlib import redirect_stdout
from pathlib import Path

import pytest

pytest.importorskip("pyarrow")

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/reference/python.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", PAGE, re.DOTALL)


def run(source, names):
    """What is printed, and the value of a last expression, as an interpreter shows them."""
    body = ast.parse(source).body
    last = body.pop() if isinstance(body[-1], ast.Expr) else None
    with redirect_stdout(io.StringIO()) as printed:
        exec(compile(ast.Module(body, []), "page", "exec"), names)  # noqa: S102 - the examples of this repository
        value = eval(compile(ast.Expression(last.value), "page", "eval"), names) if last is not None else None  # noqa: S307
    return printed.getvalue() + (f"{value!r}\n" if value is not None else "")


def test_every_example_gives_what_stands_below_it(tmp_path, monkeypatch):
    for name in ("policies", "examples", "docs"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    names = {}
    assert len(EXAMPLES) > 8
    for source, shown in EXAMPLES:
        found = run(source, names)
        if shown:
            assert found == shown, source
