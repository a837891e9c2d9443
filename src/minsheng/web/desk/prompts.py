"""What the desk prompts on the page of today, beside the work list: each with a number and where it leads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib import import_module

from minsheng.registry.models import User
from minsheng.registry.scope import Scope

__all__ = ["PROMPTS", "Prompt", "prompts"]


@dataclass(frozen=True)
class Prompt:
    """A prompt: in words, how many, and the address of the list."""

    word: str
    count: int
    address: str


#: ``module:function``; each takes the scope, the user and the day, and gives prompts.
PROMPTS: tuple[str, ...] = (
    "minsheng.web.desk.checks:open_checks",
    "minsheng.web.desk.draws:waiting_for_a_draw",
    "minsheng.web.desk.departures:departures_this_month",
    "minsheng.web.desk.notifications:prompts",
    "minsheng.web.desk.receipt.time:prompts",
    "minsheng.web.desk.complaints:prompts",
    "minsheng.web.desk.ratings:prompts",
    "minsheng.web.desk.tasks:late_tasks",
    "minsheng.web.desk.referrals:prompts_of",
    "minsheng.web.desk.notices:prompts_of",
)


def prompts(scope: Scope, user: User, day: date) -> list[Prompt]:
    """The prompts that have anything to say."""
    found: list[Prompt] = []
    for entry in PROMPTS:
        module, _, name = entry.partition(":")
        ask: Callable[[Scope, User, date], list[Prompt]] = getattr(import_module(module), name)
        found += [prompt for prompt in ask(scope, user, day) if prompt.count]
    return found
