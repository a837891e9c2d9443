"""Processes: every step can be reached and left, every clock runs between events that exist, every span can be read."""

from __future__ import annotations

import re

from minsheng.policy.blocks.parameters import FOUND_AXES
from minsheng.policy.blocks.process import ROLES
from minsheng.policy.finding import Place
from minsheng.policy.language import N_
from minsheng.policy.library import Library
from minsheng.policy.pack import SAFEGUARDS, Parameter, Process, Rule

__all__ = ["check_processes", "check_span", "events_of"]

_SPAN = re.compile(r"\d+ (working days?|days?|months?|years?)")
STARTS = ("applied", "accepted")


def events_of(process: Process) -> set[str]:
    """All events that the clocks of a process may name."""
    steps = {f"{step.name}.{edge}" for step in process.steps for edge in ("begun", "ended")}
    return {*STARTS, *steps, *(name for name, _ in process.ends)}


def check_processes(library: Library) -> None:
    """Report what does not hold together in any process."""
    for pack in library.packs:
        for process in pack.processes:
            _check_graph(process, library)
            _check_clocks(process, library)
            _check_safeguards(process, library)


def _check_effects(process: Process, ends: set[str], library: Library) -> None:
    for end, _ in process.effects:
        if end not in ends:
            library.findings.error(
                "Q7",
                process.place,
                N_("an effect is said of {end}, which is not an end of this process"),
                N_("Its ends are: {known}."),
                end=end,
                known=", ".join(sorted(ends)),
            )


def _check_safeguards(process: Process, library: Library) -> None:
    """Every safeguard names what is there and has the right type."""
    for word, name in process.safeguards:
        found = library.definition(SAFEGUARDS[word], name)
        if not found or not all(_fits(definition.item) for definition in found):
            library.findings.error(
                "Q10",
                process.place,
                N_("{word} names {name}, which is not there or is of another kind"),
                N_(
                    "visitors: a parameter that is a whole number; county_visits: a household's rule that says yes or no; draw: a sample."
                ),
                word=word,
                name=name,
            )


def _fits(item: object) -> bool:
    if isinstance(item, Parameter):
        return set(item.axes) <= set(FOUND_AXES) and item.type.kind == "int"
    return not isinstance(item, Rule) or (item.entity == "household" and item.type.kind == "bool")


def _check_graph(process: Process, library: Library) -> None:
    steps = {step.name: step for step in process.steps}
    ends = {name for name, _ in process.ends}
    reached: set[str] = set()
    pending = [process.steps[0].name] if process.steps else []
    while pending:
        name = pending.pop()
        if name in reached:
            continue
        reached.add(name)
        if name in steps:
            pending += [target for _, target in steps[name].then]
    _check_effects(process, ends, library)
    for step in process.steps:
        for outcome, target in step.then:
            if target not in steps and target not in ends:
                library.findings.error(
                    "Q1",
                    step.place,
                    N_("{step}: {outcome} leads to {target}, which is neither a step nor an end"),
                    N_("Steps and ends: {known}."),
                    step=step.name,
                    outcome=outcome,
                    target=target,
                    known=", ".join([*steps, *sorted(ends)]),
                )
        if step.name not in reached:
            library.findings.error(
                "Q2",
                step.place,
                N_("the step {step} cannot be reached"),
                N_("Let another step lead to it, or remove it."),
                step=step.name,
            )
        if not step.then or not _leaves(step.name, steps_then(process), ends):
            library.findings.error(
                "Q3",
                step.place,
                N_("the step {step} cannot be left: no way from it leads to an end"),
                N_("Give `then:` an outcome that leads on."),
                step=step.name,
            )
        _check_role(step.by, step.place, library)
        check_span(step.lasts, step.place, library)
    for name in sorted(ends - reached):
        library.findings.error(
            "Q2",
            process.place,
            N_("the step {step} cannot be reached"),
            N_("Let another step lead to it, or remove it."),
            step=name,
        )


def steps_then(process: Process) -> dict[str, list[str]]:
    """For each step the places it leads to."""
    return {step.name: [target for _, target in step.then] for step in process.steps}


def _leaves(start: str, then: dict[str, list[str]], ends: set[str]) -> bool:
    seen: set[str] = set()
    pending = [start]
    while pending:
        name = pending.pop()
        if name in ends:
            return True
        if name not in seen:
            seen.add(name)
            pending += then.get(name, [])
    return False


def _check_role(role: str, place: Place, library: Library) -> None:
    if role not in ROLES and not library.definition("parameter", role):
        library.findings.error(
            "Q4",
            place,
            N_("{role} is not a role"),
            N_("Roles: {known}; or the name of a parameter."),
            role=role,
            known=", ".join(ROLES),
        )


def check_span(span: str, place: Place, library: Library) -> None:
    """Report what is neither a span of time nor a parameter."""
    if span and not _SPAN.fullmatch(span) and not library.definition("parameter", span):
        library.findings.error(
            "Q5", place, N_("{span} is not a span of time"), N_("Write 7 days, 20 working days or 3 months."), span=span
        )


def _check_clocks(process: Process, library: Library) -> None:
    events = events_of(process)
    steps = {step.name for step in process.steps}
    for clock in process.clocks:
        named = [(event, events) for event in (clock.start, clock.end)] + [(stop, steps) for stop in clock.stops]
        for event, known in named:
            if event not in known:
                library.findings.error(
                    "Q6",
                    clock.place,
                    N_("{clock}: there is no event {event}"),
                    N_("Events: {known}."),
                    clock=clock.name,
                    event=event,
                    known=", ".join(sorted(known)),
                )
        check_span(clock.at_most, clock.place, library)
        check_span(clock.extension, clock.place, library)
