"""渐退: after a job the award tapers off until the day of the document, with the old amount, and is over then without another case."""

from datetime import date, timedelta

import pytest

from minsheng.casework.law import library
from minsheng.casework.models import Award
from minsheng.casework.receipt.consequences import consequences
from minsheng.casework.receipt.due import tapers_ending
from minsheng.casework.receipt.write import Cause, cover, set_amount
from minsheng.registry.file import household_on
from minsheng.registry.models import Fact
from tests.desk.cases import Office, registered_here

DAY = date(2022, 6, 6)


@pytest.fixture
def award(household):
    registered_here()
    made = Award.objects.create(
        household=household,
        area=household.area,
        benefit="dibao",
        evidence="旧名册",
        first_day=date(2022, 1, 1),
        reviewed_on=DAY,
    )
    cover(made, [member.person_id for member in household.memberships.all()], made.first_day)
    set_amount(made, made.first_day, 44750, "month", Cause(DAY, None))
    head = household.memberships.get(relation="head").person
    for name, value in {"wage_income": "9000.00", "work_costs": "0.00"}.items():
        Fact.objects.create(person=head, name=name, value=value, source="ledger", valid_from=date(2022, 5, 20))
    for name, value in {"above_since": "2022-05-20", "income_rose_by_work": True}.items():
        Fact.objects.create(household=household, name=name, value=value, source="ledger", valid_from=date(2022, 5, 20))
    return made


def test_until_the_day_of_the_document(award, household, staff):
    (seen,) = consequences(household, DAY)
    assert (seen.what, seen.cites) == ("tapers", ("第三十三条",))
    office = Office(staff)
    case = office.opens(household, "dibao", "2022-06-06", process="dibao.review", award=award)
    office.decides(case, "2022-06-07", "unchanged")
    award.refresh_from_db()
    assert (award.tapers, award.last_day, award.ended_by) == (True, date(2022, 11, 30), None)
    assert award.state_on(DAY) == "tapering"
    assert award.state_on(date(2022, 12, 1)) == "ended"
    rows = list(award.amounts.filter(void=False).values_list("amount", "valid_to"))
    assert rows[-1] == (44750, award.last_day)  # the reading of the pack: the former sum goes on
    assert [change.kind for change in award.changes.all()] == ["tapers"]
    assert list(tapers_ending(award.last_day - timedelta(days=30))) == [award]
    assert list(tapers_ending(award.last_day - timedelta(days=31))) == []
    vocabulary = library().vocabulary
    assert household_on(household, date(2022, 11, 30), vocabulary).facts["dibao_now"] is True
    assert household_on(household, date(2022, 12, 1), vocabulary).facts["dibao_now"] is False
