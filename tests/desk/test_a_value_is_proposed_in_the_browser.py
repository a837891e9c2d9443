"""The pages on which a value of the place is proposed, looked at and confirmed."""

from datetime import timedelta

import pytest
from django.urls import reverse

from minsheng.casework import value_preview
from minsheng.casework.law import law_of
from minsheng.casework.models import ValueChange
from minsheng.policy.today import today_in_china

SOON = today_in_china() + timedelta(days=30)
TYPED = {
    "value0": "800",
    "value1": "700.50",
    "first_day": SOON.isoformat(),
    "document": "新政发〔2026〕1号",
    "issuer": "兰州新区管委会",
    "article": "第一条",
    "title": "<script>alert(1)</script>",
    "key": "k1",
}


@pytest.fixture
def page(client, staff, monkeypatch):
    monkeypatch.setattr("minsheng.web.desk.value_pages.start", lambda change: None)
    client.force_login(staff("county_clerk", "620171"))
    return reverse("desk:value_propose", args=["620171", "dibao.standard"])


def test_from_the_proposal_to_the_law(client, page, staff, household):
    assert client.get(page).status_code == 200
    for _ in range(2):  # a double click
        response = client.post(page, TYPED)
    assert response.status_code == 302
    change = ValueChange.objects.get()
    shown = reverse("desk:value_change", args=[change.pk])
    mine = client.get(shown).content.decode()
    assert "<script>alert" not in mine
    assert 'value="confirm"' not in mine
    settle = reverse("desk:value_settle", args=[change.pk])
    assert client.post(settle, {"what": "confirm"}).status_code == 409
    value_preview.preview(change.pk)
    client.force_login(staff("county_head", "620171"))
    page = client.get(shown).content.decode()
    assert 'value="confirm"' in page
    assert "1 户" in page
    assert client.post(settle, {"what": "confirm", "opinion": "同意"}).status_code == 302
    law = law_of("620171", SOON)
    assert [law.parameter("dibao.standard", (kind,)) for kind in ("urban", "rural")] == [80000, 70050]
    page = client.get(reverse("desk:values") + "?area=620171").content.decode()
    assert "新政发〔2026〕1号" in page


@pytest.mark.parametrize(
    "typed",
    [
        {"value0": "abc"},
        {"value0": "", "value1": ""},
        {"value0": "9" * 60},
        {"document": "a\x00b"},
        {"document": "a\nb"},
        {"first_day": "2026-02-30"},
        {"article": ""},
        {"document": "兰政发〔2017〕8号"},
        {"first_day": "9999-12-31", "value0": "-1e5"},
    ],
)
def test_bad_input_is_told_and_what_was_typed_stays(client, page, typed):
    response = client.post(page, TYPED | typed)
    assert response.status_code == 400
    assert "兰州新区管委会" in response.content.decode()
    assert not ValueChange.objects.exists()


@pytest.mark.parametrize(
    ("role", "code"), [("township_clerk", "620171001"), ("county_head", "620171"), ("county_clerk", "500110")]
)
def test_proposing_is_for_who_may(client, page, staff, role, code):
    client.force_login(staff(role, code, "somebody"))
    assert client.get(page).status_code == 404
    assert client.post(page, TYPED).status_code == 404
    assert not ValueChange.objects.exists()


def test_a_parameter_that_the_place_does_not_set_is_not_found(client, page):
    for code, name in (("620171", "special_family.rate_bereaved"), ("620171", "x"), ("620171001", "dibao.standard")):
        assert client.get(reverse("desk:value_propose", args=[code, name])).status_code == 404


def test_a_preview_that_has_died_is_made_again(client, page, monkeypatch):
    client.post(page, TYPED)
    change = ValueChange.objects.get()
    ValueChange.objects.update(preview_state="running")
    shown = reverse("desk:value_change", args=[change.pk])
    assert 'value="preview"' in client.get(shown).content.decode()
    started = []
    monkeypatch.setattr("minsheng.web.desk.value_pages.start", started.append)
    client.post(reverse("desk:value_settle", args=[change.pk]), {"what": "preview"})
    assert started == [change]
