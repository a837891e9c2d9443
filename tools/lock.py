"""Write the locks in requirements/ from pyproject.toml, or check them: `python tools/lock.py [--upgrade | --check]`.

Four files, each with exact versions for every supported Python and the hash of every file, and no address: the index is the
machine's own affair (docs/adr/0013-locked-dependencies.md).

    bootstrap.lock   uv itself
    run.lock         what a user of the checkout needs (with the extras `population` and `desk`, and the build backend)
    dev.lock         all of that, and what developers need
    spark.lock       what the extra `spark` adds to dev.lock
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "requirements"
GROUPS = ("build", "dev", "web", "docs", "browser", "notebook")


def write(upgrade: bool) -> None:
    """Resolve anew; versions already locked stay unless `--upgrade` is given."""
    uv = Path(sys.executable).with_name("uv")
    compile_ = [str(uv), "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"]
    compile_ += ["--no-emit-index-url", "--no-emit-find-links", "--no-annotate", "--no-header"]
    if upgrade:
        compile_.append("--upgrade")
    groups = [word for group in GROUPS for word in ("--group", group)]
    dev, run, bootstrap = (f"requirements/{name}.lock" for name in ("dev", "run", "bootstrap"))
    project = ["pyproject.toml", "--extra", "population", "--extra", "desk"]
    for command in (
        [*compile_, *project, *groups, "-o", dev],
        [*compile_, *project, "--group", "build", "-c", dev, "-o", run],
        [*compile_, *project, "--extra", "spark", "--group", "build", "-c", dev, "-o", "requirements/spark.lock"],
    ):
        subprocess.run(command, cwd=ROOT, check=True)
    subprocess.run([*compile_, "-", "-o", bootstrap], cwd=ROOT, check=True, input=b"uv>=0.9\n")


def problems() -> list[str]:
    """What in the locks does not fit pyproject.toml; needs no network."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    optional = project["project"]["optional-dependencies"]
    run = [*project["project"]["dependencies"], *optional["population"], *optional["desk"]]
    run += project["dependency-groups"]["build"]
    dev = run + [wanted for group in GROUPS for wanted in project["dependency-groups"][group]]
    spark = run + [wanted for wanted in optional["spark"] if "minsheng" not in wanted]
    found = []
    for name, wanted in (("run", run), ("dev", dev), ("spark", spark)):
        pins = locked(LOCKS / f"{name}.lock")
        for requirement in map(Requirement, wanted):
            versions = pins.get(canonicalize_name(requirement.name), [])
            if not versions:
                found.append(f"requirements/{name}.lock: {requirement.name} is missing")
            found += [
                f"requirements/{name}.lock: {requirement.name} {version} does not fit {requirement.specifier}"
                for version in versions
                if not requirement.specifier.contains(version, prereleases=True)
            ]
    for path in sorted(LOCKS.glob("*.lock")):
        text = path.read_text()
        if "://" in text:
            found.append(f"requirements/{path.name}: holds an address; locks name versions and hashes only")
        entries = len(re.findall(r"^[A-Za-z0-9]", text, re.MULTILINE))
        hashed = len(re.findall(r"^[A-Za-z0-9][^\n]*\\\n +--hash=sha256:", text, re.MULTILINE))
        if entries != hashed:
            found.append(f"requirements/{path.name}: {entries - hashed} packages without a hash")
    return found


def locked(path: Path) -> dict[str, list[str]]:
    """The versions that a lock pins, by package."""
    pins: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", path.read_text(), re.MULTILINE):
        pins.setdefault(canonicalize_name(name), []).append(version)
    return pins


if __name__ == "__main__":
    if "--check" not in sys.argv:
        write("--upgrade" in sys.argv)
    wrong = problems()
    print(
        "\n".join([*wrong, "Run `make lock`."])
        if wrong
        else "locks: every dependency of pyproject.toml is pinned, with hashes"
    )
    raise SystemExit(1 if wrong else 0)
