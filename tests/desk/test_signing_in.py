"""Signing in: guessing becomes slow, by user and by address; a session ends; the last time is shown; the password can be changed."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from minsheng.web.models import FailedSignIn


@pytest.fixture
def clerk(staff):
    return staff("township_clerk")


def sign_in(client, name="township_clerk", password="", **more):
    return client.post(reverse("login"), {"username": name, "password": password or name}, **more)


def test_guessing_becomes_slow_and_slower(client, clerk):
    for _ in range(5):
        assert "分钟" not in sign_in(client, password="wrong").content.decode()
    assert "分钟" in sign_in(client).content.decode()  # the right one too
    waits = []
    for _ in range(3):
        FailedSignIn.objects.update(until=timezone.now() - timedelta(seconds=1))
        sign_in(client, password="wrong")
        waits.append(FailedSignIn.objects.get().until - timezone.now())
    assert waits[0] < waits[1] < waits[2] <= timedelta(minutes=30)
    FailedSignIn.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert sign_in(client).status_code == 302
    assert not FailedSignIn.objects.exists()


def test_names_that_do_not_exist_are_told_the_same(client, clerk):
    pages = [
        [sign_in(client, name, "wrong").content.decode() for _ in range(6)] for name in ("township_clerk", "nobody")
    ]
    told = [[page.split('role="alert">')[1].split("<")[0] for page in each] for each in pages]
    assert told[0] == told[1]


def test_an_address_that_tries_many_names(client, clerk):
    for n in range(41):
        sign_in(client, f"name{n}", "wrong", headers={"x-forwarded-for": "10.0.0.9, 192.0.2.1"})
    from_there = {"headers": {"x-forwarded-for": "10.0.0.8, 192.0.2.1"}}
    assert "分钟" in sign_in(Client(), **from_there).content.decode()
    assert sign_in(Client(), headers={"x-forwarded-for": "192.0.2.2"}).status_code == 302


def test_nobody_is_shut_out_of_their_own_browser(client, clerk):
    assert sign_in(client).status_code == 302
    client.get("/desk/")
    client.post(reverse("logout"))
    stranger = Client()
    for _ in range(6):
        sign_in(stranger, password="wrong")
    assert "分钟" in sign_in(stranger).content.decode()
    assert sign_in(client).status_code == 302


def test_the_last_time_is_shown(client, clerk):
    sign_in(client)
    client.post(reverse("logout"))
    sign_in(client, password="wrong")
    sign_in(client)
    assert "上次登录" in client.get("/desk/").content.decode()
    assert "上次登录" not in client.get("/desk/").content.decode()


def test_a_session_ends_with_the_browser_and_after_a_pause(client, clerk, settings):
    response = sign_in(client)
    assert not response.cookies["sessionid"]["max-age"]
    session = Session.objects.get()
    assert session.expire_date <= timezone.now() + timedelta(minutes=settings.DESK_IDLE_MINUTES)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get("/desk/").status_code == 302


def test_whoever_goes_on_working_stays_signed_in(client, clerk):
    sign_in(client)
    soon = timezone.now() + timedelta(minutes=1)
    Session.objects.update(expire_date=soon)
    session = client.session
    session["seen"] = 0
    session.save()
    Session.objects.update(expire_date=soon)
    assert client.get("/desk/").status_code == 200
    assert Session.objects.get().expire_date > soon


def test_the_password_is_changed(client, clerk):
    assert client.get(reverse("password")).status_code == 302
    sign_in(client)
    assert client.get(reverse("password")).status_code == 200
    new = "一句很长的新口令 2026"
    weak = {"old_password": "township_clerk", "new_password1": "12345678", "new_password2": "12345678"}
    assert 'role="alert"' in client.post(reverse("password"), weak).content.decode()
    good = {"old_password": "township_clerk", "new_password1": new, "new_password2": new}
    assert client.post(reverse("password"), good).status_code == 302
    assert sign_in(Client(), password="township_clerk").status_code == 200
    assert sign_in(Client(), password=new).status_code == 302


@pytest.mark.parametrize("name", ["", "a\x00b", "长" * 999])
def test_odd_names(client, clerk, name):
    assert sign_in(client, name, "x").status_code == 200
