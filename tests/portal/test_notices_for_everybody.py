"""Public notices: those that hang today, by area, with nothing private, and gone when they end."""

import pytest

from minsheng.casework.journey import NotAllowed
from minsheng.casework.models import Notice
from minsheng.web.portal import notices as pages
from tests.desk.on_the_way import decided, ended, happens, hung


@pytest.fixture
def today(monkeypatch):
    """A function that sets the day on which somebody looks."""

    def set_day(day):
        monkeypatch.setattr(pages, "today_in_china", lambda: day)

    return set_day


@pytest.fixture
def notice(household, staff, today):
    hung(household, staff)
    made = Notice.objects.get()
    today(made.from_day)
    return made


def test_a_notice_hangs_for_the_days_of_the_document(client, notice, today):
    assert (notice.to_day - notice.from_day).days == 7
    assert client.get(f"/notices/{notice.number}").status_code == 200
    today(notice.to_day)
    assert client.get(f"/notices/{notice.number}").status_code == 200
    today(notice.to_day.replace(day=notice.to_day.day + 1))
    assert client.get(f"/notices/{notice.number}").status_code == 404


def test_it_says_where_and_by_when_to_object_and_nothing_private(client, notice, household):
    page = client.get(f"/notices/{notice.number}", headers={"accept-language": "zh-hans"}).content.decode()
    assert "2021年11月16日" in page
    assert notice.office in page
    assert household.number not in page
    assert notice.case.number not in page
    for member in household.memberships.select_related("person"):
        assert f">{member.person.name}<" not in page
    for word in ("残疾", "重病", "身份证"):
        assert word not in page
    assert "noindex" in client.get("/notices")["X-Robots-Tag"]


def test_by_area(client, notice, areas):
    assert notice.area.name in client.get("/notices").content.decode()
    for code in ("620171", "620171001", "620171001000"):
        assert notice.number in client.get(f"/notices?area={code}").content.decode() or code == "620171001000"
    assert notice.number not in client.get("/notices?area=500110").content.decode()


@pytest.mark.parametrize("area", ["62", "x", "62017100", "<b>", "6" * 50, "\x00"])
def test_bad_area_codes(client, notice, area):
    response = client.get("/notices", {"area": area})
    assert response.status_code == 400
    assert "<b>" not in response.content.decode().partition("<main")[2]


@pytest.mark.parametrize("after", ["x", "-1", "9" * 40, "²", "\x00"])
def test_bad_pages(client, notice, after):
    assert client.get("/notices", {"area": "620171", "after": after}).status_code == 200


def test_an_objection_takes_it_down_and_the_next_one_is_another(client, notice, household, staff):
    case = notice.case
    happens(case, staff("township_clerk"), "step", "2021-11-10", step="notice", outcome="objection", reason="有人反映")
    notice.refresh_from_db()
    assert (str(notice.ended_on), notice.ended_as) == ("2021-11-10", "objection")
    assert client.get(f"/notices/{notice.number}").status_code == 404
    happens(case, staff("township_clerk"), "step", "2021-11-12", step="review", outcome="opinion", reason="已查实")
    assert Notice.objects.filter(ended_on__isnull=True).count() == 1
    assert Notice.objects.count() == 2


def test_what_the_document_has_published_hangs_until_the_benefit_ends(client, household, staff, today):
    case = decided(household, staff)
    result = Notice.objects.get(kind="result")
    assert result.published_in_zh
    today(case.happenings.last().on)
    assert client.get(f"/notices/{result.number}").status_code == 200
    ended(household, staff)
    assert client.get(f"/notices/{result.number}").status_code == 404


def test_a_withdrawal_takes_it_down(notice, staff):
    happens(notice.case, staff("township_clerk"), "withdrawn", "2021-11-10", role="applicant")
    notice.refresh_from_db()
    assert notice.ended_as == "withdrawn"


def test_made_up_people_are_said_to_be_so(client, notice):
    assert "synthetic" in client.get(f"/notices/{notice.number}").content.decode()


def test_an_objection_says_what_was_objected(notice, staff):
    with pytest.raises(NotAllowed, match="write down what was objected"):
        happens(notice.case, staff("township_clerk"), "step", "2021-11-10", step="notice", outcome="objection")
    notice.refresh_from_db()
    assert notice.ended_on is None
