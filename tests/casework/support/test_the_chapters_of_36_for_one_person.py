"""兰政办发〔2017〕36号 for one child in Lanzhou New Area: assessed, placed, supported, reviewed, sixteen, dead, buried, ended.

The figures are worked from the parameters that hold there then, not from this test.
"""

from datetime import date
from fractions import Fraction

import pytest

from minsheng.casework.act import act, journey_of, open_case
from minsheng.casework.event import Event
from minsheng.casework.law import law_of, library
from minsheng.casework.models import (
    Award,
    CareHome,
    Case,
    Certificate,
    CertificateReview,
    Covered,
    KeptProperty,
    Placement,
    Referral,
    Task,
)
from minsheng.casework.receipt.life import kinds, record
from minsheng.casework.support.assessment import Found, assess
from minsheng.casework.support.certificate_rows import care_rows
from minsheng.casework.support.look import last_day_in_file, look_at
from minsheng.casework.support.placement import Choice, Promise, agree, place, sign
from minsheng.casework.support.property import give_back, keep_for
from minsheng.casework.support.services import settle_services
from minsheng.casework.task import finish
from minsheng.policy.today import another_day
from minsheng.registry.models import Fact, Household, Membership, Person
from tests.casework.support.conftest import ABLE, FACTS

FIRST = date(2021, 3, 1)
BORN = date(2006, 1, 10)
SIXTEEN = date(2022, 1, 10)
DIED = date(2022, 1, 20)


@pytest.fixture
def child(areas):
    home = Household.objects.create(number="H2", area=areas["620171001"], synthetic=True)
    made = Person.objects.create(name="小张", birth_date=BORN, sex="male", synthetic=True)
    Membership.objects.create(household=home, person=made, relation="head", valid_from=FIRST)
    known = {**FACTS, "elderly": False, "registered_area": "620171", "schooling": "compulsory"}
    about = {"source": "declared", "valid_from": FIRST}
    for name, value in known.items():
        Fact.objects.create(person=made, name=name, value=value, **about)
    for name, value in {"setting": "urban", "housing_difficulty": False, "dangerous_house": False}.items():
        Fact.objects.create(household=home, name=name, value=value, **about)
    Fact.objects.create(person=made, list_name="supporters", value=True, **about)
    case = Case.objects.create(
        number="C0", household=home, area=home.area, process="hardship.application", benefit="hardship", law_day=FIRST,
        state="approved", ended=True,
    )  # fmt: skip
    award = Award.objects.create(
        household=home, area=home.area, benefit="hardship", case=case, first_day=FIRST, reviewed_on=FIRST
    )
    Covered.objects.create(award=award, person=made, benefit="hardship", valid_from=FIRST)
    Certificate.objects.create(
        number="1", digits="1", case=case, household=home, person=made, area=home.area, benefit="hardship",
        name_zh="供养证", name_en="certificate", office="民政局", issued_on=FIRST,
    )  # fmt: skip
    return made


def due(service):
    return Task.objects.filter(service=service, done_on=None).first()


def test_the_chapters_one_after_the_other(child, staff, areas):
    clerk, county = staff("township_clerk", "620171001"), staff("county_clerk", "620171")
    home, law = child.memberships.get().household, law_of("620171", FIRST)
    with another_day(FIRST):
        settle_services(home, FIRST)
        assert {"care.assessment", "hardship.placement", "hardship.agreement", "hardship.certificate_review"} <= {
            task.service for task in Task.objects.all()
        }
        assert Referral.objects.get().office_kind == "education"  # 第十条第五项: in compulsory school
        kept = keep_for(home, child, clerk, what="存折", where="村委会", keeper="村主任", since=FIRST)
    back = due("hardship.property_returned")
    assert (back.due_on, back.statutory) == (SIXTEEN, True)

    assessed = date(2021, 3, 5)  # 第十三条第四款
    with another_day(assessed):
        found = Found(
            {**ABLE, "can_bathe": False, "can_walk_indoors": False}, assessed, "本人家中", "李某、王某", "卫生院"
        )
        made = assess(home, child, law.services["care.assessment"], found, county)
    assert made.level == "partial"
    assert due("care.assessment") is None
    assert due("hardship.carer_named").role == "township"  # 第十条第二项

    placed = date(2021, 3, 8)  # 第十五条
    children = CareHome.objects.create(name="新区儿童福利院", area=areas["620171"], for_children=True)
    with another_day(placed):
        place(home, child, Choice("residential", placed, True, children), county)
        promise = Promise(children.name, "home", "中川镇", "日常照料", placed)
        sign(agree(Placement.objects.get(), promise, clerk), clerk, on=placed, evidence="协议1号")
        look = look_at(home, placed)
    assert look.holds("hardship.home_place_first", child)
    assert look.holds("hardship.child_home", child)
    assert due("hardship.placement") is None
    assert due("hardship.agreement") is None
    multiple, dibao = law.parameter("hardship.multiple", ()), law.parameter("dibao.standard", ("urban",))
    basic = int(Fraction(multiple) * dibao + Fraction(1, 2))  # 第十三条第二款
    assert basic == 88350
    assert look.value("hardship.basic", child) == basic
    care = law.parameter("care.allowance", ("partial",))
    assert look.outcome("hardship", child).amount == basic + care
    assert look.outcome("hardship.insurance_premium", child).amount == 18000  # 第十条第三项: in full
    assert look.holds("receives.hardship.pocket_money", child)  # 第十条第一项: in a home
    told = care_rows(child, "zh")
    assert [row["level"] for row in told["care_levels"]] == ["部分丧失生活自理能力"]
    assert [(row["form"], row["where"]) for row in told["placements"]] == [("集中供养", "新区儿童福利院")]

    reviewed = date(2021, 12, 10)
    review = due("hardship.certificate_review")
    assert review.due_on == date(2022, 2, 28)
    with another_day(reviewed):
        finish(review.pk, county, "done", on=reviewed, reason="继续供养")
    assert CertificateReview.objects.get().result == "继续供养"

    with another_day(SIXTEEN):  # 第二十六条
        settle_services(home, SIXTEEN)
        assert due("hardship.property_returned").level(SIXTEEN) == "today"
        give_back(KeptProperty.objects.get(pk=kept.pk), clerk, on=SIXTEEN, to="本人", evidence="收条")
    assert due("hardship.property_returned") is None
    assert look_at(home, SIXTEEN).holds("hardship.ends", child) is False  # 第十二条第四项: still at school

    with another_day(DIED):
        death = next(kind for kind in kinds(library().vocabulary).values() if kind.dies)
        record(home, death, child, on=DIED, evidence="证明", answers={}, vocabulary=library().vocabulary, by=clerk)
    assert {task.service for task in Task.objects.filter(done_on=None)} == {"hardship.funeral"}

    buried = date(2022, 1, 24)  # 第十条第六项
    with another_day(buried):
        task = due("hardship.funeral")
        finish(task.pk, clerk, "done", on=buried, evidence="发票", answers={"funeral_costs": "99999.00"})
        look = look_at(home, last_day_in_file(home, child, buried))
    months = law.parameter("funeral.months", ())
    assert look.value("funeral.cap", child) == months * (basic + care)
    assert look.outcome("funeral_grant", child).amount == months * (basic + care)
    assert look.value("funeral.arranged_by", child) == "care_home_itself"

    assert look.holds("hardship.ends", child)
    assert any("第九条第一项" in line for line in look.lines("hardship.ends", child, "zh"))
    village = staff("village_assistant", "620171001")
    award = Award.objects.get()
    with another_day(date(2022, 1, 25)):
        about = {"process": "hardship.exit", "award": award, "came_by": "found"}
        exit_case = open_case(home, "hardship", clerk, on=date(2022, 1, 25), **about)
    walk = [("accepted", "", "", "township", clerk), ("step", "report", "reported", "village", village)]
    walk += [
        ("step", "check", "agree", "township", staff("township_head", "620171001")),
        ("step", "approval", "approve", "county", county),
    ]
    walk += [("step", "publication", "published", "township", staff("township_head", "620171001"))]
    with another_day(date(2022, 1, 26)):
        for kind, step, outcome, role, user in walk:
            event = Event(kind, date(2022, 1, 26), role, "", step, outcome, "", "已去世，证明附卷")
            act(exit_case.pk, event, user)
    exit_case.refresh_from_db()
    assert journey_of(exit_case).state == "ended"
    award.refresh_from_db()
    assert award.last_day is not None
    assert Certificate.objects.get().cancelled_on is not None
    assert not Task.objects.filter(done_on=None).exists()
