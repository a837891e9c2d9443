"""What a decision grants is received from the day that the document says, changed and ended only by cases."""

from datetime import date

import pytest
from django.urls import reverse

from minsheng.casework.journey import NotAllowed
from minsheng.casework.models import Award, AwardAmount, Case
from minsheng.registry.file import household_on
from tests.desk.cases import Office, registered_here

GRANT = ("opinion", "quiet", "agree", "approve")


@pytest.fixture
def office(staff):
    return Office(staff)


@pytest.fixture
def award(household, office):
    registered_here()
    case = office.opens(household, "hardship", "2021-11-02")
    office.decides(case, "2021-11-08", *GRANT)
    return Award.objects.get()


def test_a_decision_grants(award, household):
    assert (award.benefit, award.household, award.case.state) == ("hardship", household, "approved")
    assert award.first_day == date(2021, 11, 1)  # from the month of the decision, by the document of Lanzhou
    assert [row.person.name for row in award.covered.all()] == ["张亮（虚构）"]
    amount = award.amounts.get()
    assert amount.amount == sum(part["fen"] for part in amount.parts)
    assert [part["en"] for part in amount.parts] == ["basic living standard", "care allowance"]
    assert (amount.valid_from, amount.valid_to, amount.record.case) == (award.first_day, None, award.case)
    assert [change.kind for change in award.changes.all()] == ["granted"]


def test_the_library_is_told(award, household):
    from minsheng.casework.law import library

    vocabulary = library().vocabulary
    before = (
        household_on(household, date(2021, 10, 31), vocabulary) if household.members_on(date(2021, 10, 31)) else None
    )
    assert before is None
    told = household_on(household, date(2021, 12, 5), vocabulary)
    second, _, first = told.lists["people"].items
    assert first.facts["hardship_now"] is True
    assert first.facts["hardship_since"] == award.first_day
    assert first.origins["hardship_now"].evidence == award.case.number
    assert second.facts["hardship_now"] is False


def test_it_is_not_applied_for_again(award, household, office):
    from minsheng.registry.models import Membership

    Membership.objects.exclude(person__name__startswith="张亮").delete()
    with pytest.raises(NotAllowed, match="(?s)received already.*特困供养终止") as problem:
        office.opens(household, "hardship", "2021-12-01")
    assert problem.value.finding.code == "U2"


def test_an_end(award, household, office):
    case = office.opens(household, "hardship", "2021-12-02", process="hardship.exit")
    office.decides(case, "2021-12-10", "reported", "agree", "approve", "published")
    award.refresh_from_db()
    assert (award.last_day, award.ended_by) == (date(2021, 12, 31), case)
    assert award.state_on(date(2021, 12, 20)) == "ending"
    assert award.state_on(date(2022, 1, 1)) == "ended"
    assert AwardAmount.objects.get().valid_to == date(2021, 12, 31)
    assert award.changes.last().kind == "ended"
    with pytest.raises(NotAllowed, match="nothing to review"):
        office.opens(household, "hardship", "2022-01-05", process="hardship.exit")


def test_a_refused_end_changes_nothing(award, household, office):
    case = office.opens(household, "hardship", "2021-12-02", process="hardship.exit")
    office.decides(case, "2021-12-10", "reported", "refuse")
    award.refresh_from_db()
    assert (award.last_day, award.ended_by, award.reviewed_on) == (None, None, date(2021, 12, 10))
    assert AwardAmount.objects.get().valid_to is None


def test_two_that_exclude_each_other(award, household, office):
    person = award.covered.get().person
    other = Award.objects.create(
        household=household, area=household.area, benefit="dibao", evidence="旧名册", first_day=date(2021, 1, 1),
        reviewed_on=date(2021, 1, 1),
    )  # fmt: skip
    from minsheng.casework.receipt.write import close, cover

    close(award, date(2021, 11, 30))
    cover(other, [person.pk], date(2021, 1, 1))
    case = office.opens(household, "hardship", "2021-12-02")
    with pytest.raises(NotAllowed, match="exclude each other") as problem:
        office.decides(case, "2021-12-20", *GRANT)
    assert problem.value.finding.code == "U1"
    assert "第" in problem.value.finding.params["articles"]
    assert Award.objects.count() == 2
    assert Case.objects.get(pk=case.pk).state == "decision"
    close(other, date(2021, 12, 31))
    other.ended_by = case
    other.save()
    office.goes_on(case, "2021-12-20", "approve")
    new = Award.objects.exclude(pk__in=[award.pk, other.pk]).get()
    assert new.first_day == date(2022, 1, 1)  # the day after the other one


def test_an_amount_that_the_rules_cannot_say(household, office, client):
    case = office.opens(
        household, "hardship", "2021-11-02"
    )  # nobody is registered in the township: the officers depart from the rules
    office.decides(case, "2021-11-08", *GRANT)
    award = Award.objects.get()
    assert award.amounts.get().amount is None
    address = reverse("desk:award_amount", args=[award.pk])
    client.force_login(office.clerk)
    assert client.post(address, {"amount": "500"}).status_code == 404  # a clerk does not decide
    client.force_login(office.users["county"])
    for text in ("", "-3", "viel", "1.234"):
        client.post(address, {"amount": text, "key": text})
        assert award.amounts.get().amount is None
    for _ in range(2):
        client.post(address, {"amount": "1,203.50", "why": "县局核定", "key": "k"})
    standing = award.amounts.get(void=False)
    assert (standing.amount, standing.case, standing.valid_from) == (120350, case, award.first_day)
    assert [change.kind for change in award.changes.all()] == ["granted", "settled"]
