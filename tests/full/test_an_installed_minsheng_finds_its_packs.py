"""The packs travel inside the wheel: what `pip install` gives must read them, with no checkout near."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.full
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("minsheng-*.whl"))


def test_the_wheel_holds_every_pack_and_catalogue(wheel):
    inside = set(zipfile.ZipFile(wheel).namelist())
    kept = subprocess.run(
        ["git", "-c", "core.quotePath=off", "ls-files", "policies", "src/minsheng"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.split("\n")  # fmt: skip
    wanted = {name.removeprefix("src/").replace("policies/", "minsheng/_policies/", 1) for name in kept if name}
    assert wanted - inside == set()


def test_the_installed_package_reads_its_packs(wheel, tmp_path):
    site = tmp_path / "site"
    uv = Path(sys.executable).with_name("uv")
    install = [uv, "pip", "install", "--quiet", "--no-deps", "--target", site, wheel]
    subprocess.run(install, check=True, cwd=tmp_path, env=os.environ | {"VIRTUAL_ENV": str(ROOT / ".venv")})
    program = [sys.executable, "-m", "minsheng", "policy", "check"]
    done = subprocess.run(
        program, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(site)}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
