"""Setting a value of the place: proposed by one person, looked at over the register, confirmed by another, in force from its day.

What was confirmed is never changed: it is followed by another change. A case whose day lies before the first day keeps its law, and a
record keeps the texts that it rests on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from hashlib import sha256
from typing import NoReturn

from django.db import IntegrityError, transaction
from django.utils import timezone

from minsheng.casework.law import library, library_with, packs_of_the_folder
from minsheng.casework.local_pack import digest_of, texts_of
from minsheng.casework.models import LawVersion, StoredText, ValueChange
from minsheng.policy.blocks.parameters import FOUND_AXES
from minsheng.policy.check import check_library
from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.language import N_
from minsheng.policy.law import Law
from minsheng.policy.library import Library
from minsheng.policy.pack import Parameter
from minsheng.policy.symbols import symbols_of
from minsheng.policy.today import today_in_china
from minsheng.registry.models import Area, User
from minsheng.registry.scope import scope_of

__all__ = [
    "Proposal",
    "changeable",
    "combinations",
    "confirm",
    "library_after",
    "propose",
    "refuse",
    "withdraw",
]


@dataclass(frozen=True)
class Proposal:
    """What somebody proposes.

    Attributes:
        parameter: the name of a parameter that :func:`changeable` gives.
        area: where the values hold, with everything inside.
        first_day: from when.
        values: by choice on each axis, the value as packs write it: ``{(("setting", "urban"),): "560.00"}``.
        document: the number of the document that sets them; its ``title`` and ``issuer``.
        article: where in it.
        reason: what else is to be said.
    """

    parameter: str
    area: Area
    first_day: date
    values: Mapping[tuple[tuple[str, str], ...], str]
    document: str
    issuer: str
    article: str
    title: str = ""
    reason: str = ""


def changeable(law: Law) -> dict[str, Parameter]:
    """The parameters that a place may set for itself from a day on, by their name."""
    found = {
        name: bound.parameter for name, bound in law.bound.items() if {"area", "from"} <= set(bound.parameter.axes)
    }
    return dict(sorted(found.items()))


def combinations(parameter: Parameter, law: Law) -> list[tuple[tuple[str, str], ...]]:
    """Every combination of choices that a value can be given for; one empty combination where there are no choices."""
    axes = [axis for axis in parameter.axes if axis not in FOUND_AXES]
    shape = symbols_of(law.library.packs, law.vocabulary, law.library.findings).parameters.get(parameter.name)
    listed: list[tuple[tuple[str, str], ...]] = [()]
    for axis in axes:
        values = shape.axis_values.get(axis, ()) if shape is not None else ()
        listed = [(*before, (axis, value)) for before in listed for value in values]
    return listed


def propose(proposal: Proposal, user: User) -> ValueChange:
    """Keep a proposal that could be law, so that it can be looked at.

    Raises:
        PolicyError: who proposes may not, or the values cannot be law; every finding of ``policy check`` that they would bring.
    """
    place = Place(proposal.parameter)
    if not scope_of(user).may("change_parameter", proposal.area.code):
        _refuse("A20", place, N_("you may not set values in {area}"), area=str(proposal.area))
    change = ValueChange(
        parameter=proposal.parameter,
        area=proposal.area,
        first_day=proposal.first_day,
        values=[{"keys": dict(keys), "value": value} for keys, value in proposal.values.items()],
        document=proposal.document,
        title=proposal.title,
        issuer=proposal.issuer,
        article=proposal.article,
        reason=proposal.reason,
        proposed_by=user,
    )
    _check(change)
    change.save()
    return change


def _check(change: ValueChange) -> None:
    """Refuse what cannot be law."""
    place, before = Place(change.parameter), library()
    law = before.as_of(max(change.first_day, today_in_china()), change.area.code)
    if change.parameter not in changeable(law):
        hint = N_("What no document leaves to the place is changed in its pack.")
        _refuse(
            "A20",
            place,
            N_("{name} is not set by the place in {area}"),
            hint,
            name=change.parameter,
            area=str(change.area),
        )
    if any(pack.document == change.document for pack in packs_of_the_folder().packs):
        message = N_("the document {document} is a pack of the library already")
        hint = N_("Its values are changed there; give the number of the document that sets the new value.")
        _refuse("A21", place, message, hint, document=change.document)
    if change.first_day < today_in_china() and change.parameter in _governing(law):
        message = N_("{name} says who acts or how long something takes; it can only be changed from today on")
        _refuse("A22", place, message, N_("Steps that are over would stand on another law."), name=change.parameter)
    after = library_after(change)
    old, new = (_values(of, change) for of in (before, after))
    if old == new:
        hint = N_("Look at the day from which, and whether a smaller area has a value of its own.")
        _refuse(
            "A23",
            place,
            N_("nothing would change: {area} has these values on that day already"),
            hint,
            area=str(change.area),
        )


def _values(of: Library, change: ValueChange) -> object:
    bound = of.as_of(change.first_day, change.area.code).bound.get(change.parameter)
    return bound and {keys: (row.value, row.document) for keys, row in bound.rows.items()}


def _governing(law: Law) -> set[str]:
    """The parameters by which steps and clocks of the processes go."""
    names: set[str] = set()
    for process in law.processes.values():
        names.update(name for step in process.steps for name in (step.by, step.lasts))
        names.update(name for clock in process.clocks for name in (clock.at_most, clock.extension))
    return names


def library_after(change: ValueChange) -> Library:
    """The packs as they would be with a change.

    Raises:
        PolicyError: every finding that they would have and do not have now.
    """
    root = packs_of_the_folder().folder.name
    after = library_with(texts_of([*_confirmed(), change], root))
    check_library(after, touched=partial(_touched, change))
    fresh = [finding for finding in after.findings.errors if _told(finding) not in _own_findings()]
    if fresh:
        raise PolicyError(fresh)
    return after


@cache
def _own_findings() -> frozenset[str]:
    """What the packs of the folder are found to have by themselves; looked at once."""
    base = library_with({})
    check_library(base, cases=False)
    return frozenset(_told(finding) for finding in base.findings.errors)


def _touched(change: ValueChange, day: date, area: str) -> bool:
    """Whether a change can make a difference on a day in an area."""
    return day >= change.first_day and area.startswith(change.area.stem)


def _told(finding: Finding) -> str:
    return finding.render("en")


def _confirmed() -> Iterable[ValueChange]:
    """What holds, in the order in which it was confirmed."""
    return ValueChange.objects.filter(state="confirmed").select_related("area").order_by("version__number")


def confirm(change_id: int, user: User, opinion: str = "") -> LawVersion:
    """Let a change become law from its day on.

    Raises:
        PolicyError: whoever confirms is who proposed it or has no right to; its preview is missing or was made with other values;
            it was settled meanwhile; or it cannot be law any more.
    """
    try:
        with transaction.atomic():
            change = _open(change_id, user)
            if change.preview_state != "done" or change.base != _latest():
                message = N_("its preview is missing, or was made before other values were confirmed")
                _refuse("A25", Place(change.parameter), message, N_("Let it be worked out again, and look at it."))
            _check(change)
            change.state = "confirmed"
            return _settle(change, user, opinion)
    except IntegrityError:
        message = N_("somebody else has confirmed another change at the same moment")
        raise PolicyError([Finding("A26", Place(str(change_id)), message, N_("Look at this one again."))]) from None


def _latest() -> str:
    """The digest in force now, also within a request that has looked before."""
    return LawVersion.objects.order_by("-number").values_list("digest", flat=True).first() or ""


def _settle(change: ValueChange, user: User, opinion: str) -> LawVersion:
    texts = texts_of([*_confirmed(), change], packs_of_the_folder().folder.name)
    kept = {name: sha256(text.encode()).hexdigest() for name, text in texts.items()}
    rows = [StoredText(digest=kept[name], text=text) for name, text in texts.items()]
    StoredText.objects.bulk_create(rows, ignore_conflicts=True)
    _close(change, user, opinion)
    last = LawVersion.objects.order_by("-number").values_list("number", flat=True).first() or 0
    return LawVersion.objects.create(number=last + 1, change=change, digest=digest_of(texts), texts=kept)


def _close(change: ValueChange, user: User, opinion: str) -> None:
    change.settled_by, change.settled_at, change.opinion = user, timezone.now(), opinion
    change.save(update_fields=["state", "settled_by", "settled_at", "opinion"])


def _open(change_id: int, user: User) -> ValueChange:
    """A change that waits to be confirmed, locked, for somebody who may and has not proposed it."""
    change = ValueChange.objects.select_for_update(of=("self",)).select_related("area").get(pk=change_id)
    place = Place(change.parameter)
    if not scope_of(user).may("confirm_parameter", change.area.code):
        _refuse("A20", place, N_("you may not confirm values in {area}"), area=str(change.area))
    if change.proposed_by_id == user.pk:
        _refuse(
            "A24", place, N_("whoever has proposed a value does not confirm it"), N_("A second person looks at it.")
        )
    _refuse_settled(change)
    return change


def _refuse_settled(change: ValueChange) -> None:
    if change.state != "proposed":
        message = N_("this change does not wait any more: {state}")
        _refuse("A26", Place(change.parameter), message, state=change.get_state_display())


@transaction.atomic
def refuse(change_id: int, user: User, opinion: str) -> ValueChange:
    """Turn a proposal down, with the reason.

    Raises:
        PolicyError: as for :func:`confirm`; or no reason is given.
    """
    change = _open(change_id, user)
    if not opinion.strip():
        _refuse("A26", Place(change.parameter), N_("turning something down needs a reason"))
    change.state = "refused"
    _close(change, user, opinion)
    return change


@transaction.atomic
def withdraw(change_id: int, user: User) -> ValueChange:
    """Take one's own proposal back.

    Raises:
        PolicyError: it is somebody else's, or was settled.
    """
    change = ValueChange.objects.select_for_update(of=("self",)).select_related("area").get(pk=change_id)
    if change.proposed_by_id != user.pk:
        _refuse("A24", Place(change.parameter), N_("only whoever has proposed a value takes it back"))
    _refuse_settled(change)
    change.state = "withdrawn"
    _close(change, user, "")
    return change


def _refuse(code: str, place: Place, message: str, hint: str = "", **params: object) -> NoReturn:
    raise PolicyError([Finding(code, place, message, hint, dict(params))])
