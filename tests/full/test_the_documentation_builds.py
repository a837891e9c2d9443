"""`make docs` fails on a broken link, a page that nobody can reach or a docstring that cannot be read."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.full
ROOT = Path(__file__).resolve().parents[2]


def test_the_documentation_builds_without_a_warning_and_loads_nothing_from_elsewhere(tmp_path):
    command = [
        Path(sys.executable).with_name("mkdocs"),
        "build",
        "--strict",
        "--quiet",
        "--site-dir",
        tmp_path / "site",
    ]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for page in (tmp_path / "site").rglob("*.html"):
        text = page.read_text("utf-8")
        for loads in ('src="http', "src='http", 'rel="stylesheet" href="http', 'href="https://fonts'):
            assert loads not in text, f"{page.name} loads something from elsewhere"
