"""What is looked at before a case is opened: whether it may come this way, and whether somebody receives what it is about."""

from __future__ import annotations

from minsheng.casework.act import Opening
from minsheng.casework.law import law_of
from minsheng.casework.models import Award
from minsheng.casework.models.case import CAME_BY
from minsheng.casework.receipt.plan import goes_on, processes_that
from minsheng.policy.finding import Finding, Place
from minsheng.policy.idnumber import problems_of
from minsheng.policy.language import N_
from minsheng.policy.pack import Process
from minsheng.registry.words import language, say

__all__ = ["came_rightly", "of_something_received", "ways_of"]

_LONGEST = {"name": 60, "relation": 60, "proof": 200}


def ways_of(process: Process) -> tuple[str, ...]:
    """How an application may come by the document; what an office finds it may open wherever it may help, and where nothing is granted."""
    said = process.apply.get("by") or list(CAME_BY)
    ways = [str(way) for way in said] if isinstance(said, list) else [str(said)]
    if "assisted" in ways or "grants" not in dict(process.effects).values():
        ways.append("found")
    return tuple(way for way in CAME_BY if way in ways)


def came_rightly(opening: Opening) -> Finding | None:
    """Whether the document lets an application come this way, and who applies for somebody says who they are and by what right."""
    ways = ways_of(opening.process)
    number = opening.household.number
    if opening.came_by not in ways:
        message = N_("{process}: an application does not come this way ({way})")
        hint = N_("The document knows: {known}.")
        words = {way: str(CAME_BY[way]) for way in CAME_BY}
        params: dict[str, object] = {
            "process": opening.process.label.in_(language()),
            "way": words.get(opening.came_by, opening.came_by),
            "known": ", ".join(words[way] for way in ways),
        }
        return Finding("U4", Place(number), message, hint, params)
    if opening.came_by != "delegate":
        return None
    about = opening.delegate or {}
    for name, most in _LONGEST.items():
        text = about.get(name, "").strip()
        if not text or "\x00" in text or len(text) > most:
            message = N_("whoever applies for somebody gives a name, the relation and the authority on paper")
            return Finding("U5", Place(number), message)
    if about.get("id_number", "").strip() and problems_of(about["id_number"], opening.on):
        return Finding("U5", Place(number), N_("the ID number of the delegate cannot be right"))
    return None


def of_something_received(opening: Opening) -> Finding | None:
    """An application is for what is not received yet; a review, a change or an end is about something that is."""
    process, home = opening.process, opening.household
    law = law_of(home.area.code, opening.on)
    if not process.benefit or not process.effects or process.benefit not in law.benefits:
        return None
    benefit = law.benefit(process.benefit)
    words: dict[str, object] = {"benefit": benefit.label.in_(language())}
    running = Award.objects.running(opening.on).filter(household=home, benefit=benefit.name)
    if "grants" not in dict(process.effects).values():
        return _about_one(opening, list(running[:2]), words)
    if home.closed_on is not None:
        return Finding("U6", Place(home.number), N_("this file was closed on {day}"), params={"day": home.closed_on})
    awards = list(running.prefetch_related("covered"))
    if not awards or not goes_on(law, benefit.name):
        return None
    covered = {row.person_id for award in awards for row in award.covered.all() if row.valid_to is None}
    if benefit.entity == "person" and not set(home.members_on(opening.on).values_list("person", flat=True)) <= covered:
        return None
    others = [
        law.processes[name].label.in_(language()) for name in processes_that(law, benefit.name, "changes", "ends")
    ]
    return Finding(
        "U2",
        Place(home.number),
        N_("{benefit} is received already, since {day}"),
        N_("What has changed is looked at in a case of its own: {others}."),
        {**words, "day": awards[0].first_day, "others": ", ".join(others) or say(N_("no document in force says how"))},
    )


def _about_one(opening: Opening, running: list[Award], words: dict[str, object]) -> Finding | None:
    if opening.award is not None:
        own = opening.award
        fits = own.household_id == opening.household.pk and own.benefit == opening.process.benefit
        if fits and own.state_on(opening.on) != "ended":
            return None
    elif len(running) == 1:
        return None
    if len(running) > 1 and opening.award is None:
        message = N_("several people of this file receive {benefit}; say whose it is")
        return Finding("U3", Place(opening.household.number), message, params=words)
    message = N_("nobody of this file receives {benefit}; there is nothing to review, change or end")
    return Finding("U3", Place(opening.household.number), message, params=words)
