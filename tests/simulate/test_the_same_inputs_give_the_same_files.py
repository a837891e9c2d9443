"""A forecast depends on its inputs alone: not on the time, the parts or how many processes work."""

from pathlib import Path

from tests.simulate.conftest import RAISED


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_once_more(ask, raised):
    assert contents(ask(RAISED).out) == contents(raised.out)


def test_in_other_parts_and_with_two_processes(ask, raised):
    seen = []
    again = ask(RAISED, workers=2, chunk=3, progress=lambda done, of: seen.append((done, of)))
    assert contents(again.out) == contents(raised.out)
    assert seen == [(3, 8), (6, 8), (8, 8)]


def test_other_inputs_give_another_digest(ask, raised):
    other = ask("dibao.standard[500110,urban]=601").forecast
    assert other["changes"]["sha256"] != raised.forecast["changes"]["sha256"]
    assert other["population"]["files"] == raised.forecast["population"]["files"]
