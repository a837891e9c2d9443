"""Reading a household file, and writing one: everything is checked at the door, and all of what is wrong is said at once.

The form is described in docs/reference/household-file.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from minsheng.policy.fact_value import write_value
from minsheng.policy.finding import Findings, PolicyError
from minsheng.policy.household_reader import FORMAT, FROM_ID_NUMBER, HouseholdReader
from minsheng.policy.json_text import check_structure, clean, read_file, read_json
from minsheng.policy.thing import Household, Origin, Thing
from minsheng.policy.today import today_in_china
from minsheng.policy.vocabulary import Vocabulary

__all__ = ["FORMAT", "FROM_ID_NUMBER", "Household", "read_household", "write_household"]


def read_household(
    source: str | Path | Mapping[str, object], vocabulary: Vocabulary, *, file: str = "", latest: date | None = None
) -> Household:
    """Read and check a household.

    Args:
        source: a path; JSON text (text that begins with a brace or bracket); or the object itself, with amounts as
            ``Decimal``, ``int`` or text.
        vocabulary: the facts that may be given.
        file: the name to use in findings; the path when left out.
        latest: the last possible date of a fact, such as the day of a decision; today in China when left out.

    Returns:
        The household; every fact has an origin, by default the one of the vocabulary. ID numbers are checked, not kept.

    Raises:
        PolicyError: something is wrong; its findings name everything, each with its path. Nothing is returned then.

    >>> from minsheng.policy.types import DATE
    >>> from minsheng.policy.vocabulary import Entity, Fact, Text
    >>> t = Text("", "")
    >>> entities = {"household": Entity("household", t), "person": Entity("person", t, "household", "people")}
    >>> words = Vocabulary(entities, {"birth_date": Fact("birth_date", "person", DATE, t, t, "ledger", False)})
    >>> text = '{"format": "minsheng/household/1", "people": [{"birth_date": "1957-03-01"}]}'
    >>> str(read_household(text, words).lists["people"].items[0].facts["birth_date"])
    '1957-03-01'
    """
    findings = Findings()
    raw: object = source
    if isinstance(source, str | Path):
        raw, file = _load(source, file, findings)
    _stop_at(findings)
    if not check_structure(raw, file, findings):
        _stop_at(findings)
    household = HouseholdReader(vocabulary, findings, file, latest or today_in_china()).household(raw)
    _stop_at(findings)
    return household


def write_household(household: Household, vocabulary: Vocabulary) -> dict[str, object]:
    """The household as JSON; :func:`read_household` gives it back unchanged.

    Args:
        household: as :func:`read_household` gave it, or built with an origin for every fact.
        vocabulary: the vocabulary it was read with.

    Raises:
        KeyError: a fact that the vocabulary does not have.
        ValueError: an amount that is not whole fen.

    >>> write_household(Household("household", "h1", synthetic=True), Vocabulary())
    {'format': 'minsheng/household/1', 'synthetic': True, 'id': 'h1'}
    """
    result: dict[str, object] = {"format": FORMAT, "synthetic": household.synthetic}
    if household.area:
        result["area"] = household.area
    if household.applied_on:
        result["applied_on"] = household.applied_on.isoformat()
    return result | _written(household, vocabulary)


def _written(thing: Thing, vocabulary: Vocabulary) -> dict[str, object]:
    result: dict[str, object] = {"id": thing.id}
    if thing.name:
        result["name"] = thing.name
    for name, value in thing.facts.items():
        fact = vocabulary.facts[name]
        origin = thing.origins.get(name, Origin(fact.source))
        plain = write_value(value, fact.type)
        result[name] = plain if origin == Origin(fact.source) else _with_origin(plain, origin)
    for name, listed in thing.lists.items():
        items = [_written(item, vocabulary) for item in listed.items]
        result[name] = items if listed.complete else {"complete": False, "items": items}
    return result


def _with_origin(plain: object, origin: Origin) -> dict[str, object]:
    result: dict[str, object] = {"value": plain, "source": origin.source}
    if origin.on:
        result["on"] = origin.on.isoformat()
    if origin.evidence:
        result["evidence"] = origin.evidence
    return result


def _load(source: str | Path, file: str, findings: Findings) -> tuple[object, str]:
    if isinstance(source, str) and source.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        return read_json(source, file, findings), file
    file = file or clean(str(source), 200)
    text = read_file(Path(source), file, findings)
    return (None if text is None else read_json(text, file, findings)), file


def _stop_at(findings: Findings) -> None:
    """Raise what was found, in the order of reading."""
    if findings.errors:
        raise PolicyError(findings.items)
