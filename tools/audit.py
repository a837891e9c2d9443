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


def main() -> int:
    """Ask pip-audit for its JSON report and judge it."""
    command = [
        str(Path(sys.executable).with_name("pip-audit")),
        "--disable-pip",
        "--no-deps",
        "--progress-spinner",
        "off",
    ]
    command += ["--timeout", "15", "--format", "json", "--requirement", "requirements/dev.lock"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    except subprocess.TimeoutExpired:
        print("audit: NOT DONE: the advisory service gave no answer within 300 s; nothing is known about this lock")
        return 0
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (json.JSONDecodeError, KeyError):
        lines = done.stderr.strip().splitlines() or ["no message"]
        print(
            f"audit: NOT DONE: the advisory service is not reachable; nothing is known about this lock ({lines[-1][:120]})"
        )
        return 0
    found = [(package, hole) for package in packages for hole in package.get("vulns", [])]
    for package, hole in found:
        fixed = ", ".join(hole.get("fix_versions", [])) or "no release yet"
        print(f"audit: {package['name']} {package['version']}: {hole['id']}; fixed in: {fixed}")
    unknown = [package["name"] for package in packages if "skip_reason" in package]
    known = len(packages) - len(unknown)
    if unknown:
        names = ", ".join(unknown[:3]) + (", …" if len(unknown) > 3 else "")
        print(
            f"audit: NOT DONE for {len(unknown)} of {len(packages)} packages: the advisory service does not answer for them ({names})"
        )
    if known and not found:
        print(f"audit: no known vulnerability in {known} of {len(packages)} locked packages")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
