"""Run the example notebook and write it down: the notebook with its outputs, and a page of the documentation made of it.

``tools/notebook_page.py`` runs it in a temporary folder and writes both; ``--check`` says whether they are what it gives today. Only text
is compared: pictures differ by a few pixels from one version of matplotlib to the next.
"""

from __future__ import annotations

import argparse
import base64
import copy
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOK = ROOT / "docs/examples/what-would-600-cost.ipynb"
IMAGES = ROOT / "docs/images"
_HEAD = (
    "*This page is made from the notebook [{name}]({name}): the code, and what it gave when it was run. Download the notebook to "
    "change it; [use Minsheng in a notebook](../how-to/notebook.md) says how.*"
)


def executed(notebook: Any) -> Any:
    """A copy of a notebook with the outputs that it gives now, and nothing in it that differs from one run to the next."""
    fresh = copy.deepcopy(notebook)
    with tempfile.TemporaryDirectory() as folder:
        NotebookClient(fresh, timeout=600, kernel_name="python3", resources={"metadata": {"path": folder}}).execute()
    for cell in fresh.cells:
        cell.metadata = {key: cell.metadata[key] for key in ("alt",) if key in cell.metadata}  # no times of execution
        for output in cell.get("outputs", []):
            if "data" in output and "image/png" in output.data:
                output.data = {"image/png": output.data["image/png"]}  # without the text that names the figure's size
    fresh.metadata = {key: notebook.metadata[key] for key in ("kernelspec", "language_info")}
    return fresh


def texts(notebook: Any) -> list[list[str]]:
    """The outputs of each code cell as text; a picture is only said to be there."""
    return [[_text(output) for output in cell.outputs] for cell in notebook.cells if cell.cell_type == "code"]


def _text(output: Any) -> str:
    if output.output_type == "stream":
        return str(output.text)
    if output.output_type == "error":
        return f"{output.ename}: {output.evalue}"
    if "image/png" in output.data:
        return "(picture)"
    return str(output.data.get("text/markdown") or output.data["text/plain"])


def page(notebook: Any, name: str) -> tuple[str, dict[str, bytes]]:
    """A notebook as Markdown, and its pictures by file name."""
    pictures: dict[str, bytes] = {}
    parts: list[str] = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            parts.append(cell.source)
            continue
        parts.append(f"```python\n{cell.source}\n```")
        parts.extend(_shown(cell, Path(name).stem, pictures))
    title, _, rest = "\n\n".join(parts).partition("\n\n")
    return f"{title}\n\n{_HEAD.format(name=name)}\n\n{rest}\n", pictures


def _shown(cell: Any, stem: str, pictures: dict[str, bytes]) -> Iterator[str]:
    """The outputs of a cell as Markdown; ``alt`` in the metadata of the cell is for who cannot see its picture."""
    for output in cell.outputs:
        if output.output_type == "stream" or "image/png" not in output.data:
            text = _text(output).rstrip("\n")
            is_markdown = output.output_type != "stream" and "text/markdown" in output.data
            yield text if is_markdown else f"```text\n{text}\n```"
        else:
            file = f"{stem}-{len(pictures) + 1}.png"
            pictures[file] = base64.b64decode(output.data["image/png"])
            yield f"![{cell.metadata.alt}](../images/{file})"


def main(arguments: list[str]) -> int:
    """Write notebook and page, or check them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "--check", action="store_true", help="say whether what is stored is what the notebook gives today"
    )
    check = parser.parse_args(arguments).check
    stored = nbformat.read(NOTEBOOK, as_version=4)
    fresh = executed(stored)
    if check:
        return 1 if differences(stored, fresh) else 0
    nbformat.write(fresh, NOTEBOOK)
    text, pictures = page(fresh, NOTEBOOK.name)
    for old in IMAGES.glob(f"{NOTEBOOK.stem}-*.png"):
        old.unlink()
    NOTEBOOK.with_suffix(".md").write_text(text, encoding="utf-8")
    for file, data in pictures.items():
        (IMAGES / file).write_bytes(data)
    print(f"notebook: {NOTEBOOK.relative_to(ROOT)}, its page and {len(pictures)} pictures written")
    return 0


def differences(stored: Any, fresh: Any) -> bool:
    """Say what differs between what is stored and what comes out today."""
    differs = False
    for number, (old, new) in enumerate(zip(texts(stored), texts(fresh), strict=True), 1):
        if old != new:
            differs = True
            print(f"notebook: code cell {number} gives\n{''.join(new)}\nand not\n{''.join(old)}")
    if page(stored, NOTEBOOK.name)[0] != NOTEBOOK.with_suffix(".md").read_text(encoding="utf-8"):
        differs = True
        print(f"notebook: {NOTEBOOK.with_suffix('.md').name} is not made from the stored notebook")
    print("notebook: run tools/notebook_page.py" if differs else "notebook: as it is stored")
    return differs


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
