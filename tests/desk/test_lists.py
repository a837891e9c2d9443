"""Lists of the desk: narrowed, sorted, paged without losing a row, taken away as files, kept as views; the same number of queries
for one row and for ten thousand."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from minsheng.casework.models import Case
from minsheng.policy.today import today_in_china
from minsheng.registry.models import Household, Membership, Office, Person
from minsheng.web.models import SavedView, TakenFile

ADDRESS = "/desk/cases"
PROCESS = "hardship.application"


@pytest.fixture
def fill(areas):
    """A function that makes cases quickly; every third without a deadline, deadlines in heaps so that many are equal."""

    def make(count, code="620171001", start=0):
        today = today_in_china()
        numbers = range(start, start + count)
        homes = [Household(number=f"h{code}{n:05}", area=areas[code], synthetic=True) for n in numbers]
        Household.objects.bulk_create(homes, batch_size=5000)
        people = [Person(name=f"人{n:05}", id_masked="6201***********2X", synthetic=True) for n in numbers]
        Person.objects.bulk_create(people, batch_size=5000)
        heads = [
            Membership(household=home, person=person, relation="head", valid_from=date(2020, 1, 1))
            for home, person in zip(homes, people, strict=True)
        ]
        Membership.objects.bulk_create(heads, batch_size=5000)
        cases = [
            Case(
                number=f"{code}-{n:05}",
                household=home,
                area=areas[code],
                process=PROCESS,
                benefit="hardship",
                law_day=date(2021, 11, 1) + timedelta(n % 20),
                state="applied",
                waits_for="township",
                due_on=None if n % 3 == 0 else today + timedelta(n % 9 - 4),
                version=1,
                synthetic=True,
            )
            for n, home in zip(numbers, homes, strict=True)
        ]
        Case.objects.bulk_create(cases, batch_size=5000)
        return cases

    return make


@pytest.fixture
def clerk(client, staff):
    user = staff("township_clerk")
    client.force_login(user)
    return user


def numbers(page):
    return re.findall(r'class="">(\d+-\d{5})<', page.content.decode())


def walk(client, query, between=lambda: None):
    """The numbers of every page, one after the other."""
    found, address = [], f"{ADDRESS}?{query}"
    while address:
        page = client.get(address)
        assert page.status_code == 200
        found += numbers(page)
        link = re.search(r'rel="next" href="([^"]+)"', page.content.decode())
        address = f"{ADDRESS}{link[1].replace('&amp;', '&')}" if link else ""
        between()
    return found


@pytest.mark.parametrize("sort", ["due", "-due", "number", "-number", "area", "-area", "matter", "-applied"])
def test_no_row_comes_twice_or_is_left_out_while_others_are_added(client, clerk, fill, sort):
    before = {case.number for case in fill(230)}
    added = iter(range(1000, 2000, 20))
    found = walk(client, f"sort={sort}", lambda: fill(3, start=next(added)))
    assert len(found) == len(set(found))
    assert before <= set(found)


@pytest.mark.parametrize("sort", ["due", "-due"])
def test_deadlines_in_order_and_none_last(client, clerk, fill, sort):
    due = {case.number: case.due_on for case in fill(130)}
    days = [due[number] for number in walk(client, f"sort={sort}")]
    known = [day for day in days if day]
    assert known == sorted(known, reverse=sort.startswith("-"))
    assert all(day is None for day in days[len(known) :])
    assert len(days) == 130


def test_the_same_number_of_queries_for_one_row_and_for_ten_thousand(client, clerk, fill):
    counted = []
    for count, start in ((0, 0), (1, 0), (9_999, 1)):
        fill(count, start=start)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = client.get(ADDRESS)
        assert page.status_code == 200
        counted.append(len(queries))
    assert counted[1] == counted[2] <= 14
    assert "<b>10000</b>" in page.content.decode()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse("desk:households")).status_code == 200
    assert len(queries) <= 13


def test_an_empty_list_says_what_to_do(client, clerk, household):
    assert "登记" in client.get(ADDRESS).content.decode() or "户" in client.get(ADDRESS).content.decode()
    page = client.get(f"{ADDRESS}?late=late").content.decode()
    assert 'class="empty"' in page
    assert "tab=" in page


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("late=late", lambda case, today: case.due_on and case.due_on < today),
        ("late=today", lambda case, today: case.due_on == today),
        ("late=none", lambda case, today: case.due_on is None),
        (
            "matter=hardship.application&late=soon",
            lambda case, today: case.due_on and 0 < (case.due_on - today).days <= 3,
        ),
        ("state=applied", lambda case, today: True),
        ("state=hardship.application:decision", lambda case, today: False),
        (
            "since=2021-11-05&until=2021-11-06",
            lambda case, today: case.law_day in (date(2021, 11, 5), date(2021, 11, 6)),
        ),
        ("area=620171001", lambda case, today: True),
    ],
)
def test_filters(client, clerk, fill, query, fits):
    expected = {case.number for case in fill(40) if fits(case, today_in_china())}
    assert set(walk(client, query)) == expected


@pytest.mark.parametrize(
    "wrong", ["since=tomorrow", "late=never", "area=500110", "name=plain", "matter=x%00y", f"state={'a' * 999}"]
)
def test_filters_that_are_wrong_show_nothing_and_say_so(client, clerk, fill, wrong):
    fill(3)
    for more in ("", "&as=csv"):
        page = client.get(f"{ADDRESS}?{wrong}{more}")
        assert page.status_code == 400
        assert 'role="alert"' in page.content.decode()
        assert not numbers(page)


@pytest.mark.parametrize("odd", ["tab=none", "sort=head", "sort=--due", "cols=a,b", "after=zzz", "as=exe", "after=%00"])
def test_other_odd_words_of_an_address_are_passed_over(client, clerk, fill, odd):
    fill(3)
    assert len(numbers(client.get(f"{ADDRESS}?{odd}"))) == 3


def test_a_name_stands_in_no_address(client, clerk, fill):
    fill(12)
    response = client.post(ADDRESS, {"name": "人00007", "tab": "waiting", "cols": ["head", "number"]})
    assert response.status_code == 302
    assert "%E4%BA%BA" not in response["location"]
    assert "人" not in response["location"]
    assert numbers(client.get(response["location"])) == ["620171001-00007"]


def test_columns_are_chosen(client, clerk, fill):
    fill(2)
    response = client.post(ADDRESS, {"cols": ["id", "number"]})
    page = client.get(response["location"]).content.decode()
    assert "6201***********2X" in page
    assert 'scope="col"' in page
    assert page.count('<th scope="col"') == 2


def test_acted_and_ended(client, clerk, household):
    from minsheng.casework.act import act, open_case
    from minsheng.casework.event import Event

    case = open_case(household, "hardship", clerk, on=date(2021, 11, 2))
    assert "zhang" not in numbers(client.get(f"{ADDRESS}?tab=ended"))
    assert case.number in client.get(f"{ADDRESS}?tab=acted").content.decode()
    act(case.pk, Event("withdrawn", date(2021, 11, 3), "applicant"), clerk)
    assert case.number not in client.get(f"{ADDRESS}?tab=acted").content.decode()
    assert case.number in client.get(f"{ADDRESS}?tab=ended").content.decode()


def test_files_hold_what_the_filter_shows_and_nothing_a_spreadsheet_runs(client, clerk, fill):
    fill(40)
    fill(5, code="500110")
    Person.objects.filter(name="人00001").update(name="=HYPERLINK(1)")
    query = "late=late&cols=head,due,number,id&sort=number"
    shown = walk(client, query)
    text = b"".join(client.get(f"{ADDRESS}?{query}&as=csv").streaming_content).decode()
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text[1:])))
    book = load_workbook(io.BytesIO(b"".join(client.get(f"{ADDRESS}?{query}&as=xlsx").streaming_content)))
    cells = [list(row) for row in book.active.iter_rows()]
    assert [row[2] for row in rows[1:]] == [row[2].value for row in cells[1:]] == shown
    assert rows[1][1] == "'=HYPERLINK(1)" == cells[1][1].value
    assert all(cell.data_type != "f" for row in cells for cell in row)
    assert cells[1][0].is_date
    assert {row[3] for row in rows[1:]} == {"6201***********2X"}
    assert list(TakenFile.objects.values_list("kind", "rows")) == [("xlsx", len(shown)), ("csv", len(shown))]


def test_a_file_has_a_limit(client, clerk, fill, settings):
    settings.DESK_EXPORT_ROWS = 5
    fill(6)
    response = client.get(f"{ADDRESS}?as=csv")
    assert response.status_code == 302
    assert not TakenFile.objects.exists()
    settings.DESK_EXPORT_ROWS = 6
    assert len(b"".join(client.get(f"{ADDRESS}?as=csv").streaming_content).splitlines()) == 7


def test_views_are_kept_shared_and_begin_the_list(client, clerk, staff, areas, fill):
    fill(10)
    office, other = (Office.objects.create(name=name, area=areas["620171"]) for name in ("甲", "乙"))
    clerk.office = office
    clerk.save()
    query = "late=late"
    client.post(f"{ADDRESS}?{query}", {"do": "save", "name": "我的看板", "default": "yes", "shared": "yes"})
    assert client.get(ADDRESS)["location"] == f"{ADDRESS}?{query}"
    assert SavedView.objects.get().query == query
    for place, expected in ((office, True), (other, False)):
        friend = staff("township_head", username=f"friend{place.pk}")
        friend.office = place
        friend.save()
        client.force_login(friend)
        page = client.get(ADDRESS)
        assert page.status_code == 200  # a view of another is not the default of mine
        assert ("我的看板" in page.content.decode()) is expected
        client.post(ADDRESS, {"do": "delete", "view": str(SavedView.objects.get().pk)})
        assert SavedView.objects.count() == 1
    client.force_login(clerk)
    client.post(f"{ADDRESS}?tab=ended", {"do": "save", "name": "我的看板"})
    assert SavedView.objects.get().query == "tab=ended"
    client.post(ADDRESS, {"do": "delete", "view": str(SavedView.objects.get().pk)})
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("name", ["", " ", "长" * 61, "a\x00b"])
def test_a_view_needs_a_fit_name(client, clerk, name):
    assert client.post(ADDRESS, {"do": "save", "name": name}).status_code == 302
    assert not SavedView.objects.exists()
