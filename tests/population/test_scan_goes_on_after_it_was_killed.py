"""A scan that was killed and is started again goes on after the last finished shard, and its results are those of one that ran through."""

import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from minsheng.policy.finding import PolicyError

DAY = date(2017, 12, 31)
SOURCE = str(Path(__file__).resolve().parents[2] / "src")
SHARD = 100

SCRIPT = """
import sys
from datetime import date
from pathlib import Path
from minsheng.population.scan import scan
if __name__ == "__main__":
    county, packs, out, workers, replace = sys.argv[1:]
    scan(
        Path(county), Path(packs), date(2017, 12, 31), Path(out), shard=100, workers=int(workers), replace=replace == "yes"
    )
"""


@pytest.fixture(scope="module")
def through(scan_here, county, tmp_path_factory):
    """The results of a scan that ran through."""
    return scan_here(county, on=DAY, out=tmp_path_factory.mktemp("through") / "out", shard=SHARD).out


@pytest.fixture
def killed_at(county, packs, tmp_path):
    """Scan into ``out`` in a process that kills itself at a point."""

    def kill(point: str, out: Path, workers: int = 1, replace: bool = False) -> None:
        script = tmp_path / "killed.py"
        script.write_text(SCRIPT, encoding="utf-8")
        arguments = [county, packs.resolve(), out, workers, "yes" if replace else "no"]
        done = subprocess.run(
            [sys.executable, str(script), *map(str, arguments)],
            env={**os.environ, "PYTHONPATH": SOURCE, "MINSHENG_KILL_AT": point},
            timeout=300,
        )
        assert done.returncode == -signal.SIGKILL

    return kill


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def finished_in(work: Path) -> dict[str, int]:
    """The parts that are finished, with the numbers under which the file system knows them."""
    return {path.name: path.stat().st_ino for path in (work / "result" / "person_results.parquet").iterdir()}


@pytest.mark.parametrize("workers", [1, 2])
def test_finished_shards_are_not_decided_again_and_the_bytes_are_the_same(
    workers, killed_at, scan_here, county, tmp_path, through
):
    out = tmp_path / "results" / "out"
    killed_at("shard 1 finished", out, workers=workers)
    assert not out.exists()
    finished = finished_in(out.parent / ".out.scan")
    assert "part-00001.parquet" in finished
    if workers == 1:  # with two, the other one may be far ahead
        assert finished.keys() == {"part-00000.parquet", "part-00001.parquet"}

    told, seen = [], []
    result = scan_here(
        county,
        on=DAY,
        out=out,
        shard=SHARD,
        tell=lambda message, params: told.append(message.format(**params)),
        progress=lambda done, of: seen.append((done, of)),
    )
    assert files_of(out) == files_of(through)
    parts = {path.name: path.stat().st_ino for path in (out / "person_results.parquet").iterdir()}
    assert {name: parts[name] for name in finished} == finished
    rows = {path.name: pq.read_metadata(path).num_rows for path in (through / "household_results.parquet").iterdir()}
    done = sum(rows[name] for name in finished)
    assert result.resumed == seen[0][0] == done
    assert told == [f"Going on with a scan that was broken off; households decided already: {done}."]
    assert seen[-1][0] == seen[-1][1] == result.totals.households
    assert [path.name for path in out.parent.iterdir()] == ["out"]


@pytest.mark.parametrize("point", ["shard 2 decided", "everything decided", "results written"])
def test_killed_at_any_other_point_it_ends_the_same(point, killed_at, scan_here, county, tmp_path, through):
    out = tmp_path / "results" / "out"
    killed_at(point, out)
    assert not out.exists()
    scan_here(county, on=DAY, out=out, shard=SHARD)
    assert files_of(out) == files_of(through)
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_killed_between_the_old_results_and_the_new_nothing_is_lost(
    killed_at, scan_here, county, tmp_path, through, small
):
    out = tmp_path / "results" / "out"
    scan_here(small, on=DAY, out=out)
    before = files_of(out)
    killed_at("older results aside", out, replace=True)
    assert not out.exists()
    with pytest.raises(ValueError, match="stop"):
        scan_here(small, on=DAY, out=out, replace=True, progress=stop)
    assert files_of(out) == before
    scan_here(county, on=DAY, out=out, shard=SHARD, replace=True)
    assert files_of(out) == files_of(through)
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_killed_when_the_results_are_in_place_it_leaves_no_work_behind(killed_at, scan_here, county, tmp_path, through):
    out = tmp_path / "results" / "out"
    killed_at("results in place", out)
    assert files_of(out) == files_of(through)
    with pytest.raises(PolicyError, match="the folder is there already"):
        scan_here(county, on=DAY, out=out, shard=SHARD)
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def stop(done: int, of: int) -> None:
    raise ValueError("stop")


def test_a_finished_part_that_was_changed_is_decided_again(killed_at, scan_here, county, tmp_path, through):
    out = tmp_path / "results" / "out"
    killed_at("shard 1 finished", out)
    part = out.parent / ".out.scan" / "result" / "person_results.parquet" / "part-00000.parquet"
    part.write_bytes(part.read_bytes()[:-1] + b"?")
    result = scan_here(county, on=DAY, out=out, shard=SHARD)
    assert result.resumed == SHARD
    assert files_of(out) == files_of(through)


def test_a_line_of_the_journal_that_was_cut_off_is_forgotten(killed_at, scan_here, county, tmp_path, through):
    out = tmp_path / "results" / "out"
    killed_at("shard 1 finished", out)
    journal = out.parent / ".out.scan" / "journal.jsonl"
    journal.write_bytes(journal.read_bytes()[:-40])
    result = scan_here(county, on=DAY, out=out, shard=SHARD)
    assert result.resumed == SHARD
    assert files_of(out) == files_of(through)
