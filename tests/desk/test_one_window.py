"""At the one window everything that the packs see is asked for at once, all or nothing; matters of other offices come back."""

import pytest
from django.urls import reverse

from minsheng.casework.models import Case, Referral
from minsheng.casework.window import offers
from minsheng.policy.today import today_in_china
from minsheng.registry.models import Office

TODAY = today_in_china()


@pytest.fixture
def clerk(client, staff, household):
    user = staff("township_clerk")
    client.force_login(user)
    return user


def address(household):
    return reverse("desk:window", args=[household.number])


def ask(client, household, *keys, **more):
    return client.post(address(household), {"do": "ask", "offer": list(keys), "key": "k", **more})


def keys_of(household, way):
    return [offer.key for offer in offers(household, TODAY) if offer.way == way and offer.can_be_asked_for]


def test_it_lists_what_the_packs_see_and_ticks_what_fits(client, clerk, household):
    page = client.get(address(household))
    fits = {row["offer"].name for row in page.context["fits"]}
    assert fits == {offer.name for offer in offers(household, TODAY) if offer.status == "yes"}
    assert all(row["ticked"] is row["offer"].can_be_asked_for for row in page.context["fits"])
    assert not any(row["ticked"] for name in ("open", "refused") for row in page.context[name])


def test_each_becomes_a_case_or_a_matter_that_is_passed_on(client, clerk, household):
    cases, matters = keys_of(household, "case")[:3], keys_of(household, "referral")[:2]
    assert len(cases) == 3
    assert matters
    assert ask(client, household, *cases, *matters).status_code == 302
    assert Case.objects.filter(household=household).count() == 3
    assert set(Referral.objects.values_list("state", flat=True)) == {"passed_on"}
    assert Referral.objects.count() == len(matters)
    page = client.get(reverse("desk:household", args=[household.number])).content.decode()
    assert Referral.objects.first().number in page


def test_pressing_twice_opens_once(client, clerk, household):
    cases = keys_of(household, "case")[:2]
    assert ask(client, household, *cases).status_code == 302
    assert ask(client, household, *cases).status_code == 302
    assert Case.objects.count() == 2


def test_all_or_nothing(client, clerk, household):
    first, second = keys_of(household, "case")[:2]
    assert ask(client, household, first, "no.such.benefit/").status_code == 400
    assert not Case.objects.exists()
    assert ask(client, household, second, key="k2").status_code == 302
    answer = ask(client, household, first, second, key="k3")
    assert answer.status_code == 400
    assert Case.objects.count() == 1


def test_nothing_ticked_is_told_and_what_was_ticked_stays(client, clerk, household):
    assert ask(client, household).status_code == 400
    key = keys_of(household, "case")[-1]
    page = ask(client, household, key, "x/", key="k2")
    ticked = [row["offer"].key for name in ("fits", "open", "refused") for row in page.context[name] if row["ticked"]]
    assert ticked == [key]


def test_a_matter_that_no_document_speaks_of(client, clerk, household):
    told = {"do": "matter", "office_kind": "employment", "words": "介绍公益性岗位", "key": "m1"}
    assert client.post(address(household), told).status_code == 302
    assert (Referral.objects.get().office_kind, Referral.objects.get().state) == ("employment", "taken_in")
    assert client.post(address(household), told).status_code == 302
    assert Referral.objects.count() == 1
    for wrong in (
        {"words": ""},
        {"words": "x" * 301},
        {"office_kind": "moon"},
        {"person": "99999"},
        {"words": "a\x00b"},
    ):
        assert client.post(address(household), {**told, "key": "", **wrong}).status_code == 400


def test_names_are_shown_as_text(client, clerk, household):
    told = {"do": "matter", "office_kind": "other", "words": "<script>alert(1)</script>"}
    client.post(address(household), told)
    page = client.get(reverse("desk:referrals")).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("role", ["supervisor", "county_clerk", "finance"])
def test_who_takes_no_applications_does_not_find_it(client, staff, household, role):
    client.force_login(staff(role))
    assert client.get(address(household)).status_code == 404
    assert ask(client, household, "dibao/").status_code == 404


def test_the_other_office_answers_on_its_own_page_and_it_comes_back(client, clerk, staff, household, areas):
    client.post(address(household), {"do": "matter", "office_kind": "housing", "words": "公租房"})
    page = reverse("desk:referral", args=[Referral.objects.get().number])
    assert client.post(page, {"do": "pass_on", "key": "p"}).status_code == 302
    office = staff("other_office", "620171", "housing")
    office.office = Office.objects.create(name="新区住建局", area=areas["620171"], kind="housing")
    office.save()
    client.force_login(office)
    assert "公租房" in client.get(reverse("desk:referrals")).content.decode()
    assert client.get(reverse("desk:household", args=[household.number])).status_code == 404
    told = {"do": "answer", "answer": "granted", "words": "已配租", "on": TODAY.isoformat(), "key": "a"}
    assert client.post(page, {**told, "words": ""}).status_code == 400
    assert client.post(page, told).status_code == 302
    client.force_login(clerk)
    assert "已配租" in client.get(page).content.decode()
    prompts = {p.address for p in client.get(reverse("desk:today")).context["prompts"]}
    assert reverse("desk:referrals") + "?tab=answered" in prompts
    assert client.post(page, {"do": "file_away", "key": "f"}).status_code == 302
    assert Referral.objects.get().state == "filed"


@pytest.mark.parametrize("tab", ["open", "to_pass_on", "waiting", "late", "answered", "filed", "nonsense"])
def test_every_list_opens(client, clerk, household, tab):
    assert client.get(reverse("desk:referrals"), {"tab": tab, "after": "x"}).status_code == 200
