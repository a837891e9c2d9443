"""The work of the night, part by part.

Each part may be done again at any time and may be cut off at any point: nothing is done twice, nothing is left half done.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from typing import Any

from django.db import DatabaseError

from minsheng.casework.models.notification import NightlyRun
from minsheng.policy.language import N_, render
from minsheng.registry.sent_form import forget_sent_forms

__all__ = ["NIGHTLY", "Done", "Said", "clean_up", "parts", "run"]

#: ``module:function``, in their order; each takes the day, and gives what it says of what it did: :class:`Said`, or nothing.
NIGHTLY: tuple[str, ...] = (
    "minsheng.casework.due_dates:nightly",
    "minsheng.casework.ladder:nightly",
    "minsheng.casework.support.services:nightly",
    "minsheng.casework.complaint_deadlines:nightly",
    "minsheng.casework.receipt.nightly:at_night",
    "minsheng.casework.nightly:clean_up",
)
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Said:
    """A sentence about what was done: a message of the catalogue and its parameters."""

    message: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def render(self, lang: str) -> str:
        """The sentence in a language."""
        return render(lang, self.message, **self.params)


@dataclass(frozen=True)
class Done:
    """A part of the work, and what came of it.

    Attributes:
        part: its name, ``module:function``.
        said: what it says.
        failed: why it could not be done; the other parts are done all the same.
    """

    part: str
    said: tuple[Said, ...] = ()
    failed: str = ""


def parts(day: date, *, again: bool) -> list[str]:
    """The parts that are to be done for a day: all of them, or those that have not been done."""
    done = set() if again else set(NightlyRun.objects.filter(day=day).values_list("part", flat=True))
    return [part for part in NIGHTLY if part not in done]


def run(day: date, names: list[str], *, stop: Callable[[], bool] = lambda: False) -> Iterator[Done]:
    """Do parts of the work for a day, one after the other.

    Args:
        day: for which.
        names: which parts.
        stop: asked before each part; when it says so, what is left is left.

    Yields:
        What came of each part, as soon as it is over.

    Raises:
        DatabaseError: the database has gone away.
    """
    for name in names:
        if stop():
            return
        module, _, function = name.partition(":")
        try:
            said = _sentences(getattr(import_module(module), function)(day))
        except DatabaseError:
            raise
        except Exception as problem:  # one part that fails must not keep the others from being done
            _LOG.exception("nightly work failed: %s", name)
            yield Done(name, failed=f"{type(problem).__name__}")
            continue
        kept = [{"message": sentence.message, "params": dict(sentence.params)} for sentence in said]
        NightlyRun.objects.update_or_create(part=name, day=day, defaults={"said": kept})
        yield Done(name, said)


def _sentences(answer: object) -> tuple[Said, ...]:
    if isinstance(answer, Said):
        return (answer,)
    return tuple(one for one in answer if isinstance(one, Said)) if isinstance(answer, list | tuple) else ()


def clean_up(day: date) -> list[Said]:
    """Forget sent forms and sessions that nobody can come back to."""
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    forms = forget_sent_forms(day)
    sessions, _ = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    message = N_("{forms} keys of sent forms and {sessions} sessions that had ended were forgotten")
    return [Said(message, {"forms": forms, "sessions": sessions})]
