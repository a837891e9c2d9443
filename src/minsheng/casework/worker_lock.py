"""One worker at a time on one database; whoever is killed holds nothing any more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

__all__ = ["worker_lock"]

#: Any number that nothing else locks in this database.
_LOCK = 7_317_026


@contextmanager
def worker_lock() -> Iterator[bool]:
    """Hold the lock of the worker, if nobody else does; says whether it is held.

    PostgreSQL gives it back when the connection ends; for SQLite it is a file beside the database, which the system gives back
    when the process ends. A database in memory has nobody else.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
            (held,) = cursor.fetchone()
        try:
            yield bool(held)
        finally:
            if held and connection.connection is not None and not connection.connection.closed:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
        return
    name = str(connection.settings_dict["NAME"])
    if ":memory:" in name or "mode=memory" in name:
        yield True
        return
    with _file_lock(Path(f"{name}.worker")) as held:
        yield held


@contextmanager
def _file_lock(path: Path) -> Iterator[bool]:
    import fcntl

    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True
