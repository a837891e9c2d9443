"""A roster in the browser: looked at first, every wrong cell named, taken over whole or not at all, by whoever uploaded it."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from minsheng.registry.models import Household, RosterUpload

GOOD = "户编号,区划代码,姓名,与户主关系,合成,住房套数\n新1,620171001,<b>陈试</b>,户主,是,1\n"


@pytest.fixture
def send(client, staff):
    client.force_login(staff("administrator", "620171"))

    def upload(text=GOOD, name="名册.csv", **more):
        content = text if isinstance(text, bytes) else text.encode()
        about = {"on": date(2021, 11, 1).isoformat(), "update": "no", **more}
        return client.post(reverse("desk:rosters"), {"file": SimpleUploadedFile(name, content), **about})

    return upload


def test_looked_at_and_taken_over_once(send, client):
    assert send().status_code == 302
    kept = RosterUpload.objects.get()
    assert kept.state == "checked"
    assert "陈试" not in kept.token
    assert not Household.objects.filter(number="新1").exists()
    page = client.get(reverse("desk:roster", args=[kept.pk])).content.decode()
    assert "全部导入" in page
    for _ in range(2):
        assert client.post(reverse("desk:roster_import", args=[kept.pk])).status_code == 302
    assert Household.objects.filter(number="新1").count() == 1
    kept.refresh_from_db()
    assert (kept.state, kept.token) == ("imported", "")


def test_every_wrong_cell_is_named_and_given_as_excel(send, client):
    send("户编号,区划代码,姓名,与户主关系,住房套数\n新1,620171001,陈试,皇帝,=1+1\n")
    kept = RosterUpload.objects.get()
    assert (kept.state, kept.token) == ("refused", "")
    page = client.get(reverse("desk:roster", args=[kept.pk])).content.decode()
    assert "D2" in page
    report = client.get(reverse("desk:roster_report", args=[kept.pk]))
    rows = list(load_workbook(BytesIO(report.content)).active.values)
    assert "D2" in [row[0] for row in rows]
    assert client.post(reverse("desk:roster_import", args=[kept.pk])).status_code == 302
    assert not Household.objects.exists()


@pytest.mark.parametrize(
    ("about", "status"),
    [
        ({"text": b"\x00\x01\xff", "name": "x.xlsx"}, 302),
        ({"text": "x", "name": "x.exe"}, 302),
        ({"on": "2999-01-01"}, 400),
        ({"on": "gestern"}, 400),
        ({"update": "maybe"}, 400),
        ({"text": b""}, 400),
    ],
)
def test_bad_files_and_days(send, about, status):
    assert send(**about).status_code == status
    assert not RosterUpload.objects.exclude(state="refused").exists()


def test_areas_of_others_are_refused(send):
    send(GOOD.replace("620171001", "500110107"))
    assert RosterUpload.objects.get().state == "refused"


def test_an_update_shows_what_changes_before(send, client):
    send()
    client.post(reverse("desk:roster_import", args=[RosterUpload.objects.get().pk]))
    send(GOOD.replace(",1\n", ",2\n"), update="yes", on="2021-11-05")
    kept = RosterUpload.objects.first()
    page = client.get(reverse("desk:roster", args=[kept.pk])).content.decode()
    assert "住房套数" in page
    assert kept.report["changed"] == 1


def test_what_others_have_uploaded_is_not_seen(send, client, staff):
    send()
    kept = RosterUpload.objects.get()
    client.force_login(staff("administrator", "620171", "another"))
    for name in ("roster", "roster_report"):
        assert client.get(reverse(f"desk:{name}", args=[kept.pk])).status_code == 404
    assert client.post(reverse("desk:roster_import", args=[kept.pk])).status_code == 404


def test_the_template_is_for_who_takes_in(client, staff):
    client.force_login(staff("township_clerk"))
    assert client.get(reverse("desk:roster_template")).content[:2] == b"PK"
    client.force_login(staff("supervisor"))
    assert client.get(reverse("desk:roster_template")).status_code == 404
