"""What Spark needs, for tests and measurements: Java, and the packages of requirements/spark.lock.

`python tools/spark.py` adds what can be added and says what is missing; exit code 1 when something is.
"""

from __future__ import annotations

import importlib
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST_JAVA = 17
DEBIAN = ("openjdk-17-jre-headless",)


def missing() -> str:
    """What is missing, in words; nothing when Spark can run."""
    lacking = []
    if not has_java():
        lacking.append(f"Java {OLDEST_JAVA} or newer (Debian: apt-get install {DEBIAN[0]})")
    if not has_packages():
        lacking.append("the packages of requirements/spark.lock (python tools/sync.py spark)")
    return " and ".join(lacking)


def has_java() -> bool:
    """Whether the Java that Spark would start is new enough."""
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(Path(home) / "bin")) if home else None
    java = java or shutil.which("java")
    if java is None:
        return False
    said = subprocess.run([java, "-version"], capture_output=True, text=True).stderr
    found = re.search(r'version "(\d+)', said)
    return found is not None and int(found[1]) >= OLDEST_JAVA


def has_packages() -> bool:
    """Whether PySpark can be imported here."""
    importlib.invalidate_caches()
    return find_spec("pyspark") is not None


def add_packages() -> None:
    """Add the locked packages to the virtual environment of this checkout, where they are missing."""
    if not has_packages():
        subprocess.run([sys.executable, str(ROOT / "tools" / "sync.py"), "spark"], cwd=ROOT)


if __name__ == "__main__":
    add_packages()
    lacking = missing()
    print(f"spark: missing: {lacking}" if lacking else "spark: everything is there")
    raise SystemExit(1 if lacking else 0)
