"""``minsheng keys | migrate | areas | serve``: what is missing is said with what to do; with it, the desk runs."""

import base64
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

OWN = ("MINSHENG_SECRET", "MINSHENG_KEYS", "MINSHENG_DEMO", "DATABASE_URL", "DJANGO_SETTINGS_MODULE")
KEY = base64.urlsafe_b64encode(bytes(32)).decode()
CALL = "from minsheng.cli import main; main()"


@pytest.fixture
def alone(tmp_path):
    """A function that runs a command in a process of its own, with a database in a file and only the environment it is given."""

    def call(*arguments, before="", **environment):
        clean = {name: value for name, value in os.environ.items() if name not in OWN}
        clean |= {"DATABASE_URL": f"sqlite:///{tmp_path}/desk.sqlite3", "MINSHENG_LANG": "en"} | environment
        command = [sys.executable, "-c", before + CALL, *arguments]
        return subprocess.run(command, env=clean, cwd=tmp_path, capture_output=True, text=True)

    return call


def test_a_new_key_each_time(run):
    first, second = run("keys").output, run("keys").output
    assert first != second
    assert len(base64.urlsafe_b64decode(first.strip())) == 32


@pytest.mark.parametrize(
    ("environment", "codes"),
    [
        ({}, ["A3", "A4"]),
        ({"MINSHENG_SECRET": "short", "MINSHENG_KEYS": "no key"}, ["A3", "A4"]),
        ({"MINSHENG_SECRET": KEY}, ["A4"]),
        ({"MINSHENG_KEYS": KEY}, ["A3"]),
        ({"DATABASE_URL": "mysql://me:hidden@host/name", "MINSHENG_DEMO": "1"}, ["A5"]),
        ({"DATABASE_URL": "postgresql://me:hidden@127.0.0.1:1/name", "MINSHENG_DEMO": "1"}, ["A6"]),
    ],
)
def test_what_is_missing_is_said_and_no_secret_is_repeated(alone, environment, codes):
    refused = alone("migrate", **environment)
    assert refused.returncode == 2
    assert re.findall(r"error\[(\w+)\]", refused.stderr) == codes
    assert "Traceback" not in refused.stderr
    assert "hidden" not in refused.stderr


def test_without_the_extra(alone):
    for command in ("migrate", "keys", "serve"):
        refused = alone(command, before="import sys; sys.modules['cryptography'] = sys.modules['django'] = None; ")
        assert refused.returncode == 2
        assert "minsheng[desk]" in refused.stderr


def test_help_needs_nothing_of_the_web(alone):
    told = alone("--help", before="import sys; sys.modules['cryptography'] = sys.modules['django'] = None; ")
    assert told.returncode == 0
    assert "serve" in told.stdout


def test_tables_are_made_and_areas_loaded(alone):
    demo = {"MINSHENG_DEMO": "1"}
    assert "error[A7]" in alone("areas", "load", "500110107", **demo).stderr
    waiting = alone("migrate", "--check", **demo)
    assert waiting.returncode == 1
    assert "registry.0001_initial" in waiting.stdout
    assert "changes made" in alone("migrate", **demo).stdout
    assert "up to date" in alone("migrate", "--check", **demo).stdout
    assert re.match(r"\d+ areas are new, 0 were there", alone("areas", "load", "500110107", **demo).stdout)
    assert re.match(r"0 areas are new, \d+ were there", alone("areas", "load", "500110107", **demo).stdout)
    assert "error[A1]" in alone("areas", "load", "999999", **demo).stderr


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def answer(port):
    """The status of an address that is not there, as soon as somebody answers."""
    for _ in range(100):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/no-such-page")  # noqa: S310 - this machine
        except urllib.error.HTTPError as refusal:
            return refusal.code
        except OSError:
            time.sleep(0.2)
    return None


def test_the_desk_answers(alone, tmp_path):
    demo = {"MINSHENG_DEMO": "1", "MINSHENG_KEYS": KEY}
    alone("migrate", **demo)
    environment = os.environ | demo | {"DATABASE_URL": f"sqlite:///{tmp_path}/desk.sqlite3"}
    environment["DJANGO_SETTINGS_MODULE"] = "minsheng.web.settings"
    port = free_port()
    command = [sys.executable, "-c", CALL, "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, cwd=tmp_path, stdout=subprocess.DEVNULL)
    try:
        assert answer(port) == 404
        assert "error[A13]" in alone("serve", "--port", str(port), **demo).stderr
    finally:
        server.terminate()
        server.wait(10)
