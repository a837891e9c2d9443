"""Look for known vulnerabilities in the locked packages, and say plainly what could not be looked up.

A vulnerability that is found fails. An advisory service that cannot be reached does not: the answer is then *not known*, and
that is what is printed; it is never counted as clean.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


#: Both together are every package that is ever installed.
LOCKS = ("dev", "spark")


def main() -> int:
    """Look into every lock, even when one of them has a hole."""
    return max([audited(f"requirements/{name}.lock") for name in LOCKS])


def audited(lock: str) -> int:
    """Ask pip-audit for its JSON report about a lock and judge it."""
    command = [
        str(Path(sys.executable).with_name("pip-audit")),
        "--disable-pip",
        "--no-deps",
        "--progress-spinner",
        "off",
    ]
    command += ["--timeout", "15", "--format", "json", "--requirement", lock]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    except subprocess.TimeoutExpired:
        print(f"audit: NOT DONE: the advisory service gave no answer within 300 s; nothing is known about {lock}")
        return 0
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (json.JSONDecodeError, KeyError):
        lines = done.stderr.strip().splitlines() or ["no message"]
        print(
            f"audit: NOT DONE: the advisory service is not reachable; nothing is known about {lock} ({lines[-1][:120]})"
        )
        return 0
    found = [(package, hole) for package in packages for hole in package.get("vulns", [])]
    for package, hole in found:
        fixed = ", ".join(hole.get("fix_versions", [])) or "no release yet"
        print(f"audit: {lock}: {package['name']} {package['version']}: {hole['id']}; fixed in: {fixed}")
    unknown = [package["name"] for package in packages if "skip_reason" in package]
    known = len(packages) - len(unknown)
    if unknown:
        names = ", ".join(unknown[:3]) + (", …" if len(unknown) > 3 else "")
        print(
            f"audit: NOT DONE for {len(unknown)} of {len(packages)} packages of {lock}:"
            f" the advisory service does not answer for them ({names})"
        )
    if known and not found:
        print(f"audit: no known vulnerability in {known} of {len(packages)} packages of {lock}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
