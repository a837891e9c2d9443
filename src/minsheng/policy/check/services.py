"""Services: the benefit, rules, facts and spans that they name are there."""

from __future__ import annotations

from minsheng.policy.check.process import check_span
from minsheng.policy.language import N_
from minsheng.policy.library import Library
from minsheng.policy.pack import Parameter, Rule, Service

__all__ = ["check_services"]


def check_services(library: Library) -> None:
    """Report what a service names and nobody defines."""
    for pack in library.packs:
        for service in pack.services:
            _check(service, library)


def _check(service: Service, library: Library) -> None:
    if not library.definition("benefit", service.benefit):
        _missing(service, "for", service.benefit, library)
    if service.when and not _is_rule(service.when, library, "bool"):
        _missing(service, "when", service.when, library)
    for fact in service.asks:
        declared = library.vocabulary.facts.get(fact)
        if declared is None or declared.entity != "person":
            _missing(service, "asks", fact, library)
    for rule in service.shows:
        if not _is_rule(rule, library, ""):
            _missing(service, "shows", rule, library)
    if service.on and not _is_day(service.on, library):
        _missing(service, "on", service.on, library)
    check_span(service.within, service.place, library)


def _is_rule(name: str, library: Library, kind: str) -> bool:
    items = [definition.item for definition in library.definitions.of("rule", name)]
    return any(isinstance(item, Rule) and item.entity == "person" and kind in ("", item.type.kind) for item in items)


def _is_day(name: str, library: Library) -> bool:
    items = [definition.item for definition in library.definitions.of("parameter", name)]
    return any(isinstance(item, Parameter) and item.type.kind == "date" for item in items)


def _missing(service: Service, key: str, name: str, library: Library) -> None:
    library.findings.error(
        "Q8",
        service.place,
        N_("the service {service} names {name} in `{key}`, which is not there or does not fit"),
        N_(
            "`for` is a benefit, `when` a yes-or-no rule, `shows` rules, `asks` facts of people, `on` a day of the place."
        ),
        service=service.name,
        name=name,
        key=key,
    )
