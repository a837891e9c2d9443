"""The work folder of a scan: beside the results, locked while a scan runs, kept when one is broken off so that the next goes on there."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.language import N_
from minsheng.population.scan.points import reached

__all__ = ["WorkFolder", "forget_moved", "sync", "work_folder"]


class WorkFolder:
    """Where a scan writes until everything is there: ``.OUT.scan`` beside ``OUT``.

    ``result`` becomes ``OUT``; ``writing`` has files that are not finished; ``tables`` copies of the input that can be read in ranges;
    ``keys`` numbers of texts that must stand once; ``aside`` households set aside; ``journal`` what is finished.
    """

    def __init__(self, out: Path) -> None:
        self.out = Path(os.path.abspath(out))
        self.path = self.out.parent / f".{self.out.name}.scan"
        self._old = self.out.parent / f".{self.out.name}.old"
        self.journal = self.path / "journal.jsonl"
        self.result, self.writing, self.tables, self.keys, self.aside = (
            self.path / name for name in ("result", "writing", "tables", "keys", "aside")
        )

    def clear(self) -> None:
        """Begin anew: forget everything that an earlier scan left."""
        self.journal.unlink(missing_ok=True)
        for folder in (self.result, self.writing, self.tables, self.keys, self.aside):
            shutil.rmtree(folder, ignore_errors=True)

    def prepare(self) -> None:
        """Make the folders that are missing, and forget files that were not finished.

        Raises:
            OSError: the folders cannot be made.
        """
        shutil.rmtree(self.writing, ignore_errors=True)
        for folder in (self.result, self.writing, self.tables, self.keys, self.aside):
            folder.mkdir(exist_ok=True)

    def recover(self) -> None:
        """Put older results back that a scan had moved aside when it was killed, or remove them when the new ones are in place.

        Raises:
            OSError: they cannot be moved.
        """
        if self._old.exists():
            if self.out.exists():
                shutil.rmtree(self._old, ignore_errors=True)
            else:
                self._old.rename(self.out)

    def put_in_place(self) -> None:
        """Give the results the name they were asked for; older ones are removed after that.

        Raises:
            OSError: they cannot be moved.
        """
        sync(self.result)
        if self.out.exists():
            self.out.rename(self._old)
        reached("older results aside")
        self.result.rename(self.out)
        reached("results in place")
        sync(self.out.parent)
        shutil.rmtree(self._old, ignore_errors=True)

    def remove(self) -> None:
        """Leave nothing behind."""
        shutil.rmtree(self.path, ignore_errors=True)


def sync(path: Path) -> None:
    """Have a file or folder written to the disk.

    Raises:
        OSError: it cannot be written.
    """
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextmanager
def work_folder(out: Path) -> Iterator[WorkFolder]:
    """The work folder of ``out``, held for this process alone; it is removed at the end when nothing in it is worth keeping.

    Raises:
        PolicyError: another scan is writing to ``out``.
        OSError: the folder cannot be made.
    """
    folder = WorkFolder(out)
    folder.out.parent.mkdir(parents=True, exist_ok=True)
    lock = _lock(folder)
    try:
        folder.recover()
        yield folder
    finally:
        if not folder.journal.exists():
            folder.remove()
        os.close(lock)


def forget_moved(out: Path) -> None:
    """Remove a work folder whose scan was killed after its results had been put in place."""
    if WorkFolder(out).journal.exists() and not WorkFolder(out).result.exists():
        with suppress(PolicyError, OSError), work_folder(out) as folder:
            folder.clear()


def _lock(folder: WorkFolder) -> int:
    """Take the lock, which ends with the process however it ends."""
    while True:
        path = folder.path / "lock"
        with suppress(FileExistsError):
            folder.path.mkdir()
        try:
            lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except FileNotFoundError:
            continue  # another scan has just removed its folder
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(lock, 20).decode("ascii", "replace")
            os.close(lock)
            raise PolicyError([_busy(folder.out, holder)]) from None
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(lock), path.stat()):
                os.truncate(lock, 0)
                os.write(lock, str(os.getpid()).encode())
                return lock
        os.close(lock)


def _busy(out: Path, holder: str) -> Finding:
    return Finding(
        "T34",
        Place(str(out)),
        N_("another scan is writing here (process {process})"),
        N_("Wait until it has ended, or choose another folder."),
        {"process": holder or "?"},
    )
