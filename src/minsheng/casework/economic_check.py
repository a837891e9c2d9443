"""The economic-status check (家庭经济状况核对): asked for, looked up by a source that can be exchanged, reported as facts, checked again.

A *source* is anything with the method of :class:`CheckSource`; which one a place uses is named in :data:`SOURCE` as
``module:class``. The one that is there now, :class:`ByHand`, answers nothing itself: the check centre enters what the ledgers of
offices say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any, Protocol

from django.db import transaction
from django.db.models import Q

from minsheng.casework.act import act, journey_of, law_of
from minsheng.casework.authorisation import unauthorised
from minsheng.casework.event import Event
from minsheng.casework.journey import NotAllowed
from minsheng.casework.models import Case, CheckReport, CheckRequest
from minsheng.casework.place_setting import settings_on
from minsheng.policy.deadline import due
from minsheng.policy.fact_value import read_value, write_value
from minsheng.policy.finding import Finding, Findings, Place
from minsheng.policy.language import N_
from minsheng.policy.vocabulary import Vocabulary
from minsheng.registry.models import Area, Fact, Household, Person, User
from minsheng.registry.scope import scope_of

__all__ = [
    "ByHand",
    "CheckSource",
    "Found",
    "Result",
    "ask_again",
    "ask_for_check",
    "report",
    "source",
    "standing_report",
    "take_up",
]

DATA_CHECK = "data_check"
ROLE = "check_centre"
OPEN = ("asked", "data")
#: The source that this installation uses.
SOURCE = "minsheng.casework.economic_check:ByHand"
#: The setting of the place that says how long a check holds.
_VALID = "check.valid"


@dataclass(frozen=True)
class Found:
    """Something that a ledger says.

    Attributes:
        person: whom it is about; nothing for the household itself.
        fact: a fact of the vocabulary.
        value: as household files write it, money in yuan as text.
        evidence: which ledger, of which day.
    """

    person: Person | None
    fact: str
    value: Any
    evidence: str


@dataclass(frozen=True)
class Result:
    """Everything that a source found. A fact that it could not look up is left out: it stays unknown."""

    found: Sequence[Found]
    remark: str = ""


class CheckSource(Protocol):
    """Where the data of a check come from."""

    name: str

    def look_up(self, household: Household, members: Sequence[Person], day: date) -> Result | None:
        """What the ledgers say of a household on a day; nothing where the answer comes later, through :func:`report`."""


class ByHand:
    """The check centre or the county clerk enters what the ledgers of offices say."""

    name = "by_hand"

    def look_up(self, household: Household, members: Sequence[Person], day: date) -> Result | None:
        """Nothing: somebody enters it."""
        return None


def source() -> CheckSource:
    """The source of this installation."""
    module, _, name = SOURCE.partition(":")
    found: CheckSource = getattr(import_module(module), name)()
    return found


@transaction.atomic
def ask_for_check(
    household: Household, user: User, *, on: date, case: Case | None = None, repeats: CheckRequest | None = None
) -> CheckRequest:
    """Ask for the check of a household.

    Args:
        household: of whom.
        user: who asks; whoever may act on cases there.
        on: today.
        case: for which case.
        repeats: the check that it repeats, set by :func:`ask_again`.

    Raises:
        NotAllowed: V12 with the names of the adults who have not signed; V14 where there is no right, or a check is open.
    """
    Area.objects.select_for_update().get(pk=household.area_id)  # numbers are given one after the other
    if not scope_of(user).may("act", household.area.code):
        raise _refused("V14", household.number, N_("you may not ask for checks here"))
    if (unsigned := unauthorised(household, on)) != []:
        names = "、".join(person.name for person in unsigned)
        message = N_("the check may not be asked for: {names} has not allowed it")
        raise _refused("V12", household.number, message, N_("Every adult of the household signs first."), names=names)
    if (before := CheckRequest.objects.filter(household=household, state__in=OPEN).first()) is not None:
        raise _refused("V14", household.number, N_("a check is under way: {number}"), number=before.number)
    count = CheckRequest.objects.filter(area=household.area, asked_on=on).count() + 1
    looked_up_by = source()
    request = CheckRequest.objects.create(
        number=f"{household.area.code}-HD{on:%Y%m%d}-{count:03}",
        household=household,
        area=household.area,
        case=case,
        repeats=repeats,
        source=looked_up_by.name,
        asked_on=on,
        asked_by=user,
    )
    members = [member.person for member in household.members_on(on)]
    result = looked_up_by.look_up(household, members, on)
    return _write(request, result, None, on) if result is not None else request


@transaction.atomic
def ask_again(request: CheckRequest, user: User, *, on: date, because: str) -> CheckRequest:
    """Somebody objects to the result of a check: it is checked again, and the old result is not relied on until then.

    Raises:
        NotAllowed: V14 where it is not reported, was repeated already, or no reason is given; and as :func:`ask_for_check`.
    """
    request = CheckRequest.objects.select_for_update().get(pk=request.pk)
    if request.state != "reported" or not because.strip():
        raise _refused("V14", request.number, N_("only a check that is reported is objected to, with what is objected"))
    again = ask_for_check(request.household, user, on=on, case=request.case, repeats=request)
    CheckRequest.objects.filter(pk=again.pk).update(because=because.strip()[:1000])
    CheckRequest.objects.filter(pk=request.pk).update(state="objected")
    again.refresh_from_db()
    return again


@transaction.atomic
def take_up(request: CheckRequest, user: User, *, on: date) -> CheckRequest:
    """The check centre begins to fetch the data.

    Raises:
        NotAllowed: V14 where there is no right, or it was taken up already.
    """
    request = CheckRequest.objects.select_for_update().get(pk=request.pk)
    if request.state != "asked" or not scope_of(user).may("check", request.area.code):
        raise _refused("V14", request.number, N_("this check was taken up already, or you may not do it"))
    request.state, request.taken_on, request.taken_by = "data", on, user
    request.save(update_fields=["state", "taken_on", "taken_by"])
    return request


@transaction.atomic
def report(request: CheckRequest, result: Result, user: User, *, on: date) -> CheckRequest:
    """Enter the result of a check: facts with their evidence, and what was done in every case that waits for it.

    Raises:
        NotAllowed: V14 where there is no right, or the check is not open; V15 where a finding does not fit.
    """
    request = CheckRequest.objects.select_for_update().select_related("household__area", "area").get(pk=request.pk)
    if request.state not in OPEN or not scope_of(user).may("check", request.area.code):
        raise _refused("V14", request.number, N_("this check is not open, or you may not report it"))
    return _write(request, result, user, on)


def _write(request: CheckRequest, result: Result, user: User | None, on: date) -> CheckRequest:
    household, vocabulary = request.household, law_of(request.area.code, on).vocabulary
    members = {member.person_id for member in household.members_on(on)}
    rows, kept = [], []
    for found in result.found:
        value = _fitting(found, members, vocabulary, request, on)
        whose = {"person": found.person} if found.person is not None else {"household": household}
        about = {"source": "ledger", "evidence": found.evidence.strip()[:200], "valid_from": on, "recorded_by": user}
        rows.append(Fact(name=found.fact, value=value, **about, **whose))
        person = found.person.pk if found.person is not None else None
        kept.append({"person": person, "fact": found.fact, "value": value, "evidence": found.evidence.strip()[:200]})
    Fact.objects.bulk_create(rows)
    holds = settings_on(on).span(_VALID, request.area.code)
    CheckReport.objects.create(
        request=request,
        on=on,
        valid_to=due(on, holds).date if holds is not None else None,
        found=kept,
        remark=result.remark.strip()[:1000],
        by=user,
    )
    request.state = "reported"
    request.save(update_fields=["state"])
    if request.repeats_id:
        CheckRequest.objects.filter(pk=request.repeats_id).update(state="replaced")
    if user is not None:
        _tell_cases(household, user, on)
    return request


def _fitting(found: Found, members: set[int], vocabulary: Vocabulary, request: CheckRequest, on: date) -> object:
    """The value of a finding, when it fits the vocabulary and the household.

    Raises:
        NotAllowed: V15.
    """
    declared = vocabulary.facts.get(found.fact)
    entity = "person" if found.person is not None else "household"
    if declared is None or declared.entity != entity or (found.person is not None and found.person.pk not in members):
        message = N_("{fact} is not a fact of a member of this household, or of the household")
        raise _refused("V15", request.number, message, fact=found.fact[:60])
    if not found.evidence.strip() or found.value is None:
        message = N_("{fact}: the value is missing, or which ledger says so")
        raise _refused("V15", request.number, message, fact=declared.label.zh)
    findings = Findings()
    value = read_value(found.value, declared, Place(declared.label.zh), findings, on)
    if findings.errors:
        raise NotAllowed(findings.errors[0])
    return write_value(value, declared.type)


def _tell_cases(household: Household, user: User, on: date) -> None:
    """Every case of the household in whose step a check is made now has it done."""
    for case in Case.objects.filter(household=household, ended=False).order_by("pk"):
        step = journey_of(case).step
        if step is None or case.state != step.name or DATA_CHECK not in step.does:
            continue
        event = Event("did", on, ROLE, step=step.name, outcome=DATA_CHECK)
        try:
            with transaction.atomic():
                act(case.pk, event, user)
        except NotAllowed:  # it cannot be said in that case now; whoever acts on it takes the report over
            continue


def standing_report(household: Household, day: date) -> CheckReport | None:
    """The newest report that may be relied on: not objected to, not past its day; nothing where there is none."""
    holds = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    rows = CheckReport.objects.filter(holds, request__household=household, request__state="reported", on__lte=day)
    return rows.select_related("request").order_by("-on", "-pk").first()


def _refused(code: str, place: str, message: str, hint: str = "", **params: object) -> NotAllowed:
    return NotAllowed(Finding(code, Place(place), message, hint, params))
