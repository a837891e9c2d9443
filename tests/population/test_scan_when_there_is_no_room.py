"""Where there is no room, or no permission, a scan says so, leaves nothing under the name of the results, and can go on."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from minsheng.policy.finding import PolicyError

DAY = date(2017, 12, 31)
SOURCE = str(Path(__file__).resolve().parents[2] / "src")

#: A scan that may write files of so many bytes at most: the operating system then refuses as it does when a disk is full.
LIMITED = """
import resource, sys
from datetime import date
from pathlib import Path
from minsheng.policy.finding import PolicyError
from minsheng.population.scan import scan
if __name__ == "__main__":
    county, packs, out, most, workers = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(most), int(most)))
    try:
        scan(Path(county), Path(packs), date(2017, 12, 31), Path(out), shard=100, workers=int(workers))
    except PolicyError as problem:
        print("\\n".join(finding.render("en") for finding in problem.findings))
"""


@pytest.fixture
def limited(county, packs, tmp_path):
    """What such a scan says."""

    def said(out: Path, most: int, workers: int = 1) -> str:
        script = tmp_path / "limited.py"
        script.write_text(LIMITED, encoding="utf-8")
        arguments = [county, packs.resolve(), out, most, workers]
        return subprocess.run(
            [sys.executable, str(script), *map(str, arguments)],
            env={**os.environ, "PYTHONPATH": SOURCE, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=True,
            timeout=300,
        ).stdout

    return said


@pytest.mark.parametrize("workers", [1, 2])
def test_no_room_for_the_first_shard_leaves_nothing_behind(limited, tmp_path, workers):
    out = tmp_path / "results" / "out"
    assert limited(out, 4_000, workers).splitlines() == [
        f"{out}: error[T32] there is no room left for the results (File too large)",
        "    Nothing was left behind. Make room, or choose a folder on another disk, and run the command again.",
    ]
    assert list(out.parent.iterdir()) == []


def test_no_room_for_the_page_keeps_the_shards_and_the_next_scan_goes_on(limited, scan_here, county, tmp_path):
    out = tmp_path / "results" / "out"
    kept = out.parent / ".out.scan"
    assert limited(out, 400_000).splitlines() == [
        f"{out}: error[T32] there is no room left for the results (File too large)",
        f"    Make room and run the same command again; what is finished is kept in {kept}.",
    ]
    assert not out.exists()
    assert not (kept / "writing").exists()
    result = scan_here(county, on=DAY, out=out, shard=100)
    assert result.resumed == result.totals.households
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_a_place_that_is_a_file(scan_here, county, tmp_path):
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(PolicyError, match=r"error\[T33\] the results cannot be written: "):
        scan_here(county, on=DAY, out=tmp_path / "file" / "out")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_to(scan_here, county, tmp_path):
    (tmp_path / "closed").mkdir(mode=0o555)
    with pytest.raises(PolicyError, match=r"error\[T33\] the results may not be written here \(Permission denied\)"):
        scan_here(county, on=DAY, out=tmp_path / "closed" / "out")
    assert list((tmp_path / "closed").iterdir()) == []


# on a file system of its own ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def disk(tmp_path):
    """A file system of three megabytes; only root can make one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("only root can mount a file system")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.full
@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("room", [20_000, 90_000, 300_000, 1_000_000])
def test_a_full_disk(disk, packs, scan_here, county, tmp_path, workers, room):
    from minsheng.population.scan import scan

    (disk / "other").write_bytes(bytes(3 * 1024 * 1024 - room))
    with pytest.raises(PolicyError) as problem:
        scan(county, packs, DAY, disk / "out", shard=100, workers=workers)
    (finding,) = problem.value.findings
    said = finding.render("en")
    assert "error[T32] there is no room left for the results (No space left on device)" in said
    left = sorted(path.name for path in disk.iterdir())
    assert left == (["other"] if "Nothing was left behind" in said else [".out.scan", "other"])
    (disk / "other").unlink()
    again = scan_here(county, on=DAY, out=disk / "out", shard=100)
    assert sorted(path.name for path in disk.iterdir()) == ["out"]
    assert (again.resumed > 0) == (".out.scan" in left)
    through = scan_here(county, on=DAY, out=tmp_path / "through", shard=100)
    mine, other = (
        {path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()}
        for out in (again.out, through.out)
    )
    assert mine == other


@pytest.mark.full
def test_a_disk_that_is_read_only(disk, scan_here, county):
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    with pytest.raises(
        PolicyError, match=r"error\[T33\] the results may not be written here \(Read-only file system\)"
    ):
        scan_here(county, on=DAY, out=disk / "out")
