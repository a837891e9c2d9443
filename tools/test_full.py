"""Run the tests marked `full`, after installing what they need where that is allowed.

Each group names what it needs and how to see whether it is there. A group that has to be left out is named at the end, with
the reason; with REQUIRE_ALL=1 that is a failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # this file is run by its path

from tools import postgres, spark  # noqa: E402


@dataclass(frozen=True)
class Group:
    """Tests with one marker beside `full`, the Debian packages that they need, and what adds their Python packages."""

    marker: str
    debian: tuple[str, ...]
    is_there: Callable[[], bool]
    otherwise: str
    add_packages: Callable[[], None] = lambda: None


def has_chromium() -> bool:
    """A browser that Playwright can drive by its path."""
    return any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))


def has_printing() -> bool:
    """What draws a PDF, and what reads it again."""
    return bool(shutil.which("pdftotext")) and all(find_library(name) for name in ("pango-1.0", "pangoft2-1.0"))


def has_chinese_font() -> bool:
    """A font with Chinese glyphs, so that a screenshot shows words and not boxes."""
    folders = (Path("/usr/share/fonts"), Path.home() / ".fonts", Path.home() / ".local/share/fonts")
    names = ("*NotoSansCJK*", "*SourceHanSans*", "*wqy*", "*NotoSansSC*")
    return any(next(folder.rglob(name), None) for folder in folders if folder.is_dir() for name in names)


#: The tests of the register and the desk once more, on a PostgreSQL of their own.
POSTGRESQL = Group(
    marker="postgresql",
    debian=("postgresql",),
    is_there=postgres.is_there,
    otherwise="needs PostgreSQL's initdb (Debian: apt-get install postgresql)",
)
GROUPS = (
    POSTGRESQL,
    Group(
        marker="browser",
        debian=("chromium", "fonts-noto-cjk"),
        is_there=lambda: has_chromium() and has_chinese_font(),
        otherwise="needs Chromium and a Chinese font (Debian: apt-get install chromium fonts-noto-cjk)",
    ),
    Group(
        marker="spark",
        debian=spark.DEBIAN,
        is_there=lambda: not spark.missing(),
        otherwise=f"needs Java 17 (Debian: apt-get install {spark.DEBIAN[0]}) and the packages of requirements/spark.lock",
        add_packages=spark.add_packages,
    ),
    Group(
        marker="fonts",
        debian=("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "poppler-utils", "fonts-noto-cjk"),
        is_there=lambda: has_printing() and has_chinese_font(),
        otherwise="needs Pango, pdftotext and a Chinese font (Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0 "
        "poppler-utils fonts-noto-cjk)",
    ),
)


def install(packages: list[str]) -> None:
    """Install Debian packages when this is root on Debian; otherwise do nothing."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    print(f"test-full: installing {' '.join(packages)}", flush=True)
    for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        done = subprocess.run(["apt-get", *words], env=os.environ | quiet, capture_output=True, text=True)
        if done.returncode:
            print(f"test-full: apt-get {words[0]} failed: {done.stderr.strip()[-300:]}", flush=True)


def on_postgresql() -> int:
    """Everything that touches the database, on a private cluster."""
    print("test-full: the register and the desk on PostgreSQL", flush=True)
    with postgres.private_cluster() as url:
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-n",
            "auto",
            "-m",
            "not full",
            "--create-db",
            "tests/registry",
            "tests/casework",
            "tests/desk",
            "tests/portal",
        ]
        return subprocess.run(command, cwd=ROOT, env=os.environ | {"DATABASE_URL": url}).returncode


def main() -> int:
    """Install, run, and tell what was left out."""
    missing = [group for group in GROUPS if not group.is_there()]
    if missing:
        install([package for group in missing for package in group.debian])
        for group in missing:
            group.add_packages()
    left_out = [group for group in GROUPS if not group.is_there()]
    wanted = " and ".join(["full", *(f"not {group.marker}" for group in left_out)])
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", "-m", wanted, "--durations=5", "tests"], cwd=ROOT)
    failed = done.returncode or (0 if POSTGRESQL in left_out else on_postgresql())
    for group in left_out:
        print(f"test-full: LEFT OUT: {group.marker}: {group.otherwise}")
    if not failed and not left_out:
        print(
            f"test-full: every group ran ({', '.join(group.marker for group in GROUPS)}, and those that need nothing special)"
        )
    if failed:
        return failed
    return 1 if left_out and os.environ.get("REQUIRE_ALL") == "1" else 0


if __name__ == "__main__":
    sys.exit(main())
