"""Tasks are listed by deadline; whoever has the role does them or hands them over; what is late is shown as late."""

from datetime import timedelta

import pytest
from django.urls import reverse

from minsheng.casework.models import HandingOver, Task
from minsheng.policy.today import today_in_china

TODAY = today_in_china()


@pytest.fixture
def task(household):
    def make(words="落实照料人", *, due=None, role="township", **more):
        about = {"household": household, "area": household.area, "begun_on": TODAY - timedelta(days=60), **more}
        due_on = None if due is None else TODAY + timedelta(days=due)
        return Task.objects.create(kind="care", words_zh=words, words_en=words, role=role, due_on=due_on, **about)

    return make


def page(client, tab="mine", **more):
    return client.get(reverse("desk:tasks"), {"tab": tab, **more}).content.decode()


def send(client, task, **data):
    return client.post(reverse("desk:task", args=[task.pk]), data)


def test_the_nearest_last_day_comes_first_and_those_without_one_last(client, staff, task):
    for words, due in (("没有期限", None), ("后天", 2), ("早过了", -3), ("到点", 0)):
        task(words, due=due)
    client.force_login(staff("township_clerk"))
    shown = page(client)
    assert sorted(("没有期限", "后天", "早过了", "到点"), key=shown.index) == ["早过了", "到点", "后天", "没有期限"]
    assert "▲" in shown


def test_only_what_is_late(client, staff, task):
    task("早过了", due=-1)
    task("到点", due=0)
    client.force_login(staff("township_clerk"))
    assert "早过了" in page(client, "late")
    assert "到点" not in page(client, "late")


def test_mine_are_those_of_my_role_that_no_colleague_has(client, staff, task):
    task("县里做的", role="county")
    task("同事手上的", taken_by=staff("township_head"))
    client.force_login(staff("township_clerk"))
    assert "县里做的" not in page(client)
    assert "同事手上的" not in page(client)
    assert "同事手上的" in page(client, "all")


def test_more_than_a_page_is_paged_without_losing_or_repeating_any(client, staff, task):
    for number in range(60):
        task(f"第{number}件", due=number % 3 if number % 2 else None)
    client.force_login(staff("township_clerk"))
    first = client.get(reverse("desk:tasks"))
    second = client.get(reverse("desk:tasks") + "?" + first.context["more"])
    shown = [row["task"].pk for answer in (first, second) for row in answer.context["rows"]]
    assert sorted(shown) == sorted(Task.objects.values_list("pk", flat=True))


def test_a_task_is_finished_once_with_what_shows_it(client, staff, task):
    found = task(due=-1)
    client.force_login(staff("township_clerk"))
    told = {"do": "finish", "outcome": "done", "on": TODAY.isoformat(), "evidence": "协议3号", "key": "k1"}
    assert send(client, found, **told).status_code == 302
    assert send(client, found, **told).status_code == 302
    found.refresh_from_db()
    assert (found.outcome, found.done_on, found.evidence, found.done_by.username) == (
        "done",
        TODAY,
        "协议3号",
        "township_clerk",
    )
    assert "落实照料人" not in page(client, "late")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"outcome": "not_possible"}, "reason"),
        ({"on": (TODAY + timedelta(days=1)).isoformat()}, "between"),
        ({"on": "2001-01-01"}, "between"),
        ({"on": "never"}, "date"),
        ({"outcome": "gone"}, "gone"),
        ({"evidence": "x" * 201}, "200"),
    ],
)
def test_what_cannot_be_is_told_and_what_was_typed_stays(client, staff, task, wrong, said):
    found = task()
    client.force_login(staff("township_clerk"))
    client.cookies["django_language"] = "en"
    told = {"do": "finish", "outcome": "done", "on": TODAY.isoformat(), "evidence": "协议", **wrong}
    answer = send(client, found, **told)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert Task.objects.get().done_on is None


def test_handed_to_a_colleague_who_may_do_it_and_to_nobody_else(client, staff, task):
    found, head = task(), staff("township_head")
    county = staff("county_clerk", "620171")
    client.force_login(staff("township_clerk"))
    assert send(client, found, do="hand", to=county.pk).status_code == 400
    assert send(client, found, do="hand", to=head.pk, reason="休假").status_code == 302
    found.refresh_from_db()
    assert found.taken_by == head
    assert HandingOver.objects.get().reason == "休假"
    assert "落实照料人" not in page(client)
    client.force_login(head)
    assert "落实照料人" in page(client)


@pytest.mark.parametrize("role", ["supervisor", "finance", "village_assistant"])
def test_who_has_another_role_looks_and_does_not_do(client, staff, task, role):
    found = task()
    client.force_login(staff(role))
    assert send(client, found, do="finish", outcome="done", on=TODAY.isoformat()).status_code == 404
    assert 'name="outcome"' not in client.get(reverse("desk:task", args=[found.pk])).content.decode()


def test_the_page_of_today_tells_of_them(client, staff, task):
    task(due=-1)
    task(due=3)
    task(due=30)
    client.force_login(staff("township_clerk"))
    told = {prompt.address: prompt.count for prompt in client.get(reverse("desk:today")).context["prompts"]}
    assert told[reverse("desk:tasks") + "?tab=late"] == 1
    assert told[reverse("desk:tasks")] == 1
