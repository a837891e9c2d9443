"""A decision in words, as the command line prints it and a letter carries it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from minsheng.policy import tree as t
from minsheng.policy.compact import compact
from minsheng.policy.deadline import parse_span
from minsheng.policy.explain import operand
from minsheng.policy.language import N_, render
from minsheng.policy.outcome import Outcome
from minsheng.policy.pack import Process
from minsheng.policy.procedure import clocks_from, process_of
from minsheng.policy.turning import Turn
from minsheng.policy.types import Type, ValueProblem, format_money
from minsheng.policy.unknown import Need, Unknown
from minsheng.policy.wording import format_date, format_value, sentence, status_word, who

if TYPE_CHECKING:
    from minsheng.policy.decision import Decision

__all__ = ["amount_words", "ask_words", "explain", "payer_word", "role_word", "span_words", "turn_words"]

_PAYERS = {
    "central": N_("central"),
    "province": N_("province"),
    "city": N_("city"),
    "county": N_("county"),
    "township": N_("township"),
    "fund": N_("fund"),
}
_ROLES = {
    "applicant": N_("applicant"),
    "village": N_("village"),
    "township": N_("township"),
    "county": N_("county"),
    "city": N_("city"),
    "home": N_("home"),
    "other_office": N_("other office"),
    "check_centre": N_("check centre"),
}
_UNITS = {
    "days": N_("{n} calendar days"),
    "working days": N_("{n} working days"),
    "months": N_("{n} months"),
    "years": N_("{n} years"),
}
_EVERY = {
    "month": N_("paid each month"),
    "quarter": N_("paid each quarter"),
    "year": N_("paid each year"),
    "once": N_("paid once"),
}


def payer_word(payer: str, lang: str) -> str:
    """The word for a payer."""
    return render(lang, _PAYERS[payer])


def role_word(role: str, lang: str, decision: Decision | None = None) -> str:
    """The word for a role; a role that a place decides is read from its parameter."""
    if role not in _ROLES and decision is not None:
        value = decision.law.parameter(role, ())
        role = value if isinstance(value, str) else role
    return render(lang, _ROLES[role]) if role in _ROLES else role


def span_words(span: str, lang: str) -> str:
    """A span of time in words."""
    try:
        parsed = parse_span(span)
    except ValueProblem:
        return span
    return render(lang, _UNITS[parsed.unit], n=parsed.count)


def amount_words(outcome: Outcome, lang: str) -> str:
    """The amount of an outcome, empty for a benefit in kind."""
    if outcome.amount is not None:
        return format_value(outcome.amount, Type("money", period=outcome.period), lang)
    if outcome.amount_at_most is not None:
        return render(
            lang,
            N_("at most {amount}; the officer decides within this"),
            amount=format_value(outcome.amount_at_most, Type("money", period=outcome.period), lang),
        )
    return ""


def explain(decision: Decision, lang: str, *, full: bool = False, benefit: str = "") -> str:
    """The whole decision in words; with ``benefit`` only that one."""
    return "\n".join(_all_lines(decision, lang, full, benefit)) + "\n"


_ORDER = ("yes", "cannot_tell_yet", "needs_local_setting", "no")


def _all_lines(decision: Decision, lang: str, full: bool, benefit: str) -> Iterator[str]:
    law = decision.law
    yield render(
        lang,
        N_("Decision by the law of {day} for area {area}"),
        day=format_date(law.day, lang),
        area=decision.household.area or law.area,
    )
    if decision.household.synthetic:
        yield render(lang, N_("Synthetic household: made up, nobody's real data."))
    wanted = benefit.split(",") if benefit else []
    chosen = [
        o for o in sorted(decision.outcomes, key=lambda o: _ORDER.index(o.status)) if not wanted or o.benefit in wanted
    ]
    opened = [o for o in chosen if o.status != "no" or full or benefit]
    yield ""
    for outcome in chosen:
        if outcome.status != "no":
            yield _MARKS[outcome.status] + " " + _head(decision, outcome, lang)
    told: set[tuple[str, str]] = set()
    for outcome in opened:
        yield ""
        yield from _outcome_lines(decision, outcome, lang, full, told)
    closed = [o for o in chosen if o not in opened]
    if closed:
        yield ""
        yield render(lang, N_("Not entitled (open one with --benefit NAME):"))
        yield from _refused_lines(decision, closed, lang)
    yield from _question_lines(decision, lang, frozenset(wanted))
    yield from _note_lines(decision, lang)


_MARKS = {"yes": "✓", "cannot_tell_yet": "?", "needs_local_setting": "…", "no": "✗"}


def _head(decision: Decision, outcome: Outcome, lang: str) -> str:
    benefit = decision.law.benefit(outcome.benefit)
    parts = [benefit.label.in_(lang), decision.name(outcome, lang), status_word(outcome.status, lang)]
    if outcome.modality == "may" and outcome.status == "yes":
        parts.append(render(lang, N_("may be granted")))
    if outcome.tapers:
        parts.append(render(lang, N_("tapering off")))
    amount = amount_words(outcome, lang) if outcome.status == "yes" else ""
    return " · ".join([*parts, amount] if amount else parts)


def _refused_lines(decision: Decision, closed: list[Outcome], lang: str) -> Iterator[str]:
    """Refusals in short: one line a benefit, with whom and what decided."""
    for name in dict.fromkeys(outcome.benefit for outcome in closed):
        same = [outcome for outcome in closed if outcome.benefit == name]
        why = {because_words(decision, outcome, lang) for outcome in same}
        people = ("、" if lang == "zh" else ", ").join(decision.name(outcome, lang) for outcome in same)
        yield f"  ✗ {decision.law.benefit(name).label.in_(lang)} [{name}] · {people} — {'; '.join(sorted(why))}"


def because_words(decision: Decision, outcome: Outcome, lang: str) -> str:
    """What a refusal comes down to: the label of the deciding fact or rule, or the condition that fails."""
    entry = decision.law.trees.get(outcome.because)
    fact = decision.law.vocabulary.facts.get(outcome.because)
    if fact is not None:
        return fact.label.in_(lang)
    if entry is not None and entry[2] is not None and outcome.because.partition(".")[2] != outcome.benefit:
        return entry[2].item.label.in_(lang)
    reason = compact(decision.reasons(outcome)[0])
    while reason.children and reason.kind in ("rule", "all"):
        reason = next(
            (child for child in reason.children if child.value is False or child.inverted), reason.children[0]
        )
        if (
            reason.kind in ("rule", "fact")
            and reason.label is not None
            and reason.name.partition(".")[2] != outcome.benefit
        ):
            return reason.label.in_(lang)
    return sentence(reason, lang, decision.evaluation)


def _outcome_lines(
    decision: Decision, outcome: Outcome, lang: str, full: bool, told: set[tuple[str, str]]
) -> Iterator[str]:
    yield f"■ {_head(decision, outcome, lang)}"
    yield from ("  " + line for line in _money_lines(decision, outcome, lang))
    yield from ("  " + line for line in decision.lines(outcome, lang, full=full, told=told))
    ways = decision.turns(outcome)
    if ways:
        yield "  " + render(lang, N_("What would change it (only if it is really so, with papers):"))
        for way in ways:
            yield "    – " + ("；" if lang == "zh" else "; ").join(turn_words(turn, decision, lang) for turn in way)
    if outcome.unset:
        for name in sorted(outcome.unset):
            yield "  " + not_set_words(decision, name, lang)
    if outcome.status == "yes":
        yield from ("  " + line for line in _process_lines(decision, outcome, lang))
    marked = decision.demonstration(outcome) if outcome.status != "no" else ()
    if marked:
        yield "  ⚠ " + render(
            lang,
            N_("rests on demonstration values, not on real ones: {names}"),
            names=", ".join(decision.law.bound[name].parameter.label.in_(lang) for name in marked),
        )


def not_set_words(decision: Decision, name: str, lang: str) -> str:
    """What a place must set, and who sets it."""
    bound = decision.law.bound.get(name)
    if bound is None:
        return render(lang, N_("no document in force here says {name}"), name=name)
    by = bound.parameter.set_by.in_(lang) if bound.parameter.set_by else render(lang, N_("the place"))
    return render(lang, N_("to be set: {what}, by {who}"), what=bound.parameter.label.in_(lang), who=by)


def _money_lines(decision: Decision, outcome: Outcome, lang: str) -> Iterator[str]:
    if outcome.status != "yes":
        return
    benefit = decision.law.benefit(outcome.benefit)
    rows = decision.schedule(outcome)
    if rows and benefit.paid is not None:
        parts = [
            render(
                lang, N_("from {day}: {amount}"), day=format_date(row.first_day, lang), amount=format_money(row.amount)
            )
            for row in rows
        ]
        yield render(lang, _EVERY[benefit.paid.every]) + ": " + "; ".join(parts)
    if outcome.shares:
        yield (
            render(lang, N_("borne by"))
            + ": "
            + ", ".join(f"{payer_word(payer, lang)} {format_money(part)}" for payer, part in outcome.shares.items())
        )
    elif outcome.shares_not_set:
        yield render(lang, N_("who bears the cost is not set here"))


def _process_lines(decision: Decision, outcome: Outcome, lang: str) -> Iterator[str]:
    process = process_of(decision.law, outcome.benefit)
    if process is None:
        return
    yield render(lang, N_("What follows")) + ": " + " → ".join(_step_words(process, decision, lang))
    day = decision.evaluation.facts_day
    for running in clocks_from(decision.law, process, day):
        text = f"{running.clock.label.in_(lang)}: {span_words(running.at_most, lang)}"
        if running.clock.extension:
            text += render(lang, N_(", may be extended by {span}"), span=span_words(running.clock.extension, lang))
        if running.due is not None:
            text += render(lang, N_(", if accepted today by {day}"), day=format_date(running.due.date, lang))
            if running.due.provisional:
                text += render(lang, N_(" (provisional: the holidays of that year are not published yet)"))
        yield f"  ⏱ {text}  〔{'、'.join(running.clock.cites)}〕"


def _step_words(process: Process, decision: Decision, lang: str) -> list[str]:
    """The steps that an application takes when nothing stands against it: from each step to its first outcome."""
    steps = {step.name: step for step in process.steps}
    words, name, seen = [], process.steps[0].name if process.steps else "", set[str]()
    while name in steps and name not in seen:
        seen.add(name)
        step = steps[name]
        detail = role_word(step.by, lang, decision) + (f", {span_words(step.lasts, lang)}" if step.lasts else "")
        words.append(step.label.in_(lang) + (f"（{detail.replace(', ', '，')}）" if lang == "zh" else f" ({detail})"))
        name = step.then[0][1] if step.then else ""
    return words


def ask_words(decision: Decision, need: Need, lang: str) -> str:
    """The question for a missing fact, with whom it is about."""
    key, name = need
    fact = decision.law.vocabulary.facts.get(name)
    about = who(key, decision.evaluation, lang)
    if fact is None:
        entities = decision.law.vocabulary.entities.values()
        label = next((e.label.in_(lang) for e in entities if e.list_name == name), name)
        return f"{about}: " + render(lang, N_("list every {what}, or say that there is none"), what=label)
    return f"{about}: {fact.ask.in_(lang)}"


def _question_lines(decision: Decision, lang: str, benefits: frozenset[str]) -> Iterator[str]:
    asked = [q for q in decision.questions if not benefits or benefits & set(q.benefits)]
    if asked:
        yield ""
        yield render(lang, N_("Still to be asked, the most telling first:"))
        for number, question in enumerate(asked, 1):
            yield f"  {number}. {ask_words(decision, (question.key, question.fact), lang)}"


def _note_lines(decision: Decision, lang: str) -> Iterator[str]:
    for _, label, score in decision.rankings():
        known = render(lang, N_("not known")) if isinstance(score, Unknown) else str(score)
        yield ""
        yield render(
            lang,
            N_("{what}: own score {score}; the place in the order needs the list of all households"),
            what=label.in_(lang),
            score=known,
        )
    notes = dict.fromkeys((name, row.first_day) for name, row in decision.old_values())
    if notes:
        yield ""
    for name, day in notes:
        yield render(
            lang,
            N_("To be confirmed: {what} dates from {day}; a newer one may be in force."),
            what=decision.law.bound[name].parameter.label.in_(lang),
            day=format_date(day, lang) if day else "",
        )


def turn_words(turn: Turn, decision: Decision, lang: str) -> str:
    """One condition that would have to be otherwise, beside what it is."""
    if turn.kind == "day":
        return render(lang, N_("from {day} on: the age is reached then"), day=format_date(turn.value, lang))  # type: ignore[arg-type]
    if turn.kind == "fact":
        reason = operand(decision.evaluation, turn.node, turn.variables)
        would = format_value(turn.value, turn.node.type, lang, reason.value_labels)
        return render(
            lang,
            N_("if «{what}» of {who} were {would}; it is {now}"),
            what=reason.label.in_(lang) if reason.label else turn.name,
            who=who(turn.key, decision.evaluation, lang),
            would=would,
            now=sentence(reason, lang).split("：")[-1].split(": ")[-1],
        )
    assert isinstance(turn.node, t.Compare)  # noqa: S101 - the only other kind
    left = operand(decision.evaluation, turn.node.left, turn.variables)
    right = operand(decision.evaluation, turn.node.right, turn.variables)
    signs = {
        "<": N_("below"),
        "<=": N_("at most"),
        ">": N_("above"),
        ">=": N_("at least"),
        "==": N_("equal to"),
        "!=": N_("other than"),
    }
    return render(
        lang,
        N_("if {what} were {sign} {limit}; it is {now}"),
        what=left.label.in_(lang) if left.label else sentence(left, lang),
        sign=render(lang, signs[turn.sign]),
        limit=format_value(right.value, right.type, lang, left.value_labels),
        now=format_value(left.value, left.type, lang, left.value_labels),
    )
