"""From the JSON of a household file to things with facts; used by :func:`minsheng.policy.household.read_household`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from difflib import get_close_matches

from minsheng.policy import idnumber
from minsheng.policy.fact_value import read_typed, read_value
from minsheng.policy.finding import Findings, Place
from minsheng.policy.json_text import clean, joined, shown
from minsheng.policy.language import N_
from minsheng.policy.thing import Household, Listed, Origin, Thing
from minsheng.policy.types import BOOL, DATE, Type
from minsheng.policy.vocabulary import SOURCES, Entity, Fact, Vocabulary

__all__ = ["FORMAT", "FROM_ID_NUMBER", "HouseholdReader"]

#: The version of the form.
FORMAT = "minsheng/household/1"
#: The evidence of a birth date or sex that was read from an ID number; the number itself is not kept.
FROM_ID_NUMBER = N_("from the ID number")

_AREA, _TEXT, _SOURCE = Type("area"), Type("text"), Type("choice", values=SOURCES)
_HOUSEHOLD_KEYS = ("format", "synthetic", "id", "name", "area", "applied_on")
_PERSON_KEYS = ("id", "name", "id_number")
_OTHER_KEYS = ("id", "name")
_VALUE_KEYS = ("value", "source", "on", "evidence")
_LIST_KEYS = ("complete", "items")
_AGE_KEYS = ("age", "年龄", "岁数")
_MOST_SUGGESTIONS = 100  # looking for near names takes a millisecond each
_SEE = N_("See docs/reference/household-file.md.")


class HouseholdReader:
    """Reads one household; everything wrong goes to ``findings``, and reading goes on."""

    def __init__(self, vocabulary: Vocabulary, findings: Findings, file: str, latest: date) -> None:
        self.vocabulary, self.findings, self.file, self.latest = vocabulary, findings, file, latest
        self.taken: dict[str, str] = {}
        self.numbers: dict[str, str] = {}
        self.unknown_keys = 0
        self.facts = {entity: vocabulary.facts_of(entity) for entity in vocabulary.entities}

    def household(self, raw: object) -> Household:
        """The household; of use only when there are no errors."""
        household = Household("household", "household")
        if not isinstance(raw, Mapping):
            self._error("H6", "", N_("a household is an object in braces, not {value}"), _SEE, value=shown(raw))
            return household
        self._read_format(raw)
        household.synthetic = self._typed(raw, "synthetic", "", BOOL) is True
        household.area = str(self._typed(raw, "area", "", _AREA) or "")
        applied = self._typed(raw, "applied_on", "", DATE)
        household.applied_on = applied if isinstance(applied, date) else None
        self._fill(household, raw, "", _HOUSEHOLD_KEYS)
        if "people" in self.vocabulary.lists_of("household"):
            if raw.get("people") is None:
                self._error("H8", "", N_("the key {name} is missing"), _SEE, name="people")
            elif "people" in household.lists and not household.lists["people"].items:
                self._error("H16", "people", N_("a household has at least one person"))
        return household

    def _read_format(self, raw: Mapping[str, object]) -> None:
        hint = N_('Write "format": "{format}".')
        if "format" not in raw:
            self._error("H8", "", N_("the key {name} is missing"), hint, name="format", format=FORMAT)
        elif raw["format"] != FORMAT:
            value = shown(raw["format"])
            self._error("H17", "format", N_("the format {value} is not known here"), hint, value=value, format=FORMAT)

    def _fill(self, thing: Thing, raw: Mapping[str, object], path: str, own: tuple[str, ...]) -> None:
        """Read the id, the name, the facts and the lists of a thing."""
        self._read_id(thing, raw, path)
        thing.name = str(self._typed(raw, "name", path, _TEXT) or "")
        facts, lists = self.facts[thing.entity], self.vocabulary.lists_of(thing.entity)
        for key, value in raw.items():
            if key in own:
                continue
            if key in lists:
                self._read_list(thing, lists[key], value, path)
            elif key in facts:
                self._read_fact(thing, facts[key], value, joined(path, key))
            else:
                self._unknown_key(thing.entity, str(key), path, (*own, *facts, *lists))
        if "id_number" in own:
            self._read_number(thing, raw, path)

    def _read_id(self, thing: Thing, raw: Mapping[str, object], path: str) -> None:
        given = self._typed(raw, "id", path, _TEXT)
        if given is not None:
            thing.id = str(given)
        if given == "":
            self._error("H11", joined(path, "id"), N_("the id is empty"), N_("Leave the key out to have one given."))
        elif thing.id in self.taken:
            self._error(
                "H15",
                joined(path, "id"),
                N_("the id {id} is already used at {other}"),
                N_("Without an id, people are called p1, p2 … by their position."),
                id=clean(thing.id),
                other=self.taken[thing.id],
            )
        self.taken.setdefault(thing.id, path or "id")

    def _read_fact(self, thing: Thing, fact: Fact, raw: object, path: str) -> None:
        origin = Origin(fact.source)
        if isinstance(raw, Mapping):
            self._only_keys(raw, path, _VALUE_KEYS, required="value")
            source = self._typed(raw, "source", path, _SOURCE) or fact.source
            on = self._typed(raw, "on", path, DATE)
            evidence = self._typed(raw, "evidence", path, _TEXT) or ""
            origin = Origin(str(source), on if isinstance(on, date) else None, str(evidence))
            raw, path = raw.get("value"), joined(path, "value")
        if raw is None:
            return
        value = read_value(raw, fact, Place(self.file, path=path), self.findings, self.latest)
        if value is not None:
            thing.facts[fact.name] = value
            thing.origins[fact.name] = origin

    def _read_list(self, owner: Thing, entity: Entity, raw: object, path: str) -> None:
        name = entity.list_name
        path = joined(path, name)
        complete = True
        if raw is None:
            return
        if isinstance(raw, Mapping):
            self._only_keys(raw, path, _LIST_KEYS, required="items")
            complete = self._typed(raw, "complete", path, BOOL) is not False
            raw, path = raw.get("items"), joined(path, "items")
            if raw is None:
                return
        if not isinstance(raw, list | tuple):
            message = N_('a list in brackets, or {{"complete": false, "items": […]}}, is expected here, not {value}')
            self._error("H6", path, message, _SEE, value=shown(raw))
            return
        start = "p" if name == "people" else f"{owner.id}.{entity.name}"
        own = _PERSON_KEYS if entity.name == "person" else _OTHER_KEYS
        listed = owner.lists[name] = Listed([], complete)
        for index, item in enumerate(raw):
            here = f"{path}[{index}]"
            thing = Thing(entity.name, f"{start}{index + 1}")
            listed.items.append(thing)
            if isinstance(item, Mapping):
                self._fill(thing, item, here, own)
            else:
                message = N_("an object in braces is expected here, not {value}")
                self._error("H6", here, message, _SEE, value=shown(item))

    def _read_number(self, person: Thing, raw: Mapping[str, object], path: str) -> None:
        """Check an ID number against itself, the other people and the facts; take from it the facts that are not given."""
        number, here = raw.get("id_number"), joined(path, "id_number")
        if number is None:
            return
        if not isinstance(number, str):
            self._error("H11", here, N_("an ID number is text in quotes"))  # the number itself is never repeated
            return
        problems = idnumber.problems_of(number, self.latest)
        for message in problems:
            self._error("H13", here, message)
        if problems:
            return
        number = idnumber.normal(number)
        if number in self.numbers:
            self._error("H15", here, N_("the same ID number is already given at {other}"), other=self.numbers[number])
        self.numbers.setdefault(number, path)
        for name, value in (("birth_date", idnumber.birth_date_of(number)), ("sex", idnumber.sex_of(number))):
            if name not in self.facts[person.entity]:
                continue
            if person.facts.setdefault(name, value) != value:
                message, hint = (
                    N_("{name} does not agree with the ID number"),
                    N_("Look at the ID card or the register."),
                )
                self._error("H14", joined(path, name), message, hint, name=name)
            person.origins.setdefault(name, Origin("ledger", evidence=FROM_ID_NUMBER))

    def _unknown_key(self, entity: str, key: str, path: str, known: Sequence[str]) -> None:
        """Say what a key that is not known here may have been meant to be."""
        here, name = joined(path, key), clean(key)
        fact = self.vocabulary.facts.get(key)
        if key in _AGE_KEYS and fact is None:
            births = [k for k in known if k.endswith("birth_date")] or ["birth_date"]
            message = N_("give the date of birth, not an age: an age is wrong within a year")
            self._error("H9", here, message, N_('Write "{name}": "YYYY-MM-DD".'), name=births[0])
        elif fact is not None and self.vocabulary.entities[fact.entity].derived:
            self._error("H10", here, N_("{name} is worked out by the rules and cannot be given"), name=name)
        elif fact is not None:
            message = N_("{name} is not a fact of a {entity} but of a {other}")
            self._error("H18", here, message, _SEE, name=name, entity=entity, other=fact.entity)
        else:
            self._unknown(key, here, known)

    def _unknown(self, key: str, here: str, known: Sequence[str]) -> None:
        self.unknown_keys += 1
        if self.unknown_keys > _MOST_SUGGESTIONS:
            known = ()
        labels = {f.label.zh: f.name for f in self.vocabulary.facts.values() if f.name in known}
        near = [labels[key]] if key in labels else get_close_matches(key[:60], known, n=3)
        hint = N_("Did you mean {near}?") if near else _SEE
        self._error("H7", here, N_("unknown key {name}"), hint, name=clean(key), near=", ".join(near))

    def _only_keys(self, raw: Mapping[str, object], path: str, known: tuple[str, ...], required: str) -> None:
        for key in raw:
            if key not in known:
                self._unknown(str(key), joined(path, str(key)), known)
        if required not in raw:
            message, hint = N_("the key {name} is missing"), N_("Known here: {known}.")
            self._error("H8", path, message, hint, name=required, known=", ".join(known))

    def _typed(self, raw: Mapping[str, object], key: str, path: str, typ: Type) -> object:
        """A value that is no fact; ``None`` when it is not given, null or refused."""
        value = raw.get(key)
        if value is None:
            return None
        return read_typed(value, typ, Place(self.file, path=joined(path, key)), self.findings, self.latest)

    def _error(self, code: str, path: str, message: str, hint: str = "", **params: object) -> None:
        self.findings.error(code, Place(self.file, path=path), message, hint, **params)
