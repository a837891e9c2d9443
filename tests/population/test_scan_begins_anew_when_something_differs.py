"""What a scan that was broken off has finished is used by the same scan only; any other says what differs and begins anew."""

import shutil
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from minsheng.policy.finding import PolicyError
from minsheng.population.scan import scan

DAY = date(2017, 12, 31)
SHARD = 100


@pytest.fixture(scope="module")
def left(county, packs, tmp_path_factory):
    """A folder with a population, packs, and what a scan has left of which two shards are finished."""
    folder = tmp_path_factory.mktemp("left")
    shutil.copytree(county, folder / "people")
    shutil.copytree(packs, folder / "policies")

    def stop(done: int, of: int) -> None:
        if done > 2 * SHARD:
            raise KeyboardInterrupt

    told = []
    with pytest.raises(KeyboardInterrupt):
        scan(
            folder / "people",
            folder / "policies",
            DAY,
            folder / "out",
            shard=SHARD,
            workers=1,
            progress=stop,
            tell=lambda message, params: told.append(message.format(**params)),
        )
    kept = folder / ".out.scan"
    assert told == [f"Broken off. What is finished is kept in {kept}; the same command goes on from there."]
    assert (folder / ".out.scan" / "journal.jsonl").exists()
    return folder


@pytest.fixture
def broken_off(left, tmp_path):
    """A copy of it, the files as old as they were."""
    shutil.copytree(left, tmp_path / "left")
    return tmp_path / "left"


def begun_with(folder: Path, day: date = DAY, **options):
    """Start a scan and stop it at once: how many households it began with, and what it told."""
    told, begun = [], []

    def stop(done: int, of: int) -> None:
        begun.append(done)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        scan(
            folder / "people",
            folder / "policies",
            day,
            folder / "out",
            workers=1,
            progress=stop,
            tell=lambda message, params: told.append(message.format(**params)),
            **{"shard": SHARD, **options},
        )
    return begun[0], told


def test_the_same_scan_goes_on(broken_off):
    begun, told = begun_with(broken_off)
    assert begun == 2 * SHARD
    assert told[0] == f"Going on with a scan that was broken off; households decided already: {2 * SHARD}."


def test_the_same_scan_with_another_chunk_goes_on(broken_off):
    assert begun_with(broken_off, chunk=33)[0] == 2 * SHARD


@pytest.mark.parametrize(
    ("options", "what"),
    [
        ({"shard": 90}, "shard"),
        ({"skip_bad": True}, "skip_bad"),
        ({"demonstration": False}, "demonstration"),
        ({"day": date(2018, 1, 1)}, "on"),
        ({"lang": "en", "shard": 95}, "lang, shard"),
    ],
)
def test_another_option(broken_off, options, what):
    told = [f"An earlier scan was broken off, but is not the same ({what}); starting anew."]
    assert begun_with(broken_off, **options) == (0, told)


def test_another_text_in_a_pack(broken_off):
    pack = next((broken_off / "policies").rglob("social-assistance-2014.md"))
    pack.write_text(pack.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    begun, told = begun_with(broken_off)
    assert begun == 0
    assert "(packs)" in told[0]


def test_another_input_file(broken_off):
    path = broken_off / "people" / "supporters.parquet"
    table = pq.read_table(path)
    pq.write_table(table.slice(0, len(table) - 1), path)
    begun, told = begun_with(broken_off)
    assert begun == 0
    assert "(supporters.parquet)" in told[0]


def test_fresh_forgets_what_was_finished(broken_off):
    assert begun_with(broken_off, fresh=True) == (0, [])


def test_a_copy_of_csv_that_is_finished_is_used_again(small, packs, scan_here, tmp_path):
    copy, seen = tmp_path / ".out.scan" / "tables" / "people.parquet", []

    def stop(done: int, of: int) -> None:
        seen.append(copy.stat().st_ino)
        if done == 2 and len(seen) < 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        scan_here(small, on=DAY, out=tmp_path / "out", shard=1, progress=stop)
    result = scan_here(small, on=DAY, out=tmp_path / "out", shard=1, progress=stop)
    assert result.resumed == 1
    assert len(set(seen)) == 1


def test_an_input_file_that_is_changed_meanwhile(small, scan_here, tmp_path):
    def change(done: int, of: int) -> None:
        with (small / "people.csv").open("a", encoding="utf-8") as file:
            file.write("h3,p5,,,\n")

    with pytest.raises(PolicyError, match=r"error\[T36\] an input file was changed while it was read"):
        scan_here(small, on=DAY, out=tmp_path / "out", progress=change)
    assert [path.name for path in tmp_path.iterdir()] == ["small"]
