"""Papers are filled in with what was written down when it was done."""

from datetime import date

import pytest
from django.utils import translation

from minsheng.casework.models import Assessment, CareHome, OfficialRelative, Placement
from minsheng.casework.paper_file import PaperFile
from minsheng.casework.paper_suggestions import suggestions
from minsheng.casework.papers import paper_kind
from tests.desk.doing import does_everything, happens
from tests.desk.on_the_way import applied, decided


@pytest.fixture
def case(household, staff):
    case = applied(household, staff)
    happens(case, staff("township_clerk"), "accepted", "2021-11-03")
    return does_everything(case, staff("township_clerk"), staff("check_centre", "620171"))


def suggested(case, name, staff, lang="zh"):
    with translation.override("zh-hans"):
        file = PaperFile(paper_kind(name), case.household, case, staff("township_clerk"), lang, date(2021, 11, 10))
        return suggestions(file)


def test_a_visit(case, staff):
    found = suggested(case, "home_visit_form", staff)
    assert found["visited_on"] == "2021年11月5日 10:00"
    assert "王同行" in found["investigators"]
    assert set(found["visit_ways"]) == {"home_visit", "neighbours", "letters"}
    assert "情况属实" in found["neighbours_say"]


def test_a_villagers_review(case, staff):
    found = suggested(case, "villagers_review", staff)
    assert (found["chair"], found["votes_for"], found["minutes"]) == ("李主持", "10", "情况属实")
    assert "10" in suggested(case, "approval_form", staff)["review_result"]
    assert "10" in suggested(case, "approval_form", staff, "en")["review_result"]


def test_a_check(case, staff):
    found = suggested(case, "check_report", staff)
    assert found["check_number"] == case.household.checks.get().number
    assert found["checked_on"] == "2021年11月5日"


def test_a_near_relative(case, staff):
    about = {"official": "钱某", "post": "村委会", "relation": "兄弟", "filed_on": date(2021, 11, 3)}
    OfficialRelative.objects.create(household=case.household, filed_by=staff("township_clerk"), **about)
    found = suggested(case, "near_relative_record", staff)
    assert (found["official_name"], found["kinship"], found["near_relative"]) == ("钱某", "兄弟", ["yes"])


def test_the_certificate_says_how_somebody_is_cared_for(household, staff):
    case, clerk = decided(household, staff), staff("township_clerk")
    person, about = case.certificates.get().person, {"household": household, "recorded_by": clerk}
    Assessment.objects.create(
        person=person, service="care", rule="care.level", level="full", answers={}, on=date(2021, 11, 9), place="家里",
        assessed_by="钱某", organisation="示范评估中心", **about,
    )  # fmt: skip
    home = CareHome.objects.create(name="示范敬老院（虚构）", area=household.area)
    Placement.objects.create(person=person, form="residential", home=home, valid_from=date(2021, 12, 1), **about)
    found = suggested(case, "hardship_certificate", staff)
    assert found["care_levels"][0]["by"] == "示范评估中心"
    assert found["placements"] == [{"day": "2021年12月1日", "form": "集中供养", "where": "示范敬老院（虚构）"}]
