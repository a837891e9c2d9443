"""Items of lists of households and people, such as supporters: added, changed and ended by dated facts, as the vocabulary lists them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from minsheng.policy.vocabulary import Vocabulary
from minsheng.registry.file import facts_on
from minsheng.registry.models import Fact, Household, Person, User

__all__ = ["end_item", "items_of", "lists_of", "record_item", "say_complete"]

_MOST_ITEMS = 60
Owner = Household | Person


def lists_of(owner: Owner, vocabulary: Vocabulary) -> dict[str, str]:
    """The lists of a household or person, by their name the entity of their items."""
    entity = "person" if isinstance(owner, Person) else "household"
    return {name: of.name for name, of in vocabulary.lists_of(entity).items() if name != "people"}


def items_of(owner: Owner, list_name: str, day: date) -> tuple[dict[str, dict[str, Fact]], bool | None]:
    """The items of a list on a day with their facts, and whether all are named (``None``: nobody has said)."""
    items: dict[str, dict[str, Fact]] = {}
    gone: set[str] = set()
    complete = None
    for (of, item, name), fact in facts_on(day, **_whose(owner)).get(owner.pk, {}).items():
        if of != list_name:
            continue
        if not item:
            complete = fact.value is True
        elif not name:
            items.setdefault(item, {})
            if fact.value is False:
                gone.add(item)
        else:
            items.setdefault(item, {})[name] = fact
    return {item: facts for item, facts in items.items() if item not in gone}, complete


@transaction.atomic
def record_item(
    owner: Owner,
    list_name: str,
    values: Mapping[str, Any],
    vocabulary: Vocabulary,
    *,
    on: date,
    by: User,
    item: str = "",
) -> str:
    """Write down what is known of an item from a day on; a new one when none is named. Only what differs is written.

    Args:
        owner: whose list.
        list_name: the list of the vocabulary.
        values: by fact, as household files write them; ``None``: not known.
        vocabulary: the words.
        on: the day from which it is so.
        by: who writes it down.
        item: an item that is there.

    Returns:
        The item.

    Raises:
        ValueError: there are too many items, or no such item.
    """
    model: Any = type(owner)
    model.objects.select_for_update().get(pk=owner.pk)  # items are numbered one after the other
    known, _ = items_of(owner, list_name, on)
    common = {"list_name": list_name, "valid_from": on, "recorded_by": by, **_whose(owner)}
    rows = []
    if not item:
        used = set(Fact.objects.filter(list_name=list_name, **_whose(owner)).values_list("item", flat=True))
        if len(known) >= _MOST_ITEMS:
            raise ValueError("too many items")
        item = next(name for number in range(1, len(used) + 2) if (name := f"{list_name[:1]}{number}") not in used)
        rows.append(Fact(item=item, value=True, source="declared", **common))
    elif item not in known:
        raise ValueError("no such item")
    before = known.get(item, {})
    for name, value in values.items():
        said = before.get(name)
        if (said is None and value is None) or (said is not None and said.value == value):
            continue
        rows.append(Fact(item=item, name=name, value=value, source=vocabulary.facts[name].source, **common))
    Fact.objects.bulk_create(rows)
    return item


def end_item(owner: Owner, list_name: str, item: str, *, on: date, by: User) -> None:
    """From a day on an item does not belong to a list any more; what was known of it stays in the history."""
    about = {"list_name": list_name, "item": item, "value": False, "source": "declared"}
    Fact.objects.create(valid_from=on, recorded_by=by, **about, **_whose(owner))


def say_complete(owner: Owner, list_name: str, complete: bool, *, on: date, by: User) -> None:
    """Say whether a list names all there are."""
    about = {"list_name": list_name, "value": complete, "source": "declared"}
    Fact.objects.create(valid_from=on, recorded_by=by, **about, **_whose(owner))


def _whose(owner: Owner) -> dict[str, Any]:
    return {"person": owner} if isinstance(owner, Person) else {"household": owner}
