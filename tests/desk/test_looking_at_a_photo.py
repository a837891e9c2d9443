"""A photo is shown to who may see its case, kept by no browser, and every look is written down."""

from datetime import date

import pytest
from django.urls import reverse

from minsheng.casework.act import open_case
from minsheng.casework.attachment import keep
from minsheng.casework.models import AttachmentView
from tests.desk.pictures import PHOTO


@pytest.fixture
def case(household, staff):
    return open_case(household, "hardship", staff("township_clerk"), on=date(2021, 11, 2))


def test_it_is_shown_and_the_look_is_written_down(client, case, staff):
    kept = keep(PHOTO, "门前\r\nX: y.png", what="home_visit", by=None, case=case)
    client.force_login(staff("township_head"))
    response = client.get(reverse("desk:attachment", args=[kept.pk]))
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Disposition"].startswith("inline; filename*=UTF-8''%E9%97%A8")
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert AttachmentView.objects.get().user.username == "township_head"


def test_a_paper_is_saved_and_not_shown(client, case, staff):
    kept = keep(b"%PDF-1.7", "a.pdf", what="letters", by=None, case=case, pdf=True)
    client.force_login(staff("township_head"))
    response = client.get(reverse("desk:attachment", args=[kept.pk]))
    assert response["Content-Disposition"].startswith("attachment;")


def test_what_is_not_there_or_needs_a_right(client, case, staff):
    kept = keep(PHOTO, "a.png", what="complaint", by=None, case=case, right="complaints")
    client.force_login(staff("supervisor"))
    for pk in (kept.pk, 99999, 10**30):
        assert client.get(reverse("desk:attachment", args=[pk])).status_code == 404
    assert not AttachmentView.objects.exists()
