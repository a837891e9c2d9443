"""The forecast appears at once, at the end; what is broken off or refused leaves nothing."""

import multiprocessing
import os
import signal

import pytest

from minsheng.policy.finding import PolicyError
from minsheng.population.simulate import run
from tests.simulate.conftest import RAISED


def stop(done, of):
    raise KeyboardInterrupt


def test_a_forecast_broken_off_leaves_nothing(ask, tmp_path):
    with pytest.raises(KeyboardInterrupt):
        ask(RAISED, out=tmp_path / "deep" / "er" / "out", progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_an_error_while_writing_leaves_nothing(ask, tmp_path, monkeypatch):
    def fail(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(run, "write_page", fail)
    with pytest.raises(PolicyError, match="No space left on device"):
        ask(RAISED, out=tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_is_refused(ask, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(PolicyError, match="there already"):
        ask(RAISED, out=tmp_path / "out")
    assert (tmp_path / "out" / "mine.txt").read_text(encoding="utf-8") == "keep"


def test_a_file_is_not_replaced(ask, tmp_path):
    (tmp_path / "out").write_text("keep", encoding="utf-8")
    with pytest.raises(PolicyError, match="there already"):
        ask(RAISED, out=tmp_path / "out", replace=True)
    assert (tmp_path / "out").read_text(encoding="utf-8") == "keep"


def test_replace_puts_the_new_forecast_in_place_of_the_old(ask, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "old.txt").write_text("old", encoding="utf-8")
    ask(RAISED, out=tmp_path / "out", replace=True)
    assert not (tmp_path / "out" / "old.txt").exists()
    assert (tmp_path / "out" / "index.html").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_older_forecast_stays_when_the_new_one_is_broken_off(ask, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "old.txt").write_text("old", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        ask(RAISED, out=tmp_path / "out", replace=True, progress=stop)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert (tmp_path / "out" / "old.txt").exists()


def test_what_a_killed_forecast_left_is_cleared_by_the_next(ask, tmp_path):
    (tmp_path / ".out.999999999.forecast").mkdir()
    ask(RAISED, out=tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_worker_that_is_ended_from_outside_is_said(ask, tmp_path):
    def end(done, of):
        for child in multiprocessing.active_children():
            os.kill(child.pid, signal.SIGKILL)

    with pytest.raises(PolicyError, match="a worker process was ended from outside"):
        ask(RAISED, out=tmp_path / "out", workers=2, chunk=1, progress=end)
    assert list(tmp_path.iterdir()) == []
