"""Bring the virtual environment to what the locks say: `python3 tools/sync.py run|dev|spark`.

Runs on a bare Python 3.11 or newer with nothing installed. It makes .venv if there is none, puts uv into it (pinned, with
hashes), lets uv install the locked packages (pinned, with hashes) and then Minsheng itself, editable.

The package index is the one this machine is configured for: uv's own settings first, then pip's.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCKS = ROOT / "requirements"


def main(kind: str) -> int:
    """Install one kind of environment: `run` adds what users need, `dev` makes it exactly what developers need, `spark` adds PySpark."""
    if sys.version_info < OLDEST:
        print(no_python(f"this is Python {sys.version.split()[0]} ({sys.executable})"), file=sys.stderr)
        return 1
    started = time.monotonic()
    python = VENV / "bin" / "python"
    if not python.exists():
        say(f"making .venv with Python {sys.version.split()[0]}")
        run([sys.executable, "-m", "venv", str(VENV)], hint="On Debian and Ubuntu: apt-get install python3-venv")
    environment = os.environ | {"VIRTUAL_ENV": str(VENV)} | index_settings(python)
    uv = VENV / "bin" / "uv"
    pinned = next(line for line in (LOCKS / "bootstrap.lock").read_text().splitlines() if line.startswith("uv=="))
    wanted = pinned.removeprefix("uv==").split()[0]
    if (
        not uv.exists()
        or wanted not in subprocess.run([uv, "--version"], capture_output=True, text=True).stdout.split()
    ):
        say(f"installing uv {wanted}")
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        run([*pip, "--require-hashes", "-r", str(LOCKS / "bootstrap.lock")])
    lock = str(LOCKS / f"{kind}.lock")
    say(f"installing the packages of requirements/{kind}.lock")
    if kind in ("run", "spark"):  # never takes a developer's tools away
        run([str(uv), "pip", "install", "--quiet", "--require-hashes", "-r", lock], environment)
    else:
        run([str(uv), "pip", "sync", "--quiet", "--require-hashes", lock], environment)
    if kind != "spark":  # which is added to an environment that has Minsheng already
        itself = ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
        run([str(uv), "pip", "install", "--quiet", *itself], environment)
    say(f"ready in {time.monotonic() - started:.0f} s")
    return 0


def index_settings(python: Path) -> dict[str, str]:
    """The index that pip is configured for, in uv's words, unless uv has settings of its own."""
    if any(name in os.environ for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_CONFIG_FILE")):
        return {}
    listed = subprocess.run([python, "-m", "pip", "config", "list"], capture_output=True, text=True).stdout
    for key in (":env:.index-url", "install.index-url", "global.index-url"):
        for line in listed.splitlines():
            name, _, value = line.partition("=")
            if name == key:
                return {"UV_DEFAULT_INDEX": value.strip("'\"")}
    return {}


def run(command: list[str], environment: dict[str, str] | None = None, hint: str = "") -> None:
    """Run one step; when it fails, say which, and what to try."""
    done = subprocess.run(command, env=environment)
    if done.returncode:
        hint = hint or "Is a package index reachable? Set PIP_INDEX_URL (or UV_DEFAULT_INDEX) to yours and try again."
        print(f"setup: failed: {' '.join(command)}\n       {hint}", file=sys.stderr)
        raise SystemExit(1)


def say(what: str) -> None:
    """One line of progress."""
    print(f"setup: {what}", flush=True)


def no_python(found: str) -> str:
    """What to do without a fitting Python."""
    return (
        f"Minsheng needs Python {OLDEST[0]}.{OLDEST[1]} or newer; {found}.\n"
        "Install one (Debian 12, Ubuntu 24.04: apt-get install python3 python3-venv) and say which: make PYTHON=python3.12 …"
    )


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in ("run", "dev", "spark"):
        raise SystemExit("usage: python3 tools/sync.py run|dev|spark")
    raise SystemExit(main(sys.argv[1]))
