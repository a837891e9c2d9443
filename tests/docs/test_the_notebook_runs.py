"""The example notebook runs and gives what is stored, and its page of the documentation is made of it."""

import re

import pytest

nbformat = pytest.importorskip("nbformat")
pytest.importorskip("nbclient")
pytest.importorskip("pyarrow")

from tools import notebook_page  # noqa: E402

STORED = nbformat.read(notebook_page.NOTEBOOK, as_version=4)


@pytest.mark.full
def test_it_gives_today_what_is_stored(capsys):
    assert notebook_page.main(["--check"]) == 0, capsys.readouterr().out


def test_the_page_is_made_of_it():
    text, pictures = notebook_page.page(STORED, notebook_page.NOTEBOOK.name)
    assert text == notebook_page.NOTEBOOK.with_suffix(".md").read_text(encoding="utf-8")
    assert len(pictures) == 4
    for name, data in pictures.items():
        assert (notebook_page.IMAGES / name).read_bytes() == data
        assert len(data) < 100_000


def test_it_says_that_people_are_made_up():
    assert "Everybody in this notebook is made up" in STORED.cells[0].source
    for cell in STORED.cells:
        if "plt.show()" in cell.source:
            assert "(synthetic people)" in cell.source, "a picture may be shown alone"
            assert cell.metadata.alt


def test_its_outputs_name_neither_the_machine_nor_the_time():
    written = "\n".join(text for cell in notebook_page.texts(STORED) for text in cell)
    assert not re.search(r"/(tmp|home|root)/|\b\d\d:\d\d\b|0x[0-9a-f]{6}", written)
    assert all(set(cell.metadata) <= {"alt"} for cell in STORED.cells)


def test_a_difference_is_told(capsys):
    other = nbformat.from_dict(STORED)
    cell = next(cell for cell in other.cells if cell.get("outputs") and cell.outputs[0].output_type == "stream")
    cell.outputs[0].text = "nobody\n"
    assert notebook_page.differences(STORED, other)
    assert "gives\nnobody" in capsys.readouterr().out
