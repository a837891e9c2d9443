"""What changed between two documents, or two versions of one, and for whom.

First the definitions: parameters, rules, benefits and processes that came, went or read otherwise, with the benefits
that rest on them. Then people:
every hand-worked case and example of the two documents is decided under both, and those whose outcome differs are
named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from minsheng.policy.evaluation import evaluate
from minsheng.policy.finding import PolicyError
from minsheng.policy.language import N_
from minsheng.policy.law import Law
from minsheng.policy.library import Library
from minsheng.policy.outcome import outcomes
from minsheng.policy.pack import Benefit, Cited, Example, Pack, Parameter, Process, Rule, Service
from minsheng.policy.types import format_money
from minsheng.policy.worked import household_of, settings_of

__all__ = ["Change", "PersonChange", "changes", "people_changes"]


@dataclass(frozen=True, slots=True)
class Change:
    """A definition that differs: ``before`` or ``after`` is empty when it came or went; ``benefits`` rest on it."""

    kind: str
    name: str
    before: str
    after: str
    benefits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonChange:
    """A worked example whose outcome differs: benefit, status and amount before and after."""

    example: Example
    benefit: str
    before: str
    after: str


def changes(before: Pack, after: Pack, law: Law | None = None) -> list[Change]:
    """The definitions in which two packs differ."""
    result = []
    for kind, read in _KINDS:
        old, new = ({item.name: _words(item) for item in read(pack)} for pack in (before, after))
        for name in dict.fromkeys([*old, *new]):
            if old.get(name) != new.get(name):
                result.append(Change(kind, name, old.get(name, ""), new.get(name, ""), _benefits_on(name, law)))
    return result


_KINDS: tuple[tuple[str, Callable[[Pack], Sequence[Cited]]], ...] = (
    (N_("parameter"), lambda pack: pack.parameters),
    (N_("rule"), lambda pack: pack.rules),
    (N_("benefit"), lambda pack: pack.benefits),
    (N_("process"), lambda pack: pack.processes),
    (N_("service"), lambda pack: pack.services),
    (N_("area set"), lambda pack: pack.area_sets),
    (N_("task"), lambda pack: pack.tasks),
    (N_("target"), lambda pack: pack.targets),
)


def _words(item: Cited) -> str:
    """What an item says, in one line that can be compared."""
    if isinstance(item, Rule):
        return item.expression or f"{item.at_least or '0'} … {item.at_most}"
    if isinstance(item, Parameter):
        rows = [
            f"{_ground(row)}{row.printed}" for row in item.rows if row.document == item.document or not item.document
        ]
        return "; ".join(rows) or "—"
    if isinstance(item, Benefit):
        parts = {key: getattr(item, key) for key in ("enter", "stay", "exit", "elects", "amount", "borne", "modality")}
        parts["paid"] = f"{item.paid.every} {item.paid.first} {item.paid.last}".strip() if item.paid else ""
        parts["review"] = f"{item.review.every} {item.review.process}".strip() if item.review else ""
        parts["excludes"] = " ".join(e.benefit for e in item.excludes)
        parts["yields_to"] = " ".join(e.benefit for e in item.yields_to)
        return "; ".join(f"{key}: {value}" for key, value in parts.items() if value)
    if isinstance(item, Process):
        steps = " → ".join(f"{step.name}({step.lasts})" if step.lasts else step.name for step in item.steps)
        return (
            steps
            + "; "
            + "; ".join(f"{c.name}: {c.at_most}{' + ' + c.extension if c.extension else ''}" for c in item.clocks)
        )
    if isinstance(item, Service):
        named = ("benefit", "by", "office", "when", "within", "on", "at_age", "every")
        return "; ".join(f"{key}: {value}" for key in named if (value := getattr(item, key)) not in ("", None))
    return item.label.en


def _ground(row: object) -> str:
    keys = [getattr(row, "area", ""), getattr(row, "area_set", ""), *(value for _, value in getattr(row, "keys", ()))]
    day = getattr(row, "first_day", None)
    shown = [key for key in (*keys, day.isoformat() if day else "") if key]
    return f"[{', '.join(shown)}] " if shown else ""


def _benefits_on(name: str, law: Law | None) -> tuple[str, ...]:
    if law is None:
        return ()
    users = law.resting_on(frozenset({name}))
    return tuple(
        sorted({user.split(".", 1)[1] for user in (*users, name) if user.startswith(("receives.", "amount."))})
    )


def people_changes(library: Library, before: Pack, after: Pack, after_text: str = "") -> Iterator[PersonChange]:
    """Decide the cases and examples of both documents with the one pack and with the other, on the first day on which both could hold."""
    day = max(before.in_force, after.in_force)
    contents = {name: text for name, text in library.contents.items() if not name.endswith(".cases.yaml")}
    without_after = {**contents, before.source.file: before.source.text}
    without_before = {name: text for name, text in contents.items() if name != before.source.file}
    without_before[after.source.file] = after_text or after.source.text
    if before.document != after.document:
        without_after.pop(after.source.file, None)
    old, new = (Library.from_contents(texts, library.folder, strict=False) for texts in (without_after, without_before))
    worked = [
        *before.examples,
        *after.examples,
        *(c for c in library.cases if c.document in (before.document, after.document)),
    ]
    told = {benefit.name for pack in (before, after) for benefit in pack.benefits}
    seen: set[int] = set()
    for example in worked:
        if id(example) not in seen:
            seen.add(id(example))
            yield from (
                change
                for change in _one(old, new, example, day, before.area)
                if change.benefit in told and _settled(change)
            )


def _settled(change: PersonChange) -> bool:
    """Whether both sides say something: an example that gives too few facts for the other law tells nothing about people."""
    return not any("cannot_tell_yet" in side for side in (change.before, change.after)) and {
        change.before,
        change.after,
    } != {"no", "—"}


def _one(old: Library, new: Library, example: Example, day: date, area: str) -> Iterator[PersonChange]:
    place = example.area or area
    results = []
    for library in (old, new):
        try:
            law = library.as_of(day, place, demonstration=False)
            if example.settings:
                known = {name: value for name, value in example.settings.items() if name in law.bound}
                law = law.with_settings(settings_of(law, known))
            results.append(_outcomes(law, example, place, day))
        except (PolicyError, ValueError, KeyError, TypeError):
            return
    for benefit in dict.fromkeys([*results[0], *results[1]]):
        a, b = results[0].get(benefit, "—"), results[1].get(benefit, "—")
        if a != b:
            yield PersonChange(example, benefit, a, b)


def _outcomes(law: Law, example: Example, area: str, day: date) -> dict[str, str]:
    household = household_of(example, law.vocabulary, area, day)
    result: dict[str, str] = {}
    for outcome in outcomes(evaluate(law, household, day)):
        shown = outcome.status + (f" {format_money(outcome.amount)}" if outcome.amount else "")
        known = result.get(outcome.benefit, "")
        result[outcome.benefit] = f"{known}, {shown}" if known else shown
    return result
