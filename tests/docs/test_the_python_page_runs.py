"""Every example of the Python pages runs, in the order of the page, and gives what stands below it."""

import ast
import io
import re
from contextlib import redirect_stdout
from pathlib import Path

import pytest

pytest.importorskip("pyarrow")

ROOT = Path(__file__).resolve().parents[2]
#: The pages, and how many examples they have at least.
PAGES = {"docs/reference/python.md": 12, "docs/how-to/notebook.md": 2}
EXAMPLE = re.compile(r"```python\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", re.DOTALL)


def run(source, names):
    """What is printed, and the value of a last expression, as an interpreter shows them."""
    body = ast.parse(source).body
    last = body.pop() if isinstance(body[-1], ast.Expr) else None
    with redirect_stdout(io.StringIO()) as printed:
        exec(compile(ast.Module(body, []), "page", "exec"), names)  # noqa: S102 - the examples of this repository
        value = eval(compile(ast.Expression(last.value), "page", "eval"), names) if last is not None else None  # noqa: S307
    return printed.getvalue() + (f"{value!r}\n" if value is not None else "")


@pytest.mark.parametrize("page", PAGES)
def test_every_example_gives_what_stands_below_it(page, tmp_path, monkeypatch):
    for name in ("policies", "examples", "docs"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MINSHENG_LANG", "en")
    names = {}
    examples = EXAMPLE.findall((ROOT / page).read_text(encoding="utf-8"))
    assert len(examples) >= PAGES[page]
    for source, shown in examples:
        found = run(source, names)
        if shown:
            assert found == shown, source
