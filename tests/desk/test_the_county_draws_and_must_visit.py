"""Draws are published before they are drawn and anybody finds the same; what is drawn or mandatory is visited before it is decided."""

from datetime import date, datetime, timedelta
from fractions import Fraction
from hashlib import sha256

import pytest
from django.utils import timezone

from minsheng.casework import draw as draws
from minsheng.casework import mandatory_visit
from minsheng.casework.act import open_case
from minsheng.casework.draw import batches, draw, how_many, order, publish
from minsheng.casework.journey import NotAllowed
from minsheng.casework.mandatory_visit import file_relative, mandatory_reasons
from minsheng.casework.models import Draw
from minsheng.policy.finding import Finding, Place
from minsheng.registry.models import Household, Membership, Person
from minsheng.registry.scope import scope_of
from tests.desk.doing import does_everything, happens, is_checked, is_visited, signs

pytestmark = pytest.mark.usefixtures("safeguards")
SOON = timedelta(hours=2)


def refused(code):
    return pytest.raises(NotAllowed, match=rf"\[{code}\]")


@pytest.fixture
def people(staff):
    return {
        "clerk": staff("township_clerk"),
        "head": staff("township_head"),
        "centre": staff("check_centre", "620171"),
        "county": staff("county_clerk", "620171"),
    }


@pytest.fixture
def homes(areas, household):
    """More households in the township."""

    def make(count):
        made = [household]
        for n in range(2, count + 1):
            home = Household.objects.create(number=f"home-{n}", area=areas["620171001"], synthetic=True)
            person = Person.objects.create(name=f"测试{n}", birth_date=date(1950, 1, 1), synthetic=True)
            Membership.objects.create(household=home, person=person, relation="head", valid_from=date(2021, 11, 1))
            made.append(home)
        return made

    return make


def to_the_county(home, people):
    """A case that has come to the step in which the county decides."""
    case = open_case(home, "hardship", people["clerk"], on=date(2021, 11, 2))
    case = happens(case, people["clerk"], "accepted", "2021-11-03")
    does_everything(case, people["clerk"], people["centre"])
    happens(case, people["clerk"], "step", "2021-11-09", step="review", outcome="opinion")
    happens(case, people["clerk"], "step", "2021-11-18", step="notice", outcome="quiet")
    return happens(case, people["head"], "step", "2021-11-19", step="conclusion", outcome="agree")


@pytest.fixture
def share(monkeypatch):
    """The place has set the share."""

    def set_to(value):
        def drawing(case, found=draws.drawing_of):
            asked = found(case)
            return draws.Drawing(asked.sample, value, asked.cites)

        monkeypatch.setattr(draws, "drawing_of", drawing)
        monkeypatch.setattr("minsheng.casework.safeguards.drawing_of", drawing)

    return set_to


def approve(case, people, **more):
    return happens(
        case,
        people["county"],
        "step",
        "2021-11-22",
        role="county",
        step="decision",
        outcome="approve",
        reason="同意",
        **more,
    )


def drawn(batch, people, minutes=150):
    published = publish(batch.area, batch.process, people["county"], draw_at=timezone.now() + SOON)
    return draw(published, people["county"], now=timezone.now() + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("share", "rounding", "size", "most"),
    [
        (Fraction(3, 10), "up", 1, 1),
        (Fraction(3, 10), "up", 10, 3),
        (Fraction(3, 10), "up", 11, 4),
        (Fraction(3, 10), "down", 11, 3),
        (Fraction(1), "up", 7, 7),
        (Fraction(0), "up", 7, 0),
    ],
)
def test_how_many_are_drawn(share, rounding, size, most):
    assert how_many(share, rounding, size) == most


def test_anybody_finds_the_same_order():
    numbers = [f"620171001-20211102-{n:03}" for n in range(1, 8)]
    by_hand = sorted(numbers, key=lambda number: sha256(f"种子\n{number}".encode()).hexdigest())
    assert [number for number, _ in order("种子", reversed(numbers))] == by_hand


def test_where_the_share_is_not_set_nothing_is_drawn_and_the_county_decides(household, people, share):
    share(None)
    case = to_the_county(household, people)
    (batch,) = batches(scope_of(people["county"]))
    assert batch.drawing.share is None
    with refused("V25"):
        publish(batch.area, batch.process, people["county"], draw_at=timezone.now() + SOON)
    assert approve(case, people).state == "approved"


def test_a_case_is_not_decided_before_the_draw_and_a_drawn_one_not_before_the_visit(homes, people, share):
    share(Fraction(1, 3))
    cases = [to_the_county(home, people) for home in homes(3)]
    with refused("V20"):
        approve(cases[0], people)
    (batch,) = batches(scope_of(people["county"]))
    found = drawn(batch, people)
    rows = list(found.cases.select_related("case"))
    assert [row.drawn for row in rows] == [True, False, False]
    assert found.size == 3
    again = [number for number, _ in order(found.seed, [case.number for case in cases])]
    assert [row.case.number for row in rows] == again
    assert not batches(scope_of(people["county"]))
    for row in rows[1:]:
        assert approve(row.case, people).ended
    with refused("V20") as problem:
        approve(rows[0].case, people)
    assert found.number in str(problem.value)
    with refused("V20"):
        happens(
            rows[0].case,
            people["county"],
            "step",
            "2021-11-22",
            role="county",
            step="decision",
            outcome="refuse",
            reason="x",
        )
    is_visited(rows[0].case, people["clerk"], "2021-11-22")
    with refused("V20"):
        approve(rows[0].case, people)
    visit = is_visited(rows[0].case, people["county"], "2021-11-22")
    type(visit).objects.filter(pk=visit.pk).update(recorded_at=found.drawn_at + timedelta(minutes=1))
    assert approve(rows[0].case, people).ended


def test_the_seed_comes_first(household, people, share):
    share(Fraction(1, 2))
    to_the_county(household, people)
    (batch,) = batches(scope_of(people["county"]))
    now = timezone.now()
    with refused("V25"):
        publish(batch.area, batch.process, people["county"], draw_at=now - timedelta(minutes=1))
    with refused("V25"):
        publish(batch.area, batch.process, people["head"], draw_at=now + SOON)
    published = publish(batch.area, batch.process, people["county"], draw_at=now + SOON)
    assert len(published.seed) == 32
    with refused("V25"):
        publish(batch.area, batch.process, people["county"], draw_at=now + SOON)
    with refused("V25"):
        draw(published, people["county"])
    with refused("V25"):
        draw(published, people["head"], now=now + SOON * 2)
    draw(published, people["county"], now=now + SOON * 2)
    with refused("V25"):
        draw(published, people["county"], now=now + SOON * 2)
    assert Draw.objects.count() == 1


def test_a_case_that_comes_after_the_seed_is_of_the_next_batch(homes, people, share):
    share(Fraction(1))
    first, second = homes(2)
    to_the_county(first, people)
    (batch,) = batches(scope_of(people["county"]))
    published = publish(batch.area, batch.process, people["county"], draw_at=timezone.now() + SOON)
    late = to_the_county(second, people)
    draw(published, people["county"], now=timezone.now() + SOON * 2)
    assert published.cases.count() == 1
    (rest,) = batches(scope_of(people["county"]))
    assert [case.number for case, _ in rest.cases] == [late.number]


def test_other_counties_have_their_own_draws(household, people, staff, share):
    share(Fraction(1))
    to_the_county(household, people)
    other = staff("county_clerk", "500110", "elsewhere")
    assert batches(scope_of(other)) == []
    with refused("V25"):
        publish(
            household.area,
            "hardship.application",
            other,
            draw_at=datetime(2099, 1, 1, tzinfo=timezone.get_current_timezone()),
        )


# mandatory visits


@pytest.fixture
def of_dibao(household, people):
    case = open_case(household, "dibao", people["clerk"], on=date(2021, 11, 2))
    return happens(case, people["clerk"], "accepted", "2021-11-03")


def test_a_near_relative_of_an_official_is_visited_by_the_county(of_dibao, people):
    assert mandatory_reasons(of_dibao, date(2021, 11, 22)) == []
    about = {"official": "王某", "post": "中川镇民政办", "relation": "兄弟"}
    with refused("V19"):
        file_relative(of_dibao.household, people["clerk"], on=date(2021, 11, 4), **{**about, "post": " "})
    file_relative(of_dibao.household, people["clerk"], on=date(2021, 11, 4), **about)
    (reason,) = mandatory_reasons(of_dibao, date(2021, 11, 22))
    assert "2021-11-04" in reason.render("en")


def complaint(case):
    return {"complaint_received": Finding("V21", Place(case.number), "an open complaint")}


def test_others_add_their_reasons(of_dibao, monkeypatch):
    import sys
    from types import SimpleNamespace

    monkeypatch.setitem(sys.modules, "of_complaints", SimpleNamespace(complaint=complaint))
    monkeypatch.setattr(mandatory_visit, "REASONS", (*mandatory_visit.REASONS, "of_complaints:complaint"))
    assert [reason.message for reason in mandatory_reasons(of_dibao, date(2021, 11, 22))] == ["an open complaint"]


def test_where_the_document_does_not_ask_nothing_is_mandatory(household, people):
    case = open_case(household, "hardship", people["clerk"], on=date(2021, 11, 2))
    about = {"official": "王某", "post": "中川镇民政办", "relation": "兄弟"}
    file_relative(household, people["clerk"], on=date(2021, 11, 4), **about)
    assert mandatory_reasons(case, date(2021, 11, 22)) == []


def test_it_is_not_decided_before_the_visit(of_dibao, people):
    about = {"official": "王某", "post": "中川镇民政办", "relation": "兄弟"}
    file_relative(of_dibao.household, people["clerk"], on=date(2021, 11, 4), **about)
    signs(of_dibao.household, people["clerk"])
    case = goes_to(of_dibao, "decision", people)
    role = "county" if case.waits_for == "county" else "township"
    who = people["county"] if role == "county" else people["head"]
    last = "2021-12-01"
    with refused("V21"):
        happens(case, who, "step", last, role=role, step="decision", outcome="approve", reason="同意")
    is_visited(case, people["county"], last)
    assert happens(case, who, "step", last, role=role, step="decision", outcome="approve", reason="同意").ended


def goes_to(case, state, people):
    """A case on its way to a state by the first outcome of each step."""
    from minsheng.casework.act import journey_of
    from minsheng.casework.models import Case

    day, who = date(2021, 11, 4), {"county": people["county"], "township": people["clerk"]}
    while case.state != state:
        journey = journey_of(case)
        role = journey.role_of(journey.step)
        moves = journey.moves()
        if any(move.kind == "begun" for move in moves):
            case = happens(case, who[role], "begun", day, role=role, step=case.state)
            continue
        if "data_check" in journey.step.does:
            is_checked(case, people["clerk"], people["centre"], day)
        move = next(m for m in moves if m.kind == "step")
        day = max(day, move.not_before or day) + timedelta(days=1)
        event = {"step": case.state, "outcome": move.outcome, "reason": "继续"}
        happens(case, who[role], "step", day, role=role, **event)
        case = Case.objects.get(pk=case.pk)
    return case


def test_the_page_of_today_prompts_whoever_draws(client, household, people, share, django_assert_max_num_queries):
    from django.urls import reverse

    from minsheng.casework.draw import count_waiting

    share(Fraction(1))
    to_the_county(household, people)
    with django_assert_max_num_queries(8):
        assert count_waiting(scope_of(people["county"])) == 1
    client.force_login(people["county"])
    assert reverse("desk:draws") in client.get(reverse("desk:today")).content.decode()
    share(None)
    assert count_waiting(scope_of(people["county"])) == 0
