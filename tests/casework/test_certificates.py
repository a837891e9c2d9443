"""A certificate is issued where the document has it, once, with a number without gaps; it is cancelled when the benefit ends."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection, connections, transaction

from minsheng.casework import certificates as module
from minsheng.casework.act import act
from minsheng.casework.certificates import address_of, cancel, proof_of, proven, reviewed
from minsheng.casework.event import Event
from minsheng.casework.journey import NotAllowed
from minsheng.casework.models import Certificate, Serial, next_serial
from minsheng.casework.papers.certificate import read_number
from tests.desk.conftest import areas, household, staff
from tests.desk.on_the_way import decided, ended, happens, hung

__all__ = ["areas", "household", "staff"]


def test_it_is_issued_when_the_county_approves(household, staff):
    case = decided(household, staff)
    certificate = Certificate.objects.get()
    read = read_number(certificate.number)
    assert (read.area, read.year, read.serial) == ("620171", 2021, 1)
    assert (certificate.case, certificate.household, certificate.benefit) == (case, household, "hardship")
    assert certificate.name_zh == "特困人员救助供养证"
    assert certificate.issued_on == date(2021, 11, 22)
    assert certificate.state_on(date(2021, 11, 22)) == "valid"


def test_none_is_issued_for_a_refusal(household, staff):
    decided(household, staff, outcome="refuse", reason="不符合")
    assert not Certificate.objects.exists()


def test_a_button_that_is_pressed_twice_issues_one(household, staff):
    case = hung(household, staff)
    happens(case, staff("township_clerk"), "step", "2021-11-18", step="notice", outcome="quiet")
    happens(case, staff("township_head"), "step", "2021-11-19", step="conclusion", outcome="agree")
    event = Event("step", date(2021, 11, 22), "county", step="decision", outcome="approve", reason="同意")
    for _ in range(2):
        act(case.pk, event, staff("county_clerk", "620171"), key="one")
    assert Certificate.objects.count() == 1


def test_it_is_cancelled_when_a_later_case_ends_the_benefit(household, staff):
    decided(household, staff)
    exit_case = ended(household, staff)
    certificate = Certificate.objects.get()
    assert (certificate.cancelled_by, certificate.state_on(date(2021, 12, 20))) == (exit_case, "cancelled")
    assert certificate.cancelled_why
    assert certificate.state_on(date(2021, 12, 19)) == "valid"


def test_what_was_cancelled_stays_cancelled_as_it_was(household, staff):
    decided(household, staff)
    certificate = Certificate.objects.get()
    cancel(certificate, date(2021, 12, 1), "死亡")
    cancel(certificate, date(2021, 12, 9), "另一个理由")
    certificate.refresh_from_db()
    assert (certificate.cancelled_on, certificate.cancelled_why) == (date(2021, 12, 1), "死亡")


def test_a_number_that_went_back_with_its_transaction_is_given_again(db):
    assert next_serial("a") == 1
    with transaction.atomic():
        assert next_serial("a") == 2
        transaction.set_rollback(True)
    assert [next_serial("a"), next_serial("b"), next_serial("a")] == [2, 1, 3]


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gaps_when_many_ask_at_once():
    if connection.vendor != "postgresql":
        pytest.skip("a database in memory has one writer")

    def ask(_):
        try:
            return next_serial("many")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(ask, range(40))) == list(range(1, 41))


def test_when_no_number_is_left_nothing_happens_at_all(household, staff):
    Serial.objects.create(series="certificate 620171 2021", last=99_999)
    with pytest.raises(NotAllowed, match="no certificate number is left"):
        decided(household, staff)
    assert not Certificate.objects.exists()
    assert Serial.objects.get(series="certificate 620171 2021").last == 99_999


def test_only_the_right_word_proves_it(household, staff):
    decided(household, staff)
    certificate = Certificate.objects.get()
    assert proven(certificate.number, proof_of(certificate)) == certificate
    for number, word in ((certificate.number, "A" * 16), (certificate.number, ""), ("x", "y"), ("", ""), ("字", "字")):
        assert proven(number, word) is None
    assert address_of(certificate, "https://example.org").endswith(
        f"/verify/{certificate.digits}?proof={proof_of(certificate)}"
    )


def test_the_yearly_review_is_written_once_a_year(household, staff):
    decided(household, staff)
    certificate, clerk = Certificate.objects.get(), staff("township_clerk")
    reviewed(certificate, date(2022, 11, 1), clerk, "合格")
    reviewed(certificate, date(2022, 11, 2), clerk)
    reviewed(certificate, date(2023, 11, 1), clerk, "合格")
    reviewed(certificate, date(2023, 11, 3), clerk, "不合格")
    told = [(row.year, row.result, row.on.day) for row in certificate.reviews.all()]
    assert told == [(2022, "合格", 1), (2023, "不合格", 3)]


def test_only_where_the_document_issues_one(household, staff, monkeypatch):
    process = module.process_of_case
    monkeypatch.setattr(module, "process_of_case", lambda case: replace(process(case), issues={}))
    decided(household, staff)
    assert not Certificate.objects.exists()
