"""What people see when something cannot be done: in words, in both languages, without a stack, and what they typed is still there."""

from datetime import date

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from minsheng.casework.act import open_case
from minsheng.casework.models import Case, Happening


@pytest.fixture
def case(household, staff):
    return open_case(household, "hardship", staff("township_clerk"), on=date(2021, 11, 2))


@pytest.fixture
def clerk(case, staff):
    client = Client(raise_request_exception=False)
    client.force_login(staff("township_clerk"))
    return client


def falls_over(monkeypatch, problem):
    def fall(*args, **more):
        raise problem

    monkeypatch.setattr("minsheng.web.desk.actions.act", fall)


TYPED = {"kind": "correction", "role": "township", "version": "1", "key": "k", "reason": "缺照片 <b>"}


def test_the_database_goes_away(clerk, case, monkeypatch):
    address = reverse("desk:act", args=[case.number])
    with monkeypatch.context() as patch:
        falls_over(patch, OperationalError("server closed the connection unexpectedly"))
        response = clerk.post(address, TYPED)
    page = response.content.decode()
    assert response.status_code == 503
    assert response["retry-after"] == "60"
    assert "server closed" not in page
    assert "缺照片 &lt;b&gt;" in page
    assert f'action="{address}"' in page
    assert Happening.objects.count() == 1
    assert clerk.post(address, TYPED).status_code == 302  # sent again as it was
    assert Happening.objects.count() == 2


def test_a_fault_of_ours(clerk, case, monkeypatch, caplog):
    falls_over(monkeypatch, ZeroDivisionError("secret detail"))
    response = clerk.post(reverse("desk:act", args=[case.number]), TYPED)
    assert response.status_code == 500
    assert "secret detail" not in response.content.decode()
    assert "Traceback" not in response.content.decode()
    number = next(r.args[0] for r in caplog.records if r.name == "minsheng.web")
    assert number in response.content.decode()


@pytest.mark.parametrize(
    ("language", "word"), [("zh", "没有您可以查看"), ("en", "There is nothing here that you may see")]
)
def test_what_is_not_there(clerk, language, word):
    response = clerk.get("/desk/cases/none", headers={"accept-language": language})
    assert response.status_code == 404
    assert word in response.content.decode()
    assert "desk.css" in response.content.decode()


def test_an_address_that_is_too_long(clerk):
    assert clerk.get("/desk/cases?late=" + "x" * 20_000).status_code == 414


def test_a_body_that_is_too_large(clerk, case):
    response = clerk.post(reverse("desk:act", args=[case.number]), {**TYPED, "reason": "x" * (6 << 20)})
    assert response.status_code == 413
    many = {f"field{n}": "x" for n in range(1500)}
    assert clerk.post(reverse("desk:act", args=[case.number]), many).status_code == 400
    assert Case.objects.get().version == 1


def test_a_form_from_elsewhere_is_told_so(case, staff):
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(reverse("login"), {"username": "x", "password": "y"})
    assert response.status_code == 403
    assert "desk.css" in response.content.decode()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods(clerk, case, method):
    response = getattr(clerk, method)(reverse("desk:act", args=[case.number]))
    assert response.status_code == 405
