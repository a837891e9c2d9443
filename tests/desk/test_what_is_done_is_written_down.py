"""Home visits, villagers' reviews and inquiries: written down before the step counts them; photos are kept, too few visitors refused."""

from datetime import date, time

import pytest

from minsheng.casework.act import journey_of, open_case
from minsheng.casework.journey import NotAllowed
from minsheng.casework.models import Inquiry, VillagersReview, Visit
from minsheng.casework.visit import Seen, Sent, VisitNotes, inquire, least_visitors, record_visit, review_by_villagers
from minsheng.policy.finding import PolicyError
from minsheng.registry.models import Fact
from tests.desk.doing import happens, is_asked, is_reviewed, is_visited
from tests.desk.pictures import PHOTO, picture

ON = date(2021, 11, 5)
pytestmark = pytest.mark.usefixtures("safeguards")


@pytest.fixture
def clerk(staff):
    return staff("township_clerk")


@pytest.fixture
def case(household, clerk):
    case = open_case(household, "hardship", clerk, on=date(2021, 11, 2))
    return happens(case, clerk, "accepted", "2021-11-03")


@pytest.fixture
def of_dibao(household, clerk):
    """A case in which the document asks for two visitors."""
    case = open_case(household, "dibao", clerk, on=date(2021, 11, 2))
    case = happens(case, clerk, "accepted", "2021-11-03")
    if any(move.kind == "begun" for move in journey_of(case).moves()):
        case = happens(case, clerk, "begun", "2021-11-03", step=case.state)
    return case


def refused(code):
    return pytest.raises(NotAllowed, match=rf"\[{code}\]")


@pytest.mark.parametrize("activity", ["home_visit", "villagers_review", "neighbours", "letters"])
def test_nothing_is_done_that_is_not_written_down(case, clerk, activity):
    with refused("V18"):
        happens(case, clerk, "did", "2021-11-05", step="review", outcome=activity)


def test_a_visit_with_everything(case, clerk):
    person = case.household.members_on(ON).first().person
    visit = is_visited(
        case,
        clerk,
        seen=[Seen(person, "wage_income", "300.00", "0.00")],
        photos=[Sent("门前.png", PHOTO), Sent("屋内.jpg", picture("JPEG"))],
        signature=Sent("签字.png", PHOTO),
        remark="房屋两间",
    )
    assert [str(visitor) for visitor in visit.visitors.all()] == [str(clerk), "王同行"]
    assert visit.happening.outcome == "home_visit"
    assert visit.role == "township"
    assert (visit.attachments.count(), visit.signature.what) == (2, "signature")
    fact = Fact.objects.get(source="visit", name="wage_income", valid_from=ON)
    assert (fact.name, fact.value, fact.valid_from) == ("wage_income", "300.00", ON)
    assert visit.seen == [{"person": person.pk, "fact": "wage_income", "declared": "0.00", "seen": "300.00"}]


def test_fewer_visitors_than_the_document_asks_for(of_dibao, clerk):
    assert least_visitors(of_dibao)[0] == 2
    for others in ((), (" ",), (str(clerk),)):
        with refused("V17") as problem:
            is_visited(of_dibao, clerk, others=others)
    assert "第十六条" in str(problem.value)
    assert not Visit.objects.exists()
    assert is_visited(of_dibao, clerk).happening is not None


def test_where_no_document_says_how_many_somebody_must_be_named(case, clerk):
    assert least_visitors(case)[0] is None
    with refused("V17"):
        is_visited(case, clerk, staff=[], others=())
    assert is_visited(case, clerk, others=()).happening is not None


def test_a_wrong_photo_leaves_nothing_behind(case, clerk):
    with pytest.raises(PolicyError, match="V11"):
        is_visited(case, clerk, photos=[Sent("a.png", PHOTO), Sent("b.jpg", b"no picture")])
    assert not Visit.objects.exists()
    assert "home_visit" not in journey_of(case).done("review")


@pytest.mark.parametrize("wrong", [{"place": " "}, {"met": ""}, {"seen": "fact"}, {"seen": "stranger"}])
def test_what_a_visit_must_say(case, clerk, wrong, django_user_model):
    from minsheng.registry.models import Person

    if wrong.get("seen") == "fact":
        wrong = {"seen": [Seen(None, "wage_income", "1.00")]}
    elif wrong.get("seen") == "stranger":
        wrong = {"seen": [Seen(Person.objects.create(name="外人", synthetic=True), "wage_income", "1.00")]}
    with refused("V19"):
        is_visited(case, clerk, **wrong)
    assert not Visit.objects.exists()


def test_the_county_visits_where_no_step_asks_for_it(case, staff):
    county = staff("county_clerk", "620171")
    visit = is_visited(case, county)
    assert (visit.role, visit.happening) == ("county", None)
    assert "home_visit" not in journey_of(case).done("review")


def test_a_visit_by_the_village_waits_until_the_township_counts_it(case, clerk, staff):
    visit = is_visited(case, staff("village_assistant"))
    assert (visit.role, visit.happening) == ("village", None)
    happens(case, clerk, "did", "2021-11-05", step="review", outcome="home_visit")
    visit.refresh_from_db()
    assert visit.happening.by == clerk


def test_who_may_not_visit(case, staff):
    for user in (staff("supervisor"), staff("township_clerk", "500110", "elsewhere")):
        with refused("V19"):
            is_visited(case, user)


def test_a_visit_before_what_happened_last(case, clerk):
    with pytest.raises(NotAllowed, match="W1"):
        is_visited(case, clerk, "2021-11-02")
    assert not Visit.objects.exists()


def test_the_villagers_and_the_neighbours(case, clerk):
    review = is_reviewed(case, clerk)
    assert review.happening.outcome == "villagers_review"
    for activity in ("neighbours", "letters"):
        assert is_asked(case, clerk, activity).happening.outcome == activity
    assert journey_of(case).done("review") == {"villagers_review", "neighbours", "letters"}


@pytest.mark.parametrize("votes", [(3, 2, 2, 0), (0, 0, 0, 0), (5, 3, 2, 1)])
def test_more_votes_than_people(case, clerk, votes):
    present, votes_for, against, abstained = votes
    notes = VillagersReview(
        on=ON,
        place="村委会",
        present=present,
        chair="李",
        recorder="赵",
        votes_for=votes_for,
        votes_against=against,
        abstained=abstained,
        opinion="无",
    )
    with refused("V19"):
        review_by_villagers(case, notes, clerk)
    assert not VillagersReview.objects.exists()


def test_minutes_may_be_a_pdf_and_the_photos_of_a_visit_not(case, clerk):
    paper = [Sent("记录.pdf", b"%PDF-1.7")]
    notes = Inquiry(activity="letters", on=ON, place="银行", asked="某银行", answer="无存款")
    assert inquire(case, notes, clerk, photos=paper).attachments.get().media_type == "application/pdf"
    with pytest.raises(PolicyError, match="V11"):
        is_visited(case, clerk, photos=paper)


def test_it_is_counted_once(case, clerk):
    is_visited(case, clerk)
    with refused("V18"):
        happens(case, clerk, "did", "2021-11-05", step="review", outcome="home_visit")
    record_visit(case, VisitNotes(ON, time(11), "第一村", "本人", [clerk]), clerk)
    assert Visit.objects.filter(happening__isnull=False).count() == 2
