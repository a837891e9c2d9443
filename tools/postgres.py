"""A private PostgreSQL for tests: made with initdb in a temporary folder, reached through a socket in it, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, unquote

__all__ = ["is_there", "private_cluster", "start_again", "stop_at_once"]

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


def stop_at_once(url: str) -> None:
    """Stop a private cluster as if its machine had gone: every connection breaks, nothing is finished."""
    _control(url, "-m", "immediate", "stop")


def start_again(url: str) -> None:
    """Start a private cluster again that was stopped."""
    folder = _folder_of(url)
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    for waited in range(20):  # what ran in it may still be going
        try:
            return _control(url, "-w", "-l", str(folder / "log"), "-o", options, "start")
        except subprocess.CalledProcessError:
            if waited == 19:
                raise RuntimeError((folder / "log").read_text()[-500:]) from None
            time.sleep(1)
    return None


def _folder_of(url: str) -> Path:
    return Path(unquote(url.partition("?host=")[2]))


def _control(url: str, *words: str) -> None:
    binaries, account = _folder(), _account() if os.geteuid() == 0 else None
    if binaries is None:
        raise RuntimeError("PostgreSQL is not installed")
    who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    command = [str(binaries / "pg_ctl"), "-D", str(_folder_of(url) / "data"), *words]
    subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **who)


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
