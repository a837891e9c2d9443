"""The addresses of complaints and ratings, for the test of who sees what."""

from datetime import date

from minsheng.casework.complaint import Statement, file_complaint
from minsheng.casework.models import Complaint, Rating
from minsheng.registry.models import Area

#: Every address, and what it is of.
PAGES = {
    "complaints": None,
    "new_complaint": None,
    "complaint": "complaint",
    "act_on_complaint": "complaint",
    "ratings": None,
    "rating_sheet": "case",
    "called_back": "rating",
}


def a_complaint(case):
    """A report in the county of a case, about nothing that is on the register."""
    found = Complaint.objects.filter(area__code="620171").first()
    said, area = Statement("report", "letter", "有问题"), Area.objects.get(code="620171")
    return (found or file_complaint(said, area, on=date(2021, 11, 2), by=None)[0]).number


def a_rating(case):
    """A bad rating of a case."""
    about = {"area": case.area, "level": 1, "channel": "public", "on": date(2021, 11, 2)}
    return Rating.objects.get_or_create(case=case, defaults=about)[0].pk


ARGUMENTS = {"complaint": a_complaint, "rating": a_rating}
#: What is sent, not opened.
SENT = ("act_on_complaint", "called_back")
