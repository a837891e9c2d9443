"""Households of every shape for a law, made from a number: with facts that are known and facts that are not."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from random import Random

from minsheng.policy.thing import Household, Listed, Thing
from minsheng.policy.unknown import Unknown

_MONEY = (0, 1, 10000, 35340, 58899, 58900, 58901, 100000, 500000, 5000000)


def make_household(law, number, known):
    """A household in which a part ``known`` (0 to 1) of the facts is given; the same number gives the same household."""
    random = Random(number)
    household = Household("household", "h", area=law.area, synthetic=True)
    if random.random() < known:
        household.applied_on = law.day - timedelta(days=random.randrange(200))
    fill(household, law, random, known)
    people = [Thing("person", f"p{i}") for i in range(1, random.choice((1, 1, 2, 3)) + 1)]
    household.lists["people"] = Listed(people, random.random() < 0.9)
    for person in people:
        fill(person, law, random, known)
    return household


def fill(thing, law, random, known):
    """Give facts and lists to a thing that has none."""
    for name in sorted(law.facts[thing.entity]):
        if random.random() < known:
            thing.facts[name] = value_of(law.vocabulary.facts[name].type, law, random)
    for list_name, entity in law.vocabulary.lists_of(thing.entity).items():
        if list_name != "people" and random.random() < known:
            items = [Thing(entity.name, f"{thing.id}.{list_name}{i}") for i in range(random.choice((0, 0, 1, 2)))]
            thing.lists[list_name] = Listed(items, random.random() < 0.8)
            for item in items:
                fill(item, law, random, known)


def value_of(typ, law, random):
    """A value of a type, often one at a boundary."""
    if typ.kind == "bool":
        return random.random() < 0.5
    if typ.kind == "choice":
        return random.choice(typ.values)
    if typ.kind == "money":
        return random.choice(_MONEY)
    if typ.kind == "ratio":
        return Fraction(random.randrange(5), 4)
    if typ.kind == "date":
        years = random.choice((0, 1, 7, 15, 16, 17, 18, 40, 59, 60, 75))
        return date(law.day.year - years, random.randrange(1, 13), random.randrange(1, 29))
    if typ.kind == "area":
        return random.choice((law.area, law.area, "110101"))
    if typ.kind == "text":
        return "一"
    return random.choice((0, 1, 2, 3, 6, 16, 30))


def completed(household, law, number):
    """The same household with every open fact and list filled in."""
    random = Random(number)
    full = Household("household", "h", area=household.area, synthetic=True, applied_on=household.applied_on or law.day)
    complete(household, full, law, random)
    return full


def complete(thing, full, law, random):
    """Copy a thing; what is not known is made up, lists that are not complete may grow."""
    for name in law.facts[thing.entity]:
        made_up = value_of(law.vocabulary.facts[name].type, law, random)
        full.facts[name] = thing.facts.get(name, made_up)
    for list_name, entity in law.vocabulary.lists_of(thing.entity).items():
        listed = thing.lists.get(list_name, Listed([], complete=False))
        items = []
        for item in listed.items:
            items.append(Thing(item.entity, item.id))
            complete(item, items[-1], law, random)
        if not listed.complete and random.random() < 0.5:
            items.append(Thing(entity.name, f"{thing.id}.{list_name}.more"))
            complete(Thing(entity.name, ""), items[-1], law, random)
        full.lists[list_name] = Listed(items, complete=True)


def agrees(known, fuller):
    """Whether what was certain before is still so: the value, the bounds or the choices left."""
    if not isinstance(known, Unknown):
        return not isinstance(fuller, Unknown) and known == fuller
    if isinstance(fuller, Unknown):
        return True
    if known.options:
        return fuller in known.options
    above = known.low is None or known.low <= fuller
    return above and (known.high is None or fuller <= known.high)
