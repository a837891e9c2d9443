"""Two scans into the same folder do not come between each other; a scan whose workers are ended from outside says so."""

import fcntl
import os
from datetime import date

import pytest

from minsheng.policy.finding import PolicyError
from minsheng.population.scan import scan

DAY = date(2017, 12, 31)


def test_the_second_scan_is_refused_while_the_first_is_running(scan_here, county, small, tmp_path):
    out = tmp_path / "results" / "out"
    said = []

    def another(done: int, of: int) -> None:
        if not said:
            with pytest.raises(PolicyError) as problem:
                scan_here(small, on=DAY, out=out)
            said.extend(problem.value.findings)

    result = scan_here(county, on=DAY, out=out, progress=another)
    (finding,) = said
    assert finding.render("en").splitlines() == [
        f"{out}: error[T34] another scan is writing here (process {os.getpid()})",
        "    Wait until it has ended, or choose another folder.",
    ]
    assert result.totals.people == 993
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_scans_into_different_folders_do_not_mind_each_other(scan_here, county, small, tmp_path):
    done = []

    def another(*_: int) -> None:
        if not done:
            done.append(scan_here(small, on=DAY, out=tmp_path / "results" / "other"))

    scan_here(county, on=DAY, out=tmp_path / "results" / "out", progress=another)
    assert done[0].totals.households == 3


def test_a_lock_that_nobody_holds_is_taken(scan_here, small, tmp_path):
    work = tmp_path / ".out.scan"
    work.mkdir()
    (work / "lock").write_text("99999999", encoding="utf-8")
    assert scan_here(small, on=DAY, out=tmp_path / "out").totals.households == 3
    assert not work.exists()


def test_the_lock_is_held_by_the_operating_system(scan_here, small, tmp_path):
    work = tmp_path / ".out.scan"
    work.mkdir()
    with (work / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(PolicyError, match=r"T34"):
            scan_here(small, on=DAY, out=tmp_path / "out")


def test_a_worker_that_is_ended_from_outside(county, packs, scan_here, tmp_path, monkeypatch):
    out = tmp_path / "results" / "out"
    monkeypatch.setenv("MINSHENG_KILL_AT", "worker at shard 3")
    with pytest.raises(PolicyError) as problem:
        scan(county, packs, DAY, out, shard=100, workers=2)
    (finding,) = problem.value.findings
    assert finding.render("en").splitlines() == [
        f"{out.parent / '.out.scan'}: error[T35] a worker process was ended from outside, perhaps because memory ran out",
        "    Run the same command again, with fewer --workers; what is finished is kept here.",
    ]
    assert not out.exists()
    monkeypatch.delenv("MINSHENG_KILL_AT")
    assert scan_here(county, on=DAY, out=out, shard=100).resumed > 0
