"""Benefits: who enters, stays, leaves, is shut out, tapers, and what is paid; one function for each condition of the reference."""

from __future__ import annotations

from fractions import Fraction

from tests.naive import functions
from tests.naive.unsettled import compared, conjunction, disjunction, is_open, negation, one_of


def _part(naive, name: str, part: str, being, otherwise: object) -> object:
    tree = naive.law.in_force["benefit", name].trees.get(part)
    return otherwise if tree is None else naive.value(tree, {"self": being})


def _entitled(naive, name: str, being) -> object:
    """Whoever receives it today by ``stay`` and ``exit``, everybody else by ``enter``."""
    trees = naive.law.in_force["benefit", name].trees
    enters = _part(naive, name, "enter", being, otherwise=False)
    if "receiving" not in trees or not {"stay", "exit"} & trees.keys():
        return enters
    stays = conjunction(
        [
            _part(naive, name, "stay", being, otherwise=True),
            negation(_part(naive, name, "exit", being, otherwise=False)),
        ]
    )
    today = _part(naive, name, "receiving", being, otherwise=False)
    if is_open(today):
        return one_of([stays, enters], today)
    return stays if today else enters


def eligible(naive, name: str, being) -> object:
    """Entering or staying, or tapering."""
    return disjunction([_entitled(naive, name, being), naive.rule(f"tapers.{name}", being)])


def elects(naive, name: str, being) -> object:
    """The choice; yes where there is none."""
    return _part(naive, name, "elects", being, otherwise=True)


def tapers(naive, name: str, being) -> object:
    """Received today, no longer eligible, ``if`` holds, and the facts day lies before ``from`` + ``lasts``.

    Without ``receiving`` it is for ``if`` to say whether it is received today.
    """
    if naive.law.in_force["benefit", name].item.taper is None:
        return False
    start = _part(naive, name, "taper_from", being, otherwise=None)
    lasts = _part(naive, name, "taper_lasts", being, otherwise=None)
    until = functions.call(naive.law, "add_months", [start, lasts])
    return conjunction(
        [
            _part(naive, name, "receiving", being, otherwise=True),
            negation(_entitled(naive, name, being)),
            _part(naive, name, "taper_if", being, otherwise=True),
            compared("<", naive.facts_day, until),
        ]
    )


def receives(naive, name: str, being) -> object:
    """Eligible, chosen, and not excluded by another."""
    conditions = [naive.rule(f"eligible.{name}", being), naive.rule(f"elects.{name}", being)]
    for other, looks_at in shut_out_by(naive.law, name):
        conditions.append(negation(_seen_from(naive, other, looks_at, name, being)))
    return conjunction(conditions)


def shut_out_by(law, name: str):
    """The benefits in force that stand before this one, each with the condition of theirs that is looked at."""
    for (kind, other), definition in law.in_force.items():
        if kind == "benefit":
            yield from ((other, e.looks_at) for e in definition.item.excludes if e.benefit == name)
    for exclusion in law.in_force["benefit", name].item.yields_to:
        if ("benefit", exclusion.benefit) in law.in_force:
            yield exclusion.benefit, exclusion.looks_at


def _seen_from(naive, other: str, looks_at: str, name: str, being) -> object:
    """A condition of another benefit for the same being, or for the family of the person."""
    whose, mine = (naive.law.in_force["benefit", b].item.entity for b in (other, name))
    if whose == mine:
        return naive.rule(f"{looks_at}.{other}", being)
    if mine == "family":  # whoever receives the other one has left the family
        return False
    return naive.of_family(being, lambda family: naive.rule_of_family(f"{looks_at}.{other}", family))


def leaves_families(naive, person) -> object:
    """Whether somebody receives a benefit that stands before a benefit of families."""
    law = naive.law
    families = [n for (kind, n), d in law.in_force.items() if kind == "benefit" and d.item.entity == "family"]
    before = {other for name in families for other, _ in shut_out_by(law, name)}
    return disjunction(
        naive.rule(f"receives.{other}", person)
        for other in sorted(before)
        if law.in_force["benefit", other].item.entity == "person"
    )


def amount(naive, name: str, being) -> object:
    """The amount where it is received, what the taper pays while it tapers, otherwise nothing."""
    received = naive.rule(f"receives.{name}", being)
    if received is False:
        return Fraction(0)
    paid = _paid(naive, name, being)
    return one_of([paid, Fraction(0)], received) if is_open(received) else paid


def _paid(naive, name: str, being) -> object:
    plain = lambda: _part(naive, name, "amount", being, otherwise=Fraction(0))  # noqa: E731
    if naive.law.in_force["benefit", name].item.taper is None:
        return plain()
    tapering = naive.rule(f"tapers.{name}", being)
    if tapering is False:
        return plain()
    running_on = _part(naive, name, "taper_pays", being, otherwise=Fraction(0))
    return one_of([running_on, plain()], tapering) if is_open(tapering) else running_on
