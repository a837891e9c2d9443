"""The results appear at once, at the end. A scan that is broken off or killed leaves nothing where they should be."""

import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from minsheng.policy.finding import PolicyError
from minsheng.population.scan import scan

DAY = date(2017, 12, 31)

KILLED = """
import sys, time
from datetime import date
from pathlib import Path
from minsheng.population.scan import scan
if __name__ == "__main__":
    wait = lambda done, of: (print("deciding", flush=True), time.sleep(60))
    scan(Path(sys.argv[1]), Path(sys.argv[2]), date(2017, 12, 31), Path(sys.argv[3]), workers=1, chunk=20, progress=wait)
"""


def test_an_existing_folder_is_refused(small, packs, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(PolicyError, match="there already"):
        scan(small, packs, DAY, tmp_path / "out", workers=1)
    assert (tmp_path / "out" / "mine.txt").read_text(encoding="utf-8") == "keep"


def test_replace_puts_the_new_results_in_place_of_the_old(small, packs, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "old.txt").write_text("old", encoding="utf-8")
    scan(small, packs, DAY, tmp_path / "out", workers=1, replace=True)
    assert not (tmp_path / "out" / "old.txt").exists()
    assert (tmp_path / "out" / "index.html").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "small"]


def test_a_scan_broken_off_leaves_nothing(county, packs, tmp_path):
    def stop(done: int, of: int) -> None:
        assert not (tmp_path / "out").exists()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        scan(county, packs, DAY, tmp_path / "out", workers=1, chunk=50, progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_a_killed_scan_leaves_nothing_in_place_and_the_next_one_clears_up(county, packs, tmp_path, small):
    script = tmp_path / "killed.py"
    script.write_text(KILLED, encoding="utf-8")
    out = tmp_path / "results" / "out"
    source = str(Path(__file__).resolve().parents[2] / "src")
    scanning = subprocess.Popen(
        [sys.executable, str(script), str(county), str(packs.resolve()), str(out)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": source},
    )
    assert scanning.stdout is not None
    assert scanning.stdout.readline() == "deciding\n"
    scanning.send_signal(signal.SIGKILL)
    scanning.wait(10)
    scanning.stdout.close()
    time.sleep(0.05)
    assert not out.exists()
    assert len(list(out.parent.iterdir())) == 1
    scan(small, packs, DAY, out, workers=1)
    assert [path.name for path in out.parent.iterdir()] == ["out"]
