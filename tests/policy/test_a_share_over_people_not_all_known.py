"""A share over households of which not everybody is known has bounds, not a value."""

from datetime import date

from minsheng.policy import Household, Library
from minsheng.policy.evaluation import evaluate
from minsheng.policy.lists import aggregate

DAY = date(2021, 11, 20)


def test_people_who_may_be_missing_leave_the_share_open():
    library = Library.load()
    law = library.as_of(DAY, "620171")
    household = Household.from_json("examples/zhang.json", library.vocabulary)
    whole = aggregate(law, "residential_rate", [evaluate(law, household, DAY)])
    assert whole.denominator[1] is not None
    household.lists["people"].complete = False
    part = aggregate(law, "residential_rate", [evaluate(law, household, DAY)])
    assert part.denominator[1] is None
    assert part.value is None
