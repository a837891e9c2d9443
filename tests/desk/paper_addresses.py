"""The addresses of papers, notices and templates, for the test that holds every address to who may see it."""

from datetime import date

from minsheng.casework.models import GivenPaper
from minsheng.casework.paper_file import PaperFile
from minsheng.casework.paper_giving import give_out
from minsheng.casework.papers import paper_kind

PAGES = {
    "case_paper": "paper of a case",
    "household_paper": "paper of a household",
    "paper": "paper",
    "paper_pdf": "paper",
    "paper_word": "paper",
    "paper_withdraw": "paper",
    "notices": None,
    "templates": None,
    "template": "template",
    "template_default": "template",
    "template_version": "version of a template",
}


def a_paper(case):
    """A paper that was given out by whoever opened the case."""
    by = case.happenings.get(place=1).by
    file = PaperFile(paper_kind("authority"), case.household, case, by, "zh", date(2021, 11, 2))
    return GivenPaper.objects.first() or give_out(file, {})


ARGUMENTS = {
    "paper of a case": lambda case: [case.number, "authority"],
    "paper of a household": lambda case: [case.household.number, "application"],
    "paper": lambda case: a_paper(case).number,
    "template": lambda case: [case.area.code, "promise"],
    "version of a template": lambda case: [case.area.code, "promise", 1],
}
#: Those that only take what is sent.
SENT = ("paper_withdraw",)
