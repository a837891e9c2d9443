"""Public notices: made when a step that lasts begins, taken down when it ends, and the results that a document has published."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Q, QuerySet

from minsheng.casework.act import effect_of_event, process_of_case
from minsheng.casework.event import Event
from minsheng.casework.journey import Journey
from minsheng.casework.kept_decision import decision_for_papers, outcomes_of
from minsheng.casework.models import Case, Happening, Notice, next_serial
from minsheng.casework.office import office_of
from minsheng.casework.papers.fill import notice_row
from minsheng.casework.papers.particulars import Member, Particulars, covered_by, members_of
from minsheng.casework.papers.words import name_on_the_web, shown
from minsheng.policy.deadline import due, parse_span
from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.language import N_
from minsheng.policy.pack import Process
from minsheng.registry.models import User

__all__ = ["hang_after", "kind_of", "objection_has_its_reason", "running_on", "take_down_after"]

_BEGINS = ("accepted", "step", "begun")


def objection_has_its_reason(case: Case, journey: Journey, event: Event) -> Finding | None:
    """A precondition of an event: a notice that does not end quietly says what was objected, so that it can be looked into."""
    step = journey.step
    if event.kind != "step" or step is None or not step.lasts or event.step != step.name or event.reason.strip():
        return None
    if not step.then or event.outcome == step.then[0][0]:
        return None
    message = N_("write down what was objected, by whom if they want that, and how it reached the office")
    return Finding("J15", Place(case.number), message)


def hang_after(case: Case, journey: Journey, happening: Happening, user: User) -> None:
    """A consequence of an event: a notice hangs from the day on which a step that lasts begins; a result, when it is granted."""
    process, step = process_of_case(case), journey.step
    told = journey.timeline()
    begins = (f"{step.name}.begun", happening.on) if step is not None else None
    if step is not None and step.lasts and happening.kind in _BEGINS and told and told[-1] == begins:
        _take_down(case.notices.filter(step=step.name), happening.on, "again")
        last = due(happening.on, parse_span(step.lasts)).date
        _hang(case, process, kind_of(process), happening.on, user, step=step.name, to_day=last)
    elif process.issues.get("published_in") and effect_of_event(process, happening.event()) == "grants":
        _hang(case, process, "result", happening.on, user)


def take_down_after(case: Case, journey: Journey, happening: Happening, user: User) -> None:
    """A consequence of an event: the notice of a step ends with it, all of a case with its withdrawal, results with the benefit."""
    if happening.kind == "step":
        _take_down(case.notices.filter(step=happening.step), happening.on, happening.outcome)
    if happening.kind == "withdrawn":
        _take_down(case.notices.all(), happening.on, "withdrawn")
    process = process_of_case(case)
    if effect_of_event(process, happening.event()) == "ends":
        results = Notice.objects.filter(case__household=case.household, case__benefit=case.benefit, kind="result")
        _take_down(results, happening.on, "ended")


def _take_down(notices: QuerySet[Notice], day: date, outcome: str) -> None:
    notices.filter(ended_on__isnull=True).update(ended_on=day, ended_as=outcome)


def kind_of(process: Process) -> str:
    """What a notice within a process says is intended: ``grants``, ``ends`` or ``changes``.

    >>> from datetime import date
    >>> from minsheng.policy import Library
    >>> law = Library.load().as_of(date(2022, 3, 1), "500110")
    >>> kind_of(law.processes["hardship.application"]), kind_of(law.processes["hardship.exit"])
    ('grants', 'ends')
    """
    effects = {effect for _, effect in process.effects}
    return next((kind for kind in ("grants", "ends") if kind in effects), "changes")


def running_on(day: date) -> Q:
    """The notices that hang on a day."""
    return Q(ended_on__isnull=True, from_day__lte=day) & (Q(to_day__isnull=True) | Q(to_day__gte=day))


def _hang(
    case: Case, process: Process, kind: str, day: date, user: User, *, step: str = "", to_day: date | None = None
) -> Notice:
    county = case.area.code[:6]
    number = f"{county}-{day.year}-N{next_serial(f'notice {county} {day.year}'):05}"
    rows, heads = _rows(case, kind, day)
    label = _label(case, process)
    where = process.issues.get("published_in")
    published = where if isinstance(where, Mapping) else {}
    office, telephone = office_of(case.area, user)
    return Notice.objects.create(
        number=number,
        case=case,
        area=case.area,
        kind=kind,
        step=step,
        benefit_zh=label[0][:120],
        benefit_en=label[1][:120],
        rows=rows,
        heads=heads,
        office=office[:120],
        telephone=telephone[:40],
        published_in_zh=str(published.get("zh", ""))[:300],
        published_in_en=str(published.get("en", ""))[:300],
        from_day=day,
        to_day=to_day,
        synthetic=case.synthetic,
    )


def _label(case: Case, process: Process) -> tuple[str, str]:
    """The name of the benefit in both languages."""
    from minsheng.casework.law import law_of

    law = law_of(case.area.code, case.law_day)
    label = law.benefit(case.benefit).label if case.benefit in law.benefits else process.label
    return label.zh, label.en


def _rows(case: Case, kind: str, day: date) -> tuple[dict[str, list[dict[str, str]]], list[str]]:
    """The rows of the table by language, and the names for the web: those who are entitled, or the head where nobody is yet.

    Only names as papers show them, numbers of people and amounts: nothing else of a household ever reaches a notice.
    """
    try:
        decision = decision_for_papers(case, day)
    except PolicyError:
        return _of_the_head(case, day)
    own = outcomes_of(decision, case.benefit)
    told = [outcome for outcome in own if outcome.status == "yes" and kind != "ends"] or own[:1]
    if not told:
        return _of_the_head(case, day)
    rows: dict[str, list[dict[str, str]]] = {}
    heads: list[str] = []
    things = decision.household.lists["people"].items if "people" in decision.household.lists else []
    for lang in ("zh", "en"):
        rows[lang] = []
        for outcome in told:
            members = members_of(decision, outcome, lang)
            of = dict(zip((thing.id for thing in things), members, strict=True))
            who = of.get(covered_by(outcome)[0]) if outcome.entity == "person" else None
            given = Particulars(members=members, applicant=who, decision=decision, outcome=outcome)
            if given.who is None:
                continue
            rows[lang].append({name: shown(value, lang) for name, value in notice_row(given, outcome, lang).items()})
            if lang == "zh":
                heads.append(name_on_the_web(given.who))
    return rows, heads


def _of_the_head(case: Case, day: date) -> tuple[dict[str, list[dict[str, str]]], list[str]]:
    """The head and the number of people, where nothing can be decided; whoever is not known to be grown up counts as a child."""
    from minsheng.casework.papers.words import public_name

    members = list(case.household.members_on(day))
    if not members:
        return {"zh": [], "en": []}, []
    head = Member(members[0].person.name, child=True)
    row = {"head": public_name(head), "people": str(len(members)), "covered": "", "income_per_head": "", "amount": ""}
    return {"zh": [row], "en": [dict(row)]}, [name_on_the_web(head)]
