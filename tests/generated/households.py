"""Households for generated packs, made from a number: every fact known, or with gaps; often at a boundary.

The same number gives the same household whatever the pack is, so that hypothesis can make a failing pack smaller.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from random import Random

from minsheng.policy.thing import Household, Listed, Thing

MONEY = (0, 1, 99, 100, 101, 9999, 10000, 35333, 58900, 58901, 100000, 706800, 3000005, 123456789)
NUMBERS = (0, 0, 1, 1, 2, 3, 6, 12, 15, 16, 30, 60)
AGES = (0, 0, 1, 4, 15, 16, 17, 18, 59, 60, 61)
AREAS = ("620102", "620171", "620103", "620102001", "620171003005", "620100", "6201", "110101", "620000", "110000")
RATIOS = (Fraction(0), Fraction(1, 4), Fraction(1, 3), Fraction(1, 2), Fraction(2, 3), Fraction(1), Fraction(3, 2))


def make(law, number: int, known: float = 1.0, *, near: bool = False) -> Household:
    """A household whose facts are given with the probability ``known``; with 1.0 lists are there and complete, too.

    ``near`` takes amounts, numbers and ages also from the figures of the law, and next to them.
    """
    maker = _Maker(law, Random(number), known)
    if near:
        maker.look_at_figures(law)
    return maker.household(number)


def filled(law, household: Household, number: int, known: float, *, changes: int = 0) -> Household:
    """A household with what it does not give made up (as :func:`make` does, quietly), and some of its facts changed."""
    maker = _Maker(law, Random(number), known)
    maker.look_at_figures(law)
    maker.yes = 0.1
    for thing in list(household.walk()):
        maker.complete(thing)
    if household.applied_on is None and maker.given():
        household.applied_on = law.day
    things = list(household.walk())
    for _ in range(changes):
        thing = maker.random.choice(things)
        fact = maker.random.choice(list(law.vocabulary.facts_of(thing.entity).values()))
        thing.facts[fact.name] = maker.value(fact)
    return household


class _Maker:
    def __init__(self, law, random: Random, known: float) -> None:
        self.vocabulary, self.day, self.area = law.vocabulary, law.day, law.area
        self.random = random
        self.known = known
        self.money, self.numbers, self.ages = MONEY, NUMBERS, AGES
        self.yes = random.choice((0.1, 0.5, 0.6, 0.9))

    def look_at_figures(self, law) -> None:
        """Take the figures of the law as boundaries."""
        rows = [(bound.parameter.type, row.value) for bound in law.bound.values() for row in bound.rows.values()]
        money = [int(value) + step for typ, value in rows if typ.kind == "money" for step in (-1, 0, 1)]
        numbers = [value for typ, value in rows if typ.kind in ("int", "years", "months", "days")]
        ages = [value for typ, value in rows if typ.kind == "years"]
        self.money = (*MONEY, *(m for m in money if m >= 0))
        self.numbers, self.ages = (*NUMBERS, *numbers), (*AGES, *ages)

    def given(self) -> bool:
        return self.random.random() < self.known

    def household(self, number: int) -> Household:
        household = Household("household", f"h{number}", area=self.area, synthetic=True)
        if self.given():
            household.applied_on = self.date()
        self.fill(household)
        return household

    def fill(self, thing: Thing) -> None:
        for name, fact in self.vocabulary.facts_of(thing.entity).items():
            value = self.value(fact)
            if self.given():
                thing.facts[name] = value
        for name, entity in self.vocabulary.lists_of(thing.entity).items():
            self.fill_list(thing, name, entity.name)

    def complete(self, thing: Thing) -> None:
        """Give what a thing does not have yet; lists that are not there are mostly empty."""
        for name, fact in self.vocabulary.facts_of(thing.entity).items():
            value = self.value(fact)
            if name not in thing.facts and self.given():
                thing.facts[name] = value
        for name, entity in self.vocabulary.lists_of(thing.entity).items():
            if name not in thing.lists and self.random.random() < 0.8:
                thing.lists[name] = Listed([], complete=True)
            elif name not in thing.lists:
                self.fill_list(thing, name, entity.name)

    def fill_list(self, thing: Thing, name: str, entity: str) -> None:
        """The people of a household are always given, at least one; other lists may be empty, or not known."""
        sizes = (1, 1, 2, 2, 3, 4) if name == "people" else (0, 0, 1, 1, 2)
        letter = "p" if name == "people" else f"{thing.id}.{name[:1]}"
        items = [Thing(entity, f"{letter}{i}") for i in range(1, self.random.choice(sizes) + 1)]
        for item in items:
            self.fill(item)
        if name == "people" or self.given():
            thing.lists[name] = Listed(items, complete=self.random.random() < (1 + self.known) / 2)

    def value(self, fact) -> object:
        kind, random = fact.type.kind, self.random
        if kind == "bool":
            return random.random() < self.yes
        if kind == "choice":
            return random.choice(fact.type.values)
        if kind == "date":
            return self.date()
        if kind == "area":
            return self.area if random.random() < 0.4 else random.choice(AREAS)
        if kind == "ratio":
            return random.choice(RATIOS)
        if kind == "text":
            return random.choice(("一村", "二村"))
        number = random.choice(self.money if kind == "money" else self.numbers)
        return -number if fact.may_be_negative and random.random() < 0.4 else number

    def date(self) -> date:
        """Often the anniversary of the law day, the day before or after, the end of February, or the end of a month."""
        random, day = self.random, self.day
        year = day.year - random.choice(self.ages)
        kind = random.randrange(8)
        if kind == 0:
            return date(year, random.randrange(1, 13), random.randrange(1, 29))
        if kind == 1:
            return date(year, 3, 1) - timedelta(days=random.choice((0, 1, 1)))
        if kind == 2:
            return date(year - year % 4, 2, 29)
        if kind == 3:
            month_after = date(year, random.randrange(2, 13), 1)
            return month_after - timedelta(days=1)
        if kind == 4:
            month = date(day.year, day.month, 1)
            for _ in range(random.choice((1, 1, 3, 6, 12))):
                month = (month - timedelta(days=1)).replace(day=1)
            return month.replace(day=min(day.day, 28)) + timedelta(days=random.choice((0, 0, 1)))
        anniversary = date(year, day.month, min(day.day, 28))
        return anniversary + timedelta(days=day.day - anniversary.day + random.choice((-1, 0, 0, 1)))
