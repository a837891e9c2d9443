"""PostgreSQL really stops in the middle of what somebody sends: a page says so, nothing is half done, and afterwards everything works."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools import postgres

pytestmark = [pytest.mark.full, pytest.mark.postgresql]
ROOT = Path(__file__).resolve().parents[2]
INSIDE = Path(__file__).with_name("database_away.py")


@pytest.fixture(scope="module")
def told():
    with postgres.private_cluster() as url:
        command = [sys.executable, str(INSIDE), url]
        env = os.environ | {
            "DATABASE_URL": url,
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "tests.web_settings",
        }
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_whoever_sent_it_is_told_in_words(told):
    assert told["status"] == 503
    assert told["typed_is_there"]
    assert not told["stack"]


def test_other_pages_say_so_too(told):
    assert told["page_while_away"] == 503


def test_nothing_is_half_done(told):
    assert told["happenings_after"] == told["happenings_before"] == 1
    assert told["state_after"] == "applied"


def test_sending_it_again_does_it_once(told):
    assert told["again"] == told["twice"] == 302
    assert told["happenings_at_last"] == 2
    assert told["page"] == 200
