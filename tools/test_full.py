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


@dataclass(frozen=True)
class Group:
    """Tests with one marker beside `full`, and the Debian packages that they need."""

    marker: str
    debian: tuple[str, ...]
    is_there: Callable[[], bool]
    otherwise: str


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


GROUPS = (
    Group(
        marker="browser",
        debian=("chromium", "fonts-noto-cjk"),
        is_there=lambda: has_chromium() and has_chinese_font(),
        otherwise="needs Chromium and a Chinese font (Debian: apt-get install chromium fonts-noto-cjk)",
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


def main() -> int:
    """Install, run, and tell what was left out."""
    missing = [group for group in GROUPS if not group.is_there()]
    if missing:
        install([package for group in missing for package in group.debian])
    left_out = [group for group in GROUPS if not group.is_there()]
    wanted = " and ".join(["full", *(f"not {group.marker}" for group in left_out)])
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", "-m", wanted, "--durations=5", "tests"], cwd=ROOT)
    for group in left_out:
        print(f"test-full: LEFT OUT: {group.marker}: {group.otherwise}")
    if done.returncode == 0 and not left_out:
        print(
            f"test-full: every group ran ({', '.join(group.marker for group in GROUPS)}, and those that need nothing special)"
        )
    if done.returncode:
        return done.returncode
    return 1 if left_out and os.environ.get("REQUIRE_ALL") == "1" else 0


if __name__ == "__main__":
    sys.exit(main())
