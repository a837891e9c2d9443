"""The virtual environment of the other engine: ``python -m bench.peer.environment`` makes ``bench/peer/.venv`` from the lock beside it.

OpenFisca stays apart from what Minsheng needs, so that neither decides which numpy the other one runs with. ``--lock``
writes the lock anew.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tools.sync import index_settings, run

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
VENV = HERE / ".venv"
LOCK = HERE / "requirements.lock"
#: A copy of the lock that the environment was made from: the environment is made again when the lock has changed.
MADE_FROM = VENV / "made-from.lock"
#: What is measured: the version named here, its dependencies as resolved when the lock was written.
WANTED = "openfisca-core==46.0.1"


def peer_python() -> Path:
    """The interpreter of the other engine; made first where it is not there.

    Raises:
        SystemExit: a package could not be installed; what failed was printed.
    """
    python = VENV / "bin" / "python"
    if not MADE_FROM.is_file() or MADE_FROM.read_bytes() != LOCK.read_bytes():
        print("bench: making the environment of the other engine, bench/peer/.venv", file=sys.stderr, flush=True)
        run([str(uv()), "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)])
        environment = os.environ | {"VIRTUAL_ENV": str(VENV)} | index_settings(Path(sys.executable))
        run([str(uv()), "pip", "sync", "--quiet", "--require-hashes", str(LOCK)], environment)
        MADE_FROM.write_bytes(LOCK.read_bytes())
    return python


def uv() -> Path:
    """The uv of the developers' environment."""
    return Path(sys.executable).with_name("uv")


def write_lock() -> None:
    """Resolve the wanted version for every platform: exact versions and hashes, no address."""
    command = [str(uv()), "pip", "compile", "-", "--quiet", "--universal", "--python-version", "3.11"]
    command += ["--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-annotate", "--no-header"]
    environment = os.environ | index_settings(Path(sys.executable))
    subprocess.run([*command, "-o", str(LOCK)], cwd=ROOT, check=True, input=f"{WANTED}\n".encode(), env=environment)


if __name__ == "__main__":
    if "--lock" in sys.argv[1:]:
        write_lock()
    print(peer_python())
