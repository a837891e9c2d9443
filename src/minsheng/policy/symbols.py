"""From packs as read to typed definitions: names first, then every expression against all names."""

from __future__ import annotations

from dataclasses import replace

from minsheng.policy import tree as t
from minsheng.policy.blocks.common import Context
from minsheng.policy.blocks.parameters import FOUND_AXES, read_row
from minsheng.policy.expression import read_expression
from minsheng.policy.finding import Findings, Place
from minsheng.policy.language import N_
from minsheng.policy.pack import Benefit, Pack, Parameter, Row, Rule, Unit
from minsheng.policy.precedence import Definition, Definitions
from minsheng.policy.scope import ParameterShape, Scope, Symbols
from minsheng.policy.source import Node
from minsheng.policy.types import BOOL, DATE, RATIO, Type
from minsheng.policy.vocabulary import Vocabulary

__all__ = ["define", "read_added_rows", "symbols_of"]

STATES = ("eligible", "elects", "receives", "tapers")


def read_added_rows(packs: list[Pack], vocabulary: Vocabulary, findings: Findings) -> None:
    """Add the rows of ``values`` blocks to the parameters they name."""
    where = {parameter.name: (pack, index) for pack in packs for index, parameter in enumerate(pack.parameters)}
    for pack in packs:
        for name, nodes in pack.values:
            first = nodes[0] if nodes else None
            place = first.place if isinstance(first, Node) else Place(pack.source.file, 1)
            if name not in where:
                findings.error(
                    "P5",
                    place,
                    N_("there is no parameter {name} to add rows to"),
                    N_("Declare it under `parameters` in the document that leaves it to the place."),
                    name=name,
                )
                continue
            owner, index = where[name]
            parameter = owner.parameters[index]
            context = Context(pack.document, pack.rank == "demonstration", vocabulary, findings)
            rows = [
                _while_in_force(row, pack)
                for node in nodes
                if isinstance(node, Node) and (row := read_row(node, parameter, context))
            ]
            owner.parameters[index] = replace(parameter, rows=parameter.rows + tuple(rows))


def _while_in_force(row: Row, pack: Pack) -> Row:
    """A row that another document lends holds no longer than that document."""
    first = max(row.first_day, pack.in_force) if row.first_day else pack.in_force
    days = [day for day in (row.last_day, pack.last_day) if day is not None]
    return replace(row, first_day=first, last_day=min(days) if days else None)


def symbols_of(packs: list[Pack], vocabulary: Vocabulary, findings: Findings) -> Symbols:
    """Every declared name; a name declared twice with another meaning is an error."""
    symbols = Symbols(vocabulary)
    for pack in packs:
        for parameter in pack.parameters:
            _declare_parameter(parameter, symbols, findings)
        symbols.area_sets.update(area_set.name for area_set in pack.area_sets)
    for pack in packs:
        for rule in pack.rules:
            _declare(rule.name, rule.entity, rule.type, rule.place, symbols, findings)
        for benefit in pack.benefits:
            for state in STATES:
                _declare(f"{state}.{benefit.name}", benefit.entity, BOOL, benefit.place, symbols, findings)
    for pack in packs:
        for benefit in pack.benefits:
            if benefit.amount:
                typ = _amount_type(benefit, symbols)
                _declare(f"amount.{benefit.name}", benefit.entity, typ, benefit.place, symbols, findings)
    return symbols


def _amount_type(benefit: Benefit, symbols: Symbols) -> Type:
    """The type of an amount, found before all names are known, so that amounts may refer to each other."""
    probe = read_expression(benefit.amount, Scope(symbols, benefit.entity, benefit.place), Findings())
    return probe.type if probe is not None and probe.type.kind == "money" else Type("money", period="month")


def _declare(name: str, entity: str, typ: Type, place: Place, symbols: Symbols, findings: Findings) -> None:
    if name in symbols.vocabulary.facts or name in symbols.parameters:
        findings.error(
            "N1",
            place,
            N_("{name} is already the name of a fact or a parameter"),
            N_("Choose another name."),
            name=name,
        )
        return
    known = symbols.rules.get(name)
    if known is None:
        symbols.rules[name] = (entity, typ)
    elif known[0] != entity or str(known[1]) != str(typ):
        findings.error(
            "N2",
            place,
            N_("{name} is {type} of {entity} here, but {known} of {owner} elsewhere"),
            N_("The same name must mean the same thing in every document."),
            name=name,
            type=typ,
            entity=entity,
            known=known[1],
            owner=known[0],
        )


def _declare_parameter(parameter: Parameter, symbols: Symbols, findings: Findings) -> None:
    if parameter.name in symbols.parameters:
        findings.error(
            "N3",
            parameter.place,
            N_("the parameter {name} is declared twice"),
            N_("Add rows with a `values` block instead."),
            name=parameter.name,
        )
        return
    axes = tuple(axis for axis in parameter.axes if axis not in FOUND_AXES)
    values = {
        axis: tuple(dict.fromkeys(dict(row.keys)[axis] for row in parameter.rows if axis in dict(row.keys)))
        for axis in axes
    }
    for axis in axes:
        fact = symbols.vocabulary.facts.get(axis)
        if fact is not None and fact.type.kind == "choice":
            values[axis] = fact.type.values
    symbols.parameters[parameter.name] = ParameterShape(parameter.type, axes, values)


def define(packs: list[Pack], vocabulary: Vocabulary, findings: Findings) -> Definitions:
    """Type every expression of every pack."""
    symbols = symbols_of(packs, vocabulary, findings)
    definitions = Definitions()
    for pack in packs:
        for rule in pack.rules:
            definitions.add(Definition("rule", rule.name, pack, rule, _rule_trees(rule, symbols, findings)))
        for benefit in pack.benefits:
            definitions.add(
                Definition("benefit", benefit.name, pack, benefit, _benefit_trees(benefit, symbols, findings))
            )
        for unit in pack.units:
            definitions.add(Definition("unit", unit.name, pack, unit, _unit_trees(unit, symbols, findings)))
        for parameter in pack.parameters:
            definitions.add(Definition("parameter", parameter.name, pack, parameter, {}))
        for process in pack.processes:
            definitions.add(Definition("process", process.name, pack, process, {}))
        for service in pack.services:
            definitions.add(Definition("service", service.name, pack, service, {}))
        _define_lists(pack, symbols, definitions, findings)
    _check_references(packs, symbols, findings)
    return definitions


def _define_lists(pack: Pack, symbols: Symbols, definitions: Definitions, findings: Findings) -> None:
    for area_set in pack.area_sets:
        definitions.add(Definition("area_set", area_set.name, pack, area_set, {}))
    for sample in pack.samples:
        definitions.add(
            Definition(
                "sample",
                sample.name,
                pack,
                sample,
                _trees({"share": (sample.share, RATIO)}, "household", sample.place, symbols, findings),
            )
        )
    for ranking in pack.rankings:
        wanted: dict[str, tuple[str, Type | None]] = {
            "score": (ranking.score, None),
            "partition": (ranking.partition, None),
        }
        wanted.update({f"tie{i}": (tie, None) for i, tie in enumerate(ranking.ties)})
        trees = _trees(wanted, ranking.entity, ranking.place, symbols, findings)
        definitions.add(Definition("ranking", ranking.name, pack, ranking, trees))
    for aggregate in pack.aggregates:
        parts: dict[str, tuple[str, Type | None]] = {
            "numerator": (aggregate.numerator, None),
            "denominator": (aggregate.denominator, None),
        }
        trees = _trees(parts, "population", aggregate.place, symbols, findings)
        definitions.add(Definition("aggregate", aggregate.name, pack, aggregate, trees))


def _trees(
    wanted: dict[str, tuple[str, Type | None]] | dict[str, tuple[str, Type]],
    entity: str,
    place: Place,
    symbols: Symbols,
    findings: Findings,
) -> dict[str, t.Tree]:
    scope = Scope(symbols, entity, place)
    trees = {}
    for key, (text, typ) in wanted.items():
        if text:
            tree = read_expression(text, scope, findings, typ)
            if tree is not None:
                trees[key] = tree
    return trees


def _rule_trees(rule: Rule, symbols: Symbols, findings: Findings) -> dict[str, t.Tree]:
    wanted = {
        "is": (rule.expression, rule.type),
        "at_least": (rule.at_least, rule.type),
        "at_most": (rule.at_most, rule.type),
    }
    return _trees(wanted, rule.entity, rule.place, symbols, findings)


def _unit_trees(unit: Unit, symbols: Symbols, findings: Findings) -> dict[str, t.Tree]:
    return _trees({"counts": (unit.counts, BOOL), "apart": (unit.apart, BOOL)}, "person", unit.place, symbols, findings)


def _benefit_trees(benefit: Benefit, symbols: Symbols, findings: Findings) -> dict[str, t.Tree]:
    wanted: dict[str, tuple[str, Type | None]] = {
        key: (getattr(benefit, key), BOOL) for key in ("enter", "stay", "exit", "receiving", "elects")
    }
    wanted |= {"amount": (benefit.amount, None), "borne": (benefit.borne, None)}
    if benefit.taper:
        wanted |= {
            "taper_if": (benefit.taper.condition, BOOL),
            "taper_from": (benefit.taper.start, DATE),
            "taper_lasts": (benefit.taper.lasts, Type("months")),
            "taper_pays": (benefit.taper.pays, None),
        }
    if benefit.review:
        wanted |= {"review_every": (benefit.review.every, Type("months"))}
    trees = _trees(wanted, benefit.entity, benefit.place, symbols, findings)
    borne = trees.get("borne")
    if borne is not None and not (isinstance(borne, t.ParameterRef) and borne.type.kind == "shares"):
        findings.error(
            "B4",
            benefit.place,
            N_("{name} is not a parameter of type shares"),
            N_("See the types in docs/reference/packs.md."),
            name=benefit.borne,
        )
    for key in ("amount", "taper_pays"):
        tree = trees.get(key)
        if tree is not None and tree.type.kind != "money" and not (isinstance(tree, t.Constant) and tree.value == 0):
            findings.error(
                "B1",
                benefit.place,
                N_("the amount of {name} is {type}, not money"),
                N_("See the types in docs/reference/packs.md."),
                name=benefit.name,
                type=tree.type,
            )
    return trees


def _check_references(packs: list[Pack], symbols: Symbols, findings: Findings) -> None:
    benefits = {benefit.name for pack in packs for benefit in pack.benefits}
    processes = {process.name for pack in packs for process in pack.processes}
    for pack in packs:
        for benefit in pack.benefits:
            for exclusion in (*benefit.excludes, *benefit.yields_to):
                if exclusion.benefit not in benefits:
                    findings.error(
                        "B2",
                        exclusion.place,
                        N_("there is no benefit {name}"),
                        N_("Known: {known}."),
                        name=exclusion.benefit,
                        known=", ".join(sorted(benefits)),
                    )
            for named in (benefit.process, benefit.review.process if benefit.review else ""):
                if named and named not in processes:
                    findings.error(
                        "B3",
                        benefit.place,
                        N_("there is no process {name}"),
                        N_("Known: {known}."),
                        name=named,
                        known=", ".join(sorted(processes)),
                    )
        for process in pack.processes:
            if process.benefit and process.benefit not in benefits:
                findings.error(
                    "B2",
                    process.place,
                    N_("there is no benefit {name}"),
                    N_("Known: {known}."),
                    name=process.benefit,
                    known=", ".join(sorted(benefits)),
                )
