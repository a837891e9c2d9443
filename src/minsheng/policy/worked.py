"""Running worked examples and cases: build the household they describe, decide it, compare with what was worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from minsheng.policy.blocks.parameters import FOUND_AXES
from minsheng.policy.evaluation import Evaluation, evaluate
from minsheng.policy.finding import PolicyError
from minsheng.policy.instance import Instance
from minsheng.policy.outcome import Outcome, outcomes
from minsheng.policy.pack import Example, Parameter
from minsheng.policy.schedule import schedule
from minsheng.policy.thing import Household, Listed, Thing
from minsheng.policy.types import DATE, RATIO, Type, ValueProblem, format_money, parse_value
from minsheng.policy.unknown import Unknown, bounds
from minsheng.policy.vocabulary import Vocabulary

if TYPE_CHECKING:
    from minsheng.policy.law import Law
    from minsheng.policy.library import Library

__all__ = ["Failure", "household_of", "run_example", "settings_of"]


@dataclass(frozen=True, slots=True)
class Failure:
    """What did not come out as worked by hand."""

    what: str
    expected: str
    actual: str


def run_example(library: Library, example: Example, *, default_day: date, default_area: str) -> list[Failure]:
    """Decide an example and list what differs from what it expects; a problem in the example itself is a failure too."""
    day = example.day or default_day
    try:
        law = library.as_of(day, example.area or default_area, demonstration=False)
        if example.settings:
            law = law.with_settings(settings_of(law, example.settings))
        household = household_of(example, library.vocabulary, example.area or default_area, day)
    except PolicyError as problem:
        return [Failure("the example", "a law that holds", problem.findings[0].render("en"))]
    except (ValueProblem, KeyError, TypeError, AttributeError) as problem:
        return [Failure("the example", "values that fit", f"{type(problem).__name__}: {problem}")]
    evaluation = evaluate(law, household, day)
    results = outcomes(evaluation)
    failures = list(_compare(evaluation, results, example.expect, None))
    people = evaluation.instances["person"]
    for index, expected in enumerate(example.expect_people):
        if index >= len(people):
            failures.append(Failure(f"expect_people[{index}]", "one of the people", f"there are {len(people)}"))
            continue
        failures += _compare(evaluation, results, expected, people[index])
    return failures


def settings_of(law: Law, settings: Mapping[str, object]) -> dict[str, dict[tuple[str, ...], object]]:
    """The parameter values that an example sets, by choice keys; ``()`` stands for all."""
    result: dict[str, dict[tuple[str, ...], object]] = {}
    for name, written in settings.items():
        parameter = law.bound[name].parameter
        axes = [axis for axis in parameter.axes if axis not in FOUND_AXES]
        if parameter.type.kind == "shares":
            result[name] = {(): {p: parse_value(str(s), RATIO) for p, s in _mapping(written).items()}}
        elif isinstance(written, dict):
            result[name] = _table(parameter, written, len(axes))
        else:
            result[name] = {(): parse_value(str(written), parameter.type)}
    return result


def _table(parameter: Parameter, written: Mapping[str, object], depth: int) -> dict[tuple[str, ...], object]:
    table: dict[tuple[str, ...], object] = {}
    for key, value in written.items():
        if isinstance(value, dict) and depth > 1:
            table.update({(key, *rest): v for rest, v in _table(parameter, value, depth - 1).items()})
        else:
            table[(key,)] = parse_value(str(value), parameter.type)
    return table


def _mapping(written: object) -> dict[str, object]:
    if not isinstance(written, dict):
        raise ValueProblem("names with values")
    return written


def household_of(example: Example, vocabulary: Vocabulary, area: str, day: date) -> Household:
    """The household that an example describes; facts that it does not give are unknown, lists that it does not give too."""
    household = Household("household", "h1", area=area, applied_on=None, synthetic=True)
    people = [dict(person) for person in example.people] or [{}]
    for name, value in example.given.items():
        if name == "applied_on":
            household.applied_on = cast(date, parse_value(str(value), DATE))
        elif name in vocabulary.facts and vocabulary.facts[name].entity == "household":
            _put(household, name, value, vocabulary)
        elif name in vocabulary.lists_of("household") and name != "people":
            _put_list(household, name, value, vocabulary)
        elif len(people) == 1:
            people[0].setdefault(name, value)
        else:
            raise ValueProblem(f"{name} inside one of the people")
    household.lists["people"] = Listed(
        [_thing("person", f"p{i}", person, vocabulary) for i, person in enumerate(people, 1)]
    )
    return household


def _thing(entity: str, id_: str, given: Mapping[str, object], vocabulary: Vocabulary) -> Thing:
    thing = Thing(entity, id_)
    for name, value in given.items():
        if name in vocabulary.lists_of(entity):
            _put_list(thing, name, value, vocabulary)
        elif name not in ("id", "name"):
            _put(thing, name, value, vocabulary)
    return thing


def _put(thing: Thing, name: str, value: object, vocabulary: Vocabulary) -> None:
    fact = vocabulary.facts.get(name)
    if fact is None or fact.entity != thing.entity:
        raise ValueProblem(f"{name} to be a fact of a {thing.entity}")
    if value != "unknown":
        thing.facts[name] = parse_value(str(value), fact.type)


def _put_list(thing: Thing, name: str, value: object, vocabulary: Vocabulary) -> None:
    if value == "unknown":
        return
    complete, items = True, value
    if isinstance(value, dict):
        complete, items = value.get("complete", "yes") in ("yes", "true"), value.get("items", [])
    entity = vocabulary.lists_of(thing.entity)[name].name
    elements = items if isinstance(items, list) else []
    listed = [_thing(entity, f"{thing.id}.{name}{i}", _mapping(item), vocabulary) for i, item in enumerate(elements, 1)]
    thing.lists[name] = Listed(listed, complete)


# comparing --------------------------------------------------------------------------------------------------------------------------


def _compare(
    evaluation: Evaluation, results: list[Outcome], expected: Mapping[str, object], person: Instance | None
) -> Iterator[Failure]:
    for name, wanted in expected.items():
        kind, _, benefit = name.partition(".")
        if kind in ("benefit", "share", "schedule") and benefit in evaluation.law.benefits:
            yield from _compare_benefit(evaluation, results, kind, benefit, wanted, person)
        elif kind == "benefit":
            if wanted != "no":
                yield Failure(name, str(wanted), "there is no such benefit here on that day")
        elif name == "asks":
            asked = {fact for outcome in results for _, fact in outcome.needs}
            missing = [fact for fact in _list_of(wanted) if fact not in asked]
            if missing:
                yield Failure(name, ", ".join(missing), ", ".join(sorted(asked)))
        else:
            yield from _compare_rule(evaluation, name, wanted, person)


def _list_of(wanted: object) -> list[str]:
    return [str(w) for w in wanted] if isinstance(wanted, list) else [str(wanted)]


def _target(evaluation: Evaluation, entity: str, person: Instance | None) -> Instance | None:
    if person is not None:
        if entity == "person":
            return person
        if entity == "family":
            return person.family
        return evaluation.instances["household"][0]
    instances = evaluation.instances.get(entity, [])
    return instances[0] if instances else None


def _compare_rule(evaluation: Evaluation, name: str, wanted: object, person: Instance | None) -> Iterator[Failure]:
    entry = evaluation.law.trees.get(name)
    bound = evaluation.law.bound.get(name)
    if entry is None and bound is not None:
        yield from _compare_value(name, bound.value(()), wanted, bound.parameter.type)
        return
    if entry is None:
        yield Failure(name, str(wanted), "no such rule holds here on that day")
        return
    entity, trees, definition = entry
    target = _target(evaluation, entity, person)
    typ = getattr(definition.item, "type", None) if definition is not None and name == definition.name else None
    typ = typ or next(iter(trees.values())).type
    if target is None:
        yield Failure(name, str(wanted), f"there is no {entity}")
        return
    yield from _compare_value(name, evaluation.value(name, target), wanted, typ)


def _compare_value(name: str, actual: object, wanted: object, typ: Type) -> Iterator[Failure]:
    text = str(wanted)
    shown = show(actual, typ)
    if text in ("unknown", "not_set"):
        settled = isinstance(actual, Unknown) and bool(
            actual.unset if text == "not_set" else (actual.needs or not actual.unset)
        )
        if not settled:
            yield Failure(name, text, shown)
        return
    try:
        if ".." in text:
            low, _, high = text.partition("..")
            limits = tuple(None if not side.strip() else parse_value(side, typ) for side in (low, high))
            if bounds(actual) != limits:
                yield Failure(name, text, shown)
            return
        expected = parse_value(text, typ)
    except ValueProblem as problem:
        yield Failure(name, f"{text} ({problem})", shown)
        return
    if isinstance(actual, Unknown) or actual != expected:
        yield Failure(name, text, shown)


def show(value: object, typ: Type) -> str:
    """A value as cases write it."""
    if isinstance(value, Unknown):
        if typ.numeric and (value.low is not None or value.high is not None):
            sides = ["" if side is None else show(side, typ) for side in (value.low, value.high)]
            return "..".join(sides) + (f" (not set: {', '.join(sorted(value.unset))})" if value.unset else "")
        if value.unset and not value.needs:
            return f"not_set ({', '.join(sorted(value.unset))})"
        return f"unknown ({', '.join(sorted(fact for _, fact in value.needs))})"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if typ.kind == "money" and isinstance(value, int | Fraction):
        return format_money(value).replace(",", "")
    return str(value)


def _compare_benefit(
    evaluation: Evaluation, results: list[Outcome], kind: str, benefit: str, wanted: object, person: Instance | None
) -> Iterator[Failure]:
    entity = evaluation.law.benefit(benefit).entity
    target = _target(evaluation, entity, person)
    outcome = next((o for o in results if o.benefit == benefit and target is not None and o.key == target.id), None)
    if outcome is None:
        if not (kind == "benefit" and wanted == "no"):
            yield Failure(f"{kind}.{benefit}", str(wanted), f"there is no {entity}")
        return
    if kind == "benefit":
        if outcome.status != wanted:
            why = f" (because {outcome.because}; needs {sorted(f for _, f in outcome.needs)}; unset {sorted(outcome.unset)})"
            yield Failure(f"benefit.{benefit}", str(wanted), outcome.status + why)
    elif kind == "share":
        shares = {payer: format_money(fen).replace(",", "") for payer, fen in (outcome.shares or {}).items()}
        if wanted == "not_set" and outcome.shares_not_set:
            return
        expected = wanted
        if shares != expected:
            yield Failure(
                f"share.{benefit}", str(expected), str(shares or ("not_set" if outcome.shares_not_set else "none"))
            )
    else:
        rows = [
            {"from": str(row.first_day), "amount": format_money(row.amount).replace(",", "")}
            for row in schedule(evaluation, outcome)
        ]
        if rows != wanted:
            yield Failure(f"schedule.{benefit}", str(wanted), str(rows))
