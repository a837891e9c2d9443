"""A private PostgreSQL for tests: made with initdb in a temporary folder, reached through a socket in it, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

__all__ = ["is_there", "private_cluster"]

_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")


def _folder() -> Path | None:
    """Where initdb and pg_ctl are; the newest version."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    found = [path for pattern in _PLACES for path in Path("/").glob(pattern.lstrip("/")) if (path / "initdb").exists()]
    return max(found, key=lambda path: [int(n) if n.isdigit() else 0 for n in path.parts], default=None)


def is_there() -> bool:
    """Whether PostgreSQL is installed, and, for root, an account that it may run as."""
    return _folder() is not None and (os.geteuid() != 0 or _account() is not None)


def _account() -> pwd.struct_passwd | None:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None


@contextmanager
def private_cluster() -> Iterator[str]:
    """Start a cluster of our own; gives its DATABASE_URL.

    PostgreSQL refuses to run as root; then it runs as ``postgres`` or ``nobody``.

    Raises:
        RuntimeError: it is not installed, or did not start.
    """
    binaries, account = _folder(), _account() if os.geteuid() == 0 else None
    if binaries is None:
        raise RuntimeError("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="minsheng-postgres-"))
    who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)
    data, options = folder / "data", f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    run = {"check": True, "capture_output": True, "cwd": folder, **who}
    try:
        subprocess.run(
            [binaries / "initdb", "-D", data, "-U", "minsheng", "-A", "trust", "-E", "UTF8", "--no-sync"], **run
        )
        log = folder / "log"
        subprocess.run(
            [binaries / "pg_ctl", "-D", data, "-w", "-l", log, "-o", options, "start"],
            **{**run, "capture_output": False},
        )
        yield f"postgresql://minsheng@/postgres?host={quote(str(folder), safe='')}"
    except subprocess.CalledProcessError as problem:
        raise RuntimeError(f"PostgreSQL did not start: {(problem.stderr or b'').decode()[-500:]}") from problem
    finally:
        subprocess.run(
            [binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop"], capture_output=True, cwd="/", **who
        )
        shutil.rmtree(folder, ignore_errors=True)
