"""``minsheng worker``: once, for a day, in a loop until it is told to end; one at a time; killed in the middle nothing is half done."""

import base64
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

KEY = base64.urlsafe_b64encode(bytes(32)).decode()
CALL = "from minsheng.cli import main; main()"
OWN = ("MINSHENG_SECRET", "MINSHENG_KEYS", "MINSHENG_DEMO", "DATABASE_URL", "DJANGO_SETTINGS_MODULE")


@pytest.fixture
def place(tmp_path):
    """The environment of a desk with a database in a file."""
    clean = {name: value for name, value in os.environ.items() if name not in OWN}
    place = clean | {
        "DATABASE_URL": f"sqlite:///{tmp_path}/desk.sqlite3",
        "MINSHENG_DEMO": "1",
        "MINSHENG_KEYS": KEY,
        "MINSHENG_LANG": "en",
    }
    subprocess.run([sys.executable, "-c", CALL, "migrate"], env=place, cwd=tmp_path, check=True, capture_output=True)
    return place


def call(place, folder, *arguments, before=""):
    command = [sys.executable, "-c", before + CALL, *arguments]
    return subprocess.run(command, env=place, cwd=folder, capture_output=True, text=True, timeout=120)


def begun(place, folder, *arguments, before=""):
    command = [sys.executable, "-u", "-c", before + CALL, *arguments]
    return subprocess.Popen(command, env=place, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_once_it_says_what_it_did_in_both_languages_and_for_programs(place, tmp_path):
    done = call(place, tmp_path, "worker", "--once", "--on", "2026-11-20")
    assert done.returncode == 0, done.stderr
    assert "2026-11-20 · the days of 0 open cases were worked out anew" in done.stdout
    assert "重新计算" in call(place, tmp_path, "worker", "--once", "--lang", "zh").stdout
    lines = call(place, tmp_path, "worker", "--once", "--json").stdout.splitlines()
    parts = [json.loads(line) for line in lines]
    assert "minsheng.casework.ladder:nightly" in [part["part"] for part in parts]
    assert all(part["failed"] == "" for part in parts)


@pytest.mark.parametrize("arguments", [["--on", "2026-11-20"], ["--once", "--on", "not a day"], ["--every", "0"]])
def test_what_makes_no_sense_is_refused(place, tmp_path, arguments):
    refused = call(place, tmp_path, "worker", *arguments)
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr


def test_a_day_to_come_is_refused_where_people_are_real(place, tmp_path):
    real = place | {"MINSHENG_DEMO": "", "MINSHENG_SECRET": KEY}
    refused = call(real, tmp_path, "worker", "--once", "--on", "2999-01-01")
    assert refused.returncode == 2
    assert "M9" in refused.stderr


def test_a_part_that_fails_is_said_and_the_others_are_done(place, tmp_path):
    broken = "import minsheng.policy; import sys; sys.modules['minsheng.casework.ladder'] = None; "
    done = call(place, tmp_path, "worker", "--once", before=broken)
    assert done.returncode == 1
    assert "minsheng.casework.ladder:nightly failed" in done.stderr
    assert "keys of sent forms" in done.stdout


def test_without_a_database_it_is_refused(place, tmp_path):
    refused = call(place | {"DATABASE_URL": f"sqlite:///{tmp_path}/new.sqlite3"}, tmp_path, "worker", "--once")
    assert refused.returncode == 2
    assert "A7" in refused.stderr


def test_it_goes_on_until_it_is_told_to_end_and_lets_no_second_one_in(place, tmp_path):
    hold = """
import sys, time, minsheng.cli
w = sys.modules["minsheng.cli.worker"]
from pathlib import Path
import os
real = w._report
def slow(*a, **k):
    real(*a, **k)
    Path('begun').touch()
    time.sleep(3)
w._report = slow
"""
    worker = begun(place, tmp_path, "worker", "--every", "1", before=hold)
    wait_for(tmp_path / "begun", worker)
    second = call(place, tmp_path, "worker", "--once")
    assert second.returncode == 2
    assert "M10" in second.stderr
    worker.send_signal(signal.SIGTERM)
    out, err = worker.communicate(timeout=60)
    assert worker.returncode == 0, err
    assert "The worker has ended." in out


def test_killed_in_the_middle_it_leaves_nothing_half_done_and_the_next_one_does_the_rest(place, tmp_path):
    stop = """
import os, time
from pathlib import Path
import sys, minsheng.cli
w = sys.modules["minsheng.cli.worker"]
real = w._report
def stuck(*a, **k):
    Path('begun').touch()
    time.sleep(60)
w._report = stuck
"""
    worker = begun(place, tmp_path, "worker", before=stop)
    wait_for(tmp_path / "begun", worker)
    worker.kill()
    worker.communicate()
    with sqlite3.connect(tmp_path / "desk.sqlite3") as database:
        (count,) = database.execute("SELECT count(*) FROM casework_nightlyrun").fetchone()
    assert count == 1
    again = call(place, tmp_path, "worker", "--once", "--json")
    assert again.returncode == 0, again.stderr
    assert len(again.stdout.splitlines()) >= 3


def wait_for(file, process, seconds=60):
    for _ in range(seconds * 10):
        if file.exists():
            return
        assert process.poll() is None, process.communicate()[1]
        time.sleep(0.1)
    raise AssertionError(f"{file} was never there")
