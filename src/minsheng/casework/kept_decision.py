"""The decision of a case again, as it was made: from the record that was kept, under the texts that held then."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from minsheng.casework.act import decision_of
from minsheng.casework.law import library
from minsheng.casework.models import Case, Record, StoredText
from minsheng.policy.decision import Decision
from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.household import read_household
from minsheng.policy.language import N_
from minsheng.policy.library import Library
from minsheng.policy.outcome import Outcome
from minsheng.policy.today import today_in_china

__all__ = ["best_outcome", "decision_for_papers", "decision_of_record", "last_record", "outcomes_of"]

Texts = tuple[tuple[str, str], ...]


def last_record(case: Case) -> Record | None:
    """The record of the decision that came last."""
    return case.records.select_related("happening").order_by("-pk").first()


def decision_for_papers(case: Case, day: date) -> Decision:
    """What a paper of a case tells of: the decision that was made, or, before there is one, what the library says today.

    Raises:
        PolicyError: the library cannot say anything, or a text on which the record rests is missing.
    """
    record = last_record(case)
    return decision_of(case, day) if record is None else decision_of_record(record)


def decision_of_record(record: Record) -> Decision:
    """The decision of a record, worked out again from the facts and the texts that were kept with it.

    Facts and packs that have changed since make no difference, so that a letter has the reasons of what was decided.

    Raises:
        PolicyError: a text is missing from what was kept (``J10``).
    """
    content = record.content
    law = _library_of(tuple(sorted(content["texts"].items()))).as_of(
        date.fromisoformat(content["law_day"]), content["area"], demonstration=content["demonstration"]
    )
    facts_day = date.fromisoformat(content["facts_day"])
    latest = max(facts_day, law.day, today_in_china())
    household = read_household(content["household"], law.vocabulary, latest=latest)
    return law.decide(household, facts_day=facts_day)


@lru_cache(maxsize=8)
def _library_of(texts: Texts) -> Library:
    """The library whose texts have these digests; the one in use where it is the same."""
    if texts == _digests(library()):
        return library()
    kept = {stored.digest: stored.text for stored in StoredText.objects.filter(digest__in=[d for _, d in texts])}
    missing = [name for name, digest in texts if digest not in kept]
    if missing:
        message = N_("the text {name}, on which a decision rests, was not kept")
        hint = N_("Bring it back from a copy of the database.")
        raise PolicyError([Finding("J10", Place(missing[0]), message, hint, {"name": missing[0]})])
    return Library.from_contents({name: kept[digest] for name, digest in texts}, Path("kept"))


def _digests(library: Library) -> Texts:
    texts = ((n, t) for n, t in library.contents.items() if not n.endswith(".cases.yaml"))
    return tuple(sorted((name, sha256(text.encode()).hexdigest()) for name, text in texts))


def outcomes_of(decision: Decision, benefit: str) -> list[Outcome]:
    """What a decision says of one benefit, for everybody it could be for."""
    return [outcome for outcome in decision.outcomes if outcome.benefit == benefit]


def best_outcome(decision: Decision, benefit: str, *, granted: bool, about: str = "") -> Outcome | None:
    """The outcome that a paper tells of: the one that is asked for, otherwise one that fits what was decided, otherwise the first.

    Args:
        decision: the decision.
        benefit: the benefit of the case.
        granted: whether the paper tells of a benefit that is received.
        about: the key of an outcome, such as ``family/0``.
    """
    own = outcomes_of(decision, benefit)
    named = [outcome for outcome in own if outcome.key == about]
    fitting = [outcome for outcome in own if (outcome.status == "yes") == granted]
    return next(iter([*named, *fitting, *own]), None)
