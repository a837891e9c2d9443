"""Giving papers out: what was handed over is kept as it was, so that exactly this can be printed again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from django.db import transaction

from minsheng.casework.act import act
from minsheng.casework.certificates import address_of
from minsheng.casework.event import Event
from minsheng.casework.journey import NotAllowed
from minsheng.casework.models import Case, GivenPaper, Notice, PaperDraft, next_serial
from minsheng.casework.office_template import template_in_use
from minsheng.casework.paper_file import PaperFile
from minsheng.casework.papers import Paper
from minsheng.casework.papers.kept import paper_as_plain, paper_from_plain
from minsheng.casework.papers.kind import PaperKind
from minsheng.policy.finding import Finding, Place
from minsheng.policy.idnumber import masked
from minsheng.policy.language import N_
from minsheng.registry.access import read_all_in_full
from minsheng.registry.models import Household, User
from minsheng.registry.scope import Scope, scope_of
from minsheng.registry.sent_form import first_time

__all__ = ["draft_of", "give_out", "keep_draft", "kept_paper", "may_give_out", "withdraw"]

_LONGEST_REASON = 1000
#: Fields with numbers of accounts, hidden like ID numbers from whoever may not see those.
_ACCOUNTS = ("account",)


def may_give_out(scope: Scope, kind: PaperKind, code: str) -> bool:
    """Whether somebody may fill in a paper and give it out in an area.

    Papers of the application are for who takes applications, the report of a check also for who checks, the others for who acts.
    """
    rights = {"act"}
    if kind.asked_by.get("event") == "applied":
        rights.add("apply")
    if kind.asked_by.get("activity") == "data_check":
        rights.add("check")
    return any(scope.may(right, code) for right in rights)


def draft_of(file: PaperFile) -> dict[str, Any]:
    """What was filled in before; empty where nothing was."""
    draft = PaperDraft.objects.filter(household=file.household, case=file.case, name=file.kind.name).first()
    return draft.content if draft is not None else {}


def keep_draft(file: PaperFile, values: Mapping[str, object]) -> None:
    """Keep what is filled in until the paper is given out."""
    draft = PaperDraft.objects.filter(household=file.household, case=file.case, name=file.kind.name).first()
    draft = draft or PaperDraft(household=file.household, case=file.case, name=file.kind.name)
    draft.by, draft.content = file.user, dict(values)
    draft.save()


@transaction.atomic
def give_out(
    file: PaperFile, values: Mapping[str, object], *, key: str = "", version: int | None = None, base: str = ""
) -> GivenPaper | None:
    """Give a paper out: it is numbered and kept, and what it does to the case happens in the same moment.

    Args:
        file: the paper.
        values: what the office has filled in.
        key: of the form; a second time nothing happens and nothing is given back.
        version: how many things had happened to the case when the form was opened.
        base: where the public pages are, for the code on a certificate.

    Raises:
        PolicyError: something is missing on it.
        NotAllowed: the case does not allow what the paper does, or the reason is too long for the list of the case (``J12``).
    """
    if not first_time(key, file.user):
        return None
    if file.case is not None:
        Case.objects.select_for_update().get(pk=file.case.pk)
    else:
        Household.objects.select_for_update().get(pk=file.household.pk)
    file = _after_its_move(file, values, version)
    numbers = _numbers(file)
    owner = file.case.number if file.case is not None else file.household.number
    certificate = file.certificate if "certificate_number" in file.kind.fields else None
    address = address_of(certificate, base) if certificate is not None and base else ""
    number = f"{owner}-P{next_serial(f'paper {owner}'):02}"
    paper = file.compose(values, number=number, numbers=numbers, address=address, day=file.day)
    given = _kept(file, paper, number, numbers)
    PaperDraft.objects.filter(household=file.household, case=file.case, name=file.kind.name).delete()
    if file.kind.public:
        _say_on_notice(file, values)
    return given


def _after_its_move(file: PaperFile, values: Mapping[str, object], version: int | None) -> PaperFile:
    """Let happen to the case what the paper does, and look at the file again."""
    if file.move is None or file.case is None:
        return file
    reason = file.reason_of(values)
    if len(reason) > _LONGEST_REASON:
        message = N_("together this is longer than {most} characters, too long to be written down with the case")
        raise NotAllowed(Finding("J12", Place(file.case.number), message, params={"most": _LONGEST_REASON}))
    case = act(file.case.pk, Event(file.move.kind, file.day, file.move.role, reason=reason), file.user, version=version)
    return PaperFile(file.kind, file.household, case, file.user, file.lang, file.day, file.about)


def _numbers(file: PaperFile) -> dict[int, str]:
    """The ID numbers that stand on the paper, in full and written down, where whoever gives it out may see them."""
    code = file.household.area.code
    people = file.numbered
    if not people or not scope_of(file.user, file.day).may("see_id_number", code):
        return {}
    return read_all_in_full(people, file.user, code, f"{file.kind.name} {file.case or file.household}")


def _kept(file: PaperFile, paper: Paper, number: str, numbers: Mapping[int, str]) -> GivenPaper:
    plain = paper_as_plain(paper)
    step = file.journey.state if file.journey is not None and file.journey.step is not None else ""
    before = GivenPaper.objects.filter(
        household=file.household,
        case=file.case,
        name=file.kind.name,
        about=file.about,
        step=step,
        replaced_by__isnull=True,
        withdrawn_on__isnull=True,
    )
    former = list(before)
    given = GivenPaper(
        number=number,
        name=file.kind.name,
        lang=file.lang,
        household=file.household,
        case=file.case,
        area=file.household.area,
        step=step,
        about=file.about[:80],
        day=file.day,
        digest=_digest(plain),
        template=template_in_use(file.kind, file.household.area, file.lang),
        given_by=file.user,
        synthetic=file.household.synthetic,
    )
    hidden = [str(paper.values[name]) for name in _ACCOUNTS if paper.values.get(name)]
    given.content = {"paper": plain, "numbers": {str(key): text for key, text in numbers.items()}, "hidden": hidden}
    given.save()
    given.people.set(numbers)
    for old in former:
        old.replaced_by = given
        old.save(update_fields=["replaced_by"])
    return given


def _digest(plain: dict[str, Any]) -> str:
    return sha256(json.dumps(plain, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()


def _say_on_notice(file: PaperFile, values: Mapping[str, object]) -> None:
    """The page for everybody says the same telephone and income per head as the paper in the village."""
    assert file.case is not None  # noqa: S101 - a notice belongs to a case
    notice = Notice.objects.filter(case=file.case, ended_on__isnull=True).exclude(step="").order_by("-pk").first()
    if notice is None:
        return
    notice.telephone = str(values.get("watch_phone") or notice.telephone)[:40]
    told = values.get("households")
    rows = notice.rows.get(file.lang, [])
    if isinstance(told, list | tuple) and len(told) == len(rows):
        for of in notice.rows.values():
            for row, new in zip(of, told, strict=True):
                row["income_per_head"] = str(new.get("income_per_head", ""))[:40]
    notice.save(update_fields=["telephone", "rows"])


def kept_paper(given: GivenPaper, *, in_full: bool) -> Paper:
    """A paper as it was given out; without the right to see them, ID numbers and accounts are masked."""
    content = given.content
    plain = content["paper"]
    if not in_full:
        hidden = {number: masked(number) for number in content["numbers"].values() if number}
        hidden |= {text: "*" * max(0, len(text) - 4) + text[-4:] for text in content["hidden"] if len(text) > 4}
        plain = _without(plain, hidden)
    return paper_from_plain(plain)


def _without(value: Any, hidden: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: _without(inner, hidden) for name, inner in value.items()}
    if isinstance(value, list):
        return [_without(inner, hidden) for inner in value]
    if isinstance(value, str):
        for text, instead in hidden.items():
            value = value.replace(text, instead)
    return value


@transaction.atomic
def withdraw(given: GivenPaper, user: User, day: date, why: str) -> None:
    """Take a paper back; it stays in the file with the reason. A paper that was withdrawn stays as it is.

    Raises:
        ValueError: no reason is given.
    """
    if not why.strip():
        raise ValueError("a reason is needed")
    row = GivenPaper.objects.select_for_update().get(pk=given.pk)
    if row.withdrawn_on is None:
        row.withdrawn_on, row.withdrawn_by, row.withdrawn_why = day, user, why.strip()[:300]
        row.save(update_fields=["withdrawn_on", "withdrawn_by", "withdrawn_why"])
