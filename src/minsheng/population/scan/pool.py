"""Running the tasks of a scan: in this process, or in several that end with it."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection, parent_process
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event

import pyarrow as pa

from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.language import N_
from minsheng.policy.library import Library
from minsheng.population.scan.points import reached
from minsheng.population.scan.shard import ShardWorker, Stopped
from minsheng.population.scan.work import Task, Work, Worked

__all__ = ["usable_cores", "worked"]

_LOOK_AGAIN_SECONDS = 0.2

#: Told how many households were worked on in all.
Count = Callable[[int], None]


def usable_cores() -> int:
    """How many cores this process may use.

    >>> usable_cores() >= 1
    True
    """
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def worked(work: Work, tasks: Iterable[Task], workers: int, library: Library, count: Count) -> Iterator[Worked]:
    """Work on tasks and give back what became of each, in the order in which they end.

    A task is asked for when there is somebody to work on it, so that what became of others can change it.

    Args:
        work: what workers must know.
        tasks: the tasks.
        workers: processes; with 1 everything runs in this process.
        library: the packs as loaded in this process.
        count: told again and again how many households were worked on.

    Raises:
        OSError: a file cannot be written.
        PolicyError: a process was ended from outside.
    """
    if workers == 1:
        yield from _in_this_process(work, tasks, library, count)
    else:
        yield from _in_processes(work, iter(tasks), workers, count)


def _in_this_process(work: Work, tasks: Iterable[Task], library: Library, count: Count) -> Iterator[Worked]:
    done = 0

    def report(households: int) -> None:
        nonlocal done
        done += households
        count(done)

    worker = ShardWorker(work, library, report)
    for task in tasks:
        yield worker.work_on(task)


def _in_processes(work: Work, tasks: Iterator[Task], workers: int, count: Count) -> Iterator[Worked]:
    context = multiprocessing.get_context("spawn")
    done, stop = context.Value("q", 0), context.Event()
    pool = ProcessPoolExecutor(workers, context, _start, (work, done, stop))
    running: set[Future[Worked]] = set()
    try:
        while True:
            while len(running) < workers + 1 and (task := next(tasks, None)) is not None:
                running.add(pool.submit(_work_on, task))
            if not running:
                return
            ended, running = wait(running, _LOOK_AGAIN_SECONDS, FIRST_COMPLETED)
            count(done.value)
            for future in ended:
                yield future.result()
    except BrokenProcessPool as problem:
        raise PolicyError([_ended_from_outside(work)]) from problem
    finally:
        stop.set()
        pool.shutdown(wait=True, cancel_futures=True)


def _ended_from_outside(work: Work) -> Finding:
    return Finding(
        "T35",
        Place(str(work.folder)),
        N_("a worker process was ended from outside, perhaps because memory ran out"),
        N_("Run the same command again, with fewer --workers; what is finished is kept here."),
    )


# in a worker ----------------------------------------------------------------------------------------------------------------------------

_worker: ShardWorker | None = None


def _start(work: Work, done: Synchronized[int], stop: Event) -> None:
    """Make ready for tasks; ends with the process that started this one, and leaves it to that one to be interrupted."""
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    pa.set_cpu_count(1)

    def report(households: int) -> None:
        with done.get_lock():
            done.value += households
        if stop.is_set():
            raise Stopped

    _worker = ShardWorker(work, report=report)
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _work_on(task: Task) -> Worked:
    reached(f"worker at shard {task.shard.number}")
    assert _worker is not None  # noqa: S101 - set by _start
    return _worker.work_on(task)
