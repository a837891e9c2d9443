"""What somebody typed is kept while they type, and when their session has ended: for them alone, encrypted, never sent by itself."""

import json
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from minsheng.casework.act import act, open_case
from minsheng.casework.event import Event
from minsheng.casework.models import Happening
from minsheng.registry.models import Household
from minsheng.web.models import Draft

ADDRESS = "/desk/drafts"
HOST = "http://testserver"


@pytest.fixture
def clerk(client, staff):
    user = staff("township_clerk")
    client.force_login(user)
    client.get("/desk/")  # the browser remembers who was here
    return user


@pytest.fixture
def case(household, clerk):
    return open_case(household, "hardship", clerk, on=date(2021, 11, 2))


def draft(client, page, fields, action=""):
    return client.post(ADDRESS, {"page": page, "action": action or page, "fields": json.dumps(fields)})


def the_case(case):
    return reverse("desk:case", args=[case.number]), reverse("desk:act", args=[case.number])


def correction(case, reason="缺照片 <b>"):
    return {"kind": "correction", "role": "township", "version": str(case.version), "key": "k", "reason": reason}


def test_what_is_typed_comes_back_until_it_is_sent(client, case):
    page, action = the_case(case)
    fields = list(correction(case).items())
    assert draft(client, page, fields, action).status_code == 204
    shown = client.get(page).content.decode()
    assert shown.count("缺照片 &lt;b&gt;") == 1  # in its own form, not in those beside it
    assert 'name="drop"' in shown
    assert "缺照片" not in Draft.objects.get().token
    assert client.post(action, correction(case)).status_code == 302
    assert not Draft.objects.exists()


def test_every_kind_of_field(client, clerk):
    page = reverse("desk:new")
    draft(client, page, [["area", "620171001"], ["name", '"甲" & 乙'], ["address", "某村"], ["password", "x"]])
    shown = client.get(page).content.decode()
    assert 'value="&quot;甲&quot; &amp; 乙"' in shown
    assert 'value="某村"' in shown
    assert 'value="620171001" selected' in shown
    assert Draft.objects.count() == 1


def test_the_questions(client, clerk):
    client.post(reverse("desk:new"), {"area": "620171001", "name": "试验人"})
    page = reverse("desk:questions", args=[Household.objects.get().number])
    before = client.get(page).content.decode()
    name = before.split('type="radio" name="')[1].split('"')[0]
    draft(client, page, [[name, "no"]])
    shown = client.get(page).content.decode()
    assert f'name="{name}" value="no" checked' in shown
    assert f'name="{name}" value="" checked' not in shown


def test_throwing_it_away(client, case):
    page, action = the_case(case)
    draft(client, page, list(correction(case).items()), action)
    response = client.post(ADDRESS, {"drop": str(Draft.objects.get().pk), "page": page})
    assert response["location"] == page
    assert not Draft.objects.exists()
    for elsewhere in ("https://example.org/", "//example.org", "/desk/\\example.org"):
        assert client.post(ADDRESS, {"drop": "1", "page": elsewhere})["location"] == "/desk/"


def test_others_never_see_it(client, case, staff):
    page, action = the_case(case)
    draft(client, page, list(correction(case).items()), action)
    head = staff("township_head")
    client.force_login(head)
    assert "缺照片" not in client.get(page).content.decode()
    client.post(ADDRESS, {"drop": str(Draft.objects.get().pk), "page": page})
    assert Draft.objects.count() == 1


def test_it_is_too_old_one_day(client, case):
    page, action = the_case(case)
    draft(client, page, list(correction(case).items()), action)
    Draft.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert "缺照片" not in client.get(page).content.decode()
    draft(client, "/desk/households/new", [["name", "甲"]])
    assert Draft.objects.count() == 1


def test_a_form_that_is_gone_shows_its_text(client, case, clerk):
    page, action = the_case(case)
    draft(client, page, list(correction(case).items()), action)
    act(case.pk, Event("accepted", date(2021, 11, 3), "township"), clerk)
    assert "缺照片 &lt;b&gt;" in client.get(page).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"fields": "x"},
        {"fields": "[1]"},
        {"fields": '[["a", 1]]'},
        {"fields": "[" * 9000},
        {"page": "/login", "fields": "[]"},
        {"page": "/desk/" + "x" * 400, "fields": "[]"},
        {"page": "/desk/a\x00", "fields": "[]"},
        {"fields": json.dumps([["a", "长" * 200_000]])},
        {"fields": json.dumps([["a", "b"]] * 501)},
    ],
)
def test_what_no_page_of_ours_sends(client, clerk, wrong):
    assert (
        client.post(ADDRESS, {"page": "/desk/households/new", "action": "/desk/households/new", **wrong}).status_code
        == 400
    )
    assert not Draft.objects.exists()


def sign_in(client, user, page):
    return client.post(reverse("login"), {"username": user.username, "password": user.username, "next": page})


def test_a_session_that_has_ended_in_the_middle(client, case, clerk):
    page, action = the_case(case)
    client.cookies.pop("sessionid")
    response = client.post(action, correction(case), headers={"referer": HOST + page})
    assert response.status_code == 302
    assert page in response["location"].replace("%2F", "/")
    assert Happening.objects.count() == 1
    response = sign_in(client, clerk, page)
    assert response["location"] == page
    shown = client.get(page).content.decode()
    assert "缺照片 &lt;b&gt;" in shown
    assert Happening.objects.count() == 1  # nothing is sent by itself
    assert client.post(action, correction(case)).status_code == 302
    assert Happening.objects.count() == 2
    assert "缺照片 &lt;b&gt;</textarea>" not in client.get(page).content.decode()


def test_somebody_else_who_signs_in_then_sees_nothing_of_it(client, case, clerk, staff):
    page, action = the_case(case)
    head = staff("township_head")
    client.cookies.pop("sessionid")
    client.post(action, correction(case), headers={"referer": HOST + page})
    sign_in(client, head, page)
    assert "缺照片" not in client.get(page).content.decode()
    sign_in_again = Client()
    sign_in(sign_in_again, clerk, page)
    assert "缺照片 &lt;b&gt;" in sign_in_again.get(page).content.decode()


def test_a_browser_in_which_nobody_was_signed_in_keeps_nothing(case):
    page, action = the_case(case)
    for cookie in ("", "forged", "1:xx:yy"):
        stranger = Client()
        stranger.cookies["minsheng_who"] = cookie
        assert stranger.post(action, correction(case), headers={"referer": HOST + page}).status_code == 302
    assert not Draft.objects.exists()


def test_new_household_after_the_session_has_ended(client, clerk):
    page = reverse("desk:new")
    client.cookies.pop("sessionid")
    typed = {"area": "620171001", "name": "试验人", "address": "第一村", "id_number": "11010519491231002X"}
    client.post(page, typed, headers={"referer": HOST + page})
    assert "11010519491231002X" not in Draft.objects.get().token
    sign_in(client, clerk, page)
    shown = client.get(page).content.decode()
    assert all(f'value="{typed[name]}"' in shown for name in ("name", "address", "id_number"))
    assert not Household.objects.exists()


def test_a_page_from_before_somebody_signed_in_again(case, clerk):
    page, action = the_case(case)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(clerk)
    strict.get(page)
    response = strict.post(action, correction(case), headers={"referer": HOST + page, "origin": HOST})
    assert response.status_code == 403
    assert f'href="{page}"' in response.content.decode()
    assert "缺照片 &lt;b&gt;" in strict.get(page).content.decode()
    foreign = strict.post(
        action, correction(case, "外来"), headers={"referer": "http://evil/x", "origin": "http://evil"}
    )
    assert foreign.status_code == 403
    assert "外来" not in strict.get(page).content.decode()


def test_two_editors(client, case, clerk, staff):
    page, action = the_case(case)
    act(case.pk, Event("correction", date(2021, 11, 3), "township", reason="身份证"), staff("township_head"))
    response = client.post(action, {**correction(case), "kind": "not_accepted"})
    assert response.status_code == 409
    shown = response.content.decode()
    assert "缺照片 &lt;b&gt;" in shown
    assert 'role="alert"' in shown
    assert Happening.objects.count() == 2
