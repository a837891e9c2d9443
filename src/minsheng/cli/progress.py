"""How far a long command is: a bar for who looks at a terminal, now and then a line for a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

__all__ = ["progress_bar"]

_SECONDS_BETWEEN_LINES = 30.0


class _Rate(ProgressColumn):
    """How many a second, of late."""

    def render(self, task: Task) -> Text:
        """The rate, nothing before there is one."""
        return Text(f"{task.speed:,.0f}/s" if task.speed else "", style="progress.data.speed")


@contextmanager
def progress_bar(text: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error with how many of all, how many a second, and the time left; in a log a line every half a minute.

    The first call says where the work begins: what was done before counts for no rate.
    """
    if not sys.stderr.isatty():
        yield _Lines(text)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(text, total=None)
        began = False

        def show(done: int, total: int) -> None:
            nonlocal began
            if not began:
                bar.reset(task, total=total, completed=done)
                began = True
            bar.update(task, completed=done, total=total)

        yield show


class _Lines:
    """Lines for a log: done / all, a second, time left."""

    def __init__(self, text: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._text, self._clock = text, clock
        self._begun: tuple[float, int] | None = None
        self._last = 0.0

    def __call__(self, done: int, total: int) -> None:
        """Write a line, unless the last one is not old enough."""
        now = self._clock()
        if self._begun is None:
            self._begun, self._last = (now, done), now
        if now - self._last < _SECONDS_BETWEEN_LINES:
            return
        self._last = now
        since, before = self._begun
        rate = (done - before) / (now - since)
        left = str(timedelta(seconds=round((total - done) / rate))) if rate else "-:--:--"
        click.echo(f"{self._text} {done:,} / {total:,}, {rate:,.0f}/s, {left}", err=True)
