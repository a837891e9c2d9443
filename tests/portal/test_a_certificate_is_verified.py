"""Whoever holds a certificate can verify it; whoever guesses numbers learns nothing."""

import pytest

from minsheng.casework.certificates import proof_of
from minsheng.casework.models import Certificate
from minsheng.web.portal.verify import GUESSES
from tests.desk.on_the_way import decided, ended


@pytest.fixture
def certificate(household, staff):
    decided(household, staff)
    return Certificate.objects.first()


def address(certificate, word=None):
    return f"/verify/{certificate.digits}?proof={proof_of(certificate) if word is None else word}"


def test_a_good_one_says_what_is_on_it_and_no_more(client, certificate):
    response = client.get(address(certificate), headers={"accept-language": "en"})
    page = response.content.decode()
    assert response.status_code == 200
    assert "This certificate is good" in page
    assert certificate.number in page
    holder = certificate.person
    assert holder.name not in page
    assert certificate.household.number not in page
    assert certificate.case.number not in page
    assert "noindex" in response["X-Robots-Tag"]


def test_a_cancelled_one_says_so(client, certificate, household, staff):
    ended(household, staff)
    page = client.get(address(certificate), headers={"accept-language": "en"}).content.decode()
    assert "This certificate was cancelled" in page
    assert "This certificate is good" not in page


def test_a_wrong_word_and_an_unknown_number_look_the_same(client, certificate):
    wrong = client.get(address(certificate, "AAAAAAAAAAAAAAAA"))
    none = client.get(f"/verify/{certificate.digits}")
    unknown = client.get("/verify/62017120210009957?proof=AAAAAAAAAAAAAAAA")
    assert {r.status_code for r in (wrong, none, unknown)} == {404}
    assert bare(wrong) == bare(none) == bare(unknown)


def bare(response):
    """A page without the token of its form and its own address."""
    return [line for line in response.content.decode().splitlines() if "csrfmiddlewaretoken" not in line]


def test_the_form_asks_for_both(client, certificate):
    spaced = certificate.number.replace("-", " ")
    page = client.post("/verify", {"number": spaced, "proof": proof_of(certificate).lower()})
    assert page.status_code == 200
    assert certificate.number in page.content.decode()
    assert client.post("/verify", {"number": certificate.number, "proof": ""}).status_code == 400
    mistyped = certificate.number[:-1] + str((int(certificate.number[-1]) + 1) % 10)
    assert client.post("/verify", {"number": mistyped, "proof": "A"}).status_code == 400


@pytest.mark.parametrize("number", ["", "x", "6" * 400, "%00", "62017120210001743%00", "../verify", "<b>"])
def test_bad_numbers(client, db, number):
    assert client.post("/verify", {"number": number, "proof": "A\x00"}).status_code == 400
    assert client.get(f"/verify/{number}").status_code in (200, 404)


def test_whoever_guesses_has_to_wait(client, certificate):
    for _ in range(GUESSES):
        assert client.get(address(certificate, "AAAAAAAAAAAAAAAA")).status_code == 404
    assert client.get(address(certificate)).status_code == 429
    elsewhere = client.get(address(certificate), REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 200
