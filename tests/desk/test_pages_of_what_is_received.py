"""The desk's pages of what is received: reviews due, life events, going on under a new head, who may be entitled."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from minsheng.casework.models import Award, Case, Continuation, LifeEvent, Unclaimed
from minsheng.casework.receipt.nightly import nightly
from minsheng.casework.receipt.write import Cause, cover, set_amount
from minsheng.policy.today import today_in_china
from minsheng.registry.models import Fact, Household
from tests.desk.cases import registered_here

TODAY = today_in_china()


@pytest.fixture
def clerk(client, staff):
    user = staff("township_clerk")
    client.force_login(user)
    return user


@pytest.fixture
def dibao(household):
    """The household receives dibao since long, by an earlier register."""
    registered_here()
    first = TODAY.replace(day=1) - timedelta(days=400)
    award = Award.objects.create(
        household=household, area=household.area, benefit="dibao", evidence="旧名册", first_day=first, reviewed_on=first
    )
    cause = Cause(first, None)
    cover(award, [member.person_id for member in household.memberships.all()], first)
    set_amount(award, first, 44750, "month", cause)
    nightly(TODAY)
    award.refresh_from_db()
    return award


def page(client, name, *args):
    response = client.get(reverse(f"desk:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


def test_a_review_is_due_and_opened(client, clerk, dibao):
    assert dibao.review_due_on < TODAY
    assert f"/awards/{dibao.pk}" in page(client, "awards")
    assert "?tab=due" in page(client, "today")
    sent = {"chosen": [dibao.pk], "key": "abc"}
    for _ in range(2):
        client.post(reverse("desk:awards_review"), sent)
    case = Case.objects.get()
    assert (case.process, case.award, case.came_by) == ("dibao.review", dibao, "found")
    assert case.number in page(client, "award", dibao.pk)


def test_the_file_shows_amounts_and_what_happened(client, clerk, dibao, household):
    shown = page(client, "household", household.number)
    assert "447.50" in shown
    assert "旧名册" in shown


def test_a_death(client, clerk, dibao, household):
    person = household.memberships.get(person__name__startswith="张亮").person
    address = reverse("desk:event", args=[household.number, "death"])
    assert client.get(address).status_code == 200
    assert client.post(address, {"person": person.pk, "on": "2999-01-01", "evidence": "证"}).status_code == 400
    assert client.post(address, {"person": "999999", "on": TODAY.isoformat(), "evidence": "证"}).status_code == 400
    sent = {"person": person.pk, "on": TODAY.isoformat(), "evidence": "死亡证明 3 号", "key": "k1"}
    for _ in range(2):
        client.post(address, sent)
    assert LifeEvent.objects.get().person == person
    person.refresh_from_db()
    assert person.died_on == TODAY
    assert Fact.objects.get(person=person, name="died", value=True).evidence == "死亡证明 3 号"
    assert dibao.changes.count() == 0
    shown = page(client, "follows", household.number)
    assert "dibao.review" in shown
    client.post(reverse("desk:award_open", args=[dibao.pk]), {"process": "dibao.review", "reason": "死亡", "key": "k2"})
    assert Case.objects.get().happenings.get().reason == "死亡"


@pytest.mark.parametrize("evidence", ["", "x" * 201, "a\x00b"])
def test_evidence_that_is_none(client, clerk, household, evidence):
    address = reverse("desk:event", args=[household.number, "withdraws"])
    person = household.memberships.first().person_id
    response = client.post(address, {"person": person, "on": TODAY.isoformat(), "evidence": evidence})
    assert response.status_code == 400
    assert not LifeEvent.objects.exists()


def test_a_closed_file_reports_nothing(client, clerk, household):
    household.closed_on = TODAY
    household.save()
    assert client.get(reverse("desk:event", args=[household.number, "death"])).status_code == 404


def test_income_that_is_no_number(client, clerk, household):
    address = reverse("desk:event", args=[household.number, "income"])
    sent = {"person": household.memberships.first().person_id, "on": TODAY.isoformat(), "evidence": "工资单"}
    assert client.post(address, sent).status_code == 400  # nothing was answered
    assert client.post(address, {**sent, "wage_income": "viel"}).status_code == 400
    assert client.post(address, {**sent, "wage_income": "1800.50"}).status_code == 302
    assert Fact.objects.filter(name="wage_income").order_by("-id").first().value == "1800.50"


def test_a_new_head(client, clerk, dibao, household):
    people = {member.person.name[:2]: member.person for member in household.memberships.all()}
    address = reverse("desk:continue", args=[household.number])
    sent = {"head": people["王梅"].pk, "why": "户主死亡", "key": "k3"}
    assert client.post(address, sent).status_code == 400  # how the others are related is not said
    sent |= {f"relation_{people['张三'].pk}": "spouse", f"relation_{people['张亮'].pk}": "child"}
    for _ in range(2):
        assert client.post(address, sent).status_code == 302
    made = Continuation.objects.get()
    dibao.refresh_from_db()
    assert (made.old, made.new.continues, dibao.household) == (household, household, made.new)
    made.old.refresh_from_db()
    assert made.old.closed_on == TODAY
    assert not made.old.memberships.filter(valid_to=None).exists()
    assert made.new.memberships.get(relation="head").person == people["王梅"]
    assert made.new.facts.count() == household.facts.count()
    assert Case.objects.count() == 0
    assert made.old.number in page(client, "continued", made.new.number)
    assert made.new.number in page(client, "household", made.old.number)
    assert Household.objects.count() == 2


def test_a_minor_at_the_head_needs_a_guardian(client, clerk, household):
    member = household.memberships.get(person__name__startswith="张亮")
    member.person.birth_date = TODAY - timedelta(days=3000)
    member.person.save()
    household.memberships.exclude(pk=member.pk).update(valid_to=TODAY)
    address = reverse("desk:continue", args=[household.number])
    sent = {"head": member.person_id, "why": "父母死亡"}
    assert client.post(address, sent).status_code == 400
    assert client.post(address, {**sent, "guardian_name": "张爷爷", "guardian_relation": "祖父"}).status_code == 302
    assert Continuation.objects.get().guardian_name == "张爷爷"


def test_who_may_be_entitled(client, clerk, household):
    registered_here()
    summary = nightly(TODAY)
    rows = Unclaimed.objects.all()
    assert summary["unclaimed"] == len(rows) > 0
    assert household.number in page(client, "unclaimed")
    row = rows.first()
    client.post(reverse("desk:unclaimed_open"), {"chosen": [row.pk, "x", 99999], "key": "k"})
    case = Case.objects.get()
    assert (case.benefit, case.came_by) == (row.benefit, "found")
    assert not Unclaimed.objects.filter(pk=row.pk).exists()
    nightly(TODAY)
    assert not Unclaimed.objects.filter(benefit=row.benefit).exists()


def test_a_delegate(client, clerk, household):
    address = reverse("desk:open", args=[household.number, "dibao"])
    assert client.get(address).status_code == 200
    assert client.post(address, {"came_by": "delegate", "name": "李四"}).status_code == 400
    assert client.post(address, {"came_by": "somehow"}).status_code == 400
    about = {"name": "李四", "relation": "邻居", "proof": "委托书", "id_number": "11010519491231002X"}
    assert client.post(address, {"came_by": "delegate", **about, "id_number": "110105194912310021"}).status_code == 400
    client.post(address, {"came_by": "delegate", **about})
    case = Case.objects.get()
    assert case.delegate.id_masked != about["id_number"]
    assert about["id_number"] not in case.delegate.id_token
    shown = page(client, "case", case.number)
    assert "李四" in shown
    assert about["id_number"] not in shown


def test_birthdays(client, clerk, household, dibao):
    person = household.memberships.first().person
    person.birth_date = date(TODAY.year - 18, TODAY.month, min(TODAY.day, 28)) + timedelta(days=2)
    person.save()
    assert person.name in client.get(reverse("desk:birthdays") + "?tab=age18").content.decode()
    assert person.name not in client.get(reverse("desk:birthdays") + "?tab=age80").content.decode()
    assert nightly(TODAY)["birthday_18"] == 1


def test_a_supervisor_changes_nothing(client, staff, dibao, household):
    client.force_login(staff("supervisor"))
    assert client.get(reverse("desk:award", args=[dibao.pk])).status_code == 200
    for name, number in (("award_open", dibao.pk), ("event", household.number), ("continue", household.number)):
        args = [number, "death"] if name == "event" else [number]
        assert client.post(reverse(f"desk:{name}", args=args)).status_code == 404
    assert client.post(reverse("desk:awards_review"), {"chosen": [dibao.pk]}).status_code == 404
    assert Case.objects.count() == 0
