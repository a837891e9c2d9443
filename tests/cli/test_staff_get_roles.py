"""``minsheng user``: somebody gets a role in an area, is listed, and loses it; roles that control each other are refused."""

import json

import pytest

from minsheng.registry.models import Area, User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _areas(db):
    for code, name in {"100000": "全国", "500110": "綦江区", "500110107": "黑山镇", "500110108": "石角镇"}.items():
        Area(code=code, name=name).save()


@pytest.fixture
def add(run):
    def make(username, role, area, *more):
        arguments = ("--role", role, "--area", area, "--name", "测试员", "--new-password", "--lang", "en", *more)
        return run("user", "add", username, *arguments)

    return make


def listed(run, *options):
    return json.loads(run("user", "list", "--json", *options).output)


def test_somebody_new_gets_a_role_and_a_password_that_fits(add, run):
    output = add("zhou", "township_clerk", "500110107").output
    assert "zhou is township_clerk in 黑山镇 (500110107)." in output
    password = output.split("(shown once): ")[1].strip()
    assert User.objects.get(username="zhou").check_password(password)
    assert [(row["username"], row["role"], row["area"], row["active"]) for row in listed(run)] == [
        ("zhou", "township_clerk", "500110107", True)
    ]


def test_a_second_role_keeps_the_password(add):
    add("zhou", "township_clerk", "500110107")
    before = User.objects.get(username="zhou").password
    assert add("zhou", "township_clerk", "500110108").exit_code == 0
    assert User.objects.get(username="zhou").password == before


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("township_clerk", "500110107"), ("county_head", "500110")),
        (("supervisor", "100000"), ("county_clerk", "500110")),
        (("finance", "500110"), ("township_clerk", "500110107")),
    ],
)
def test_roles_that_control_each_other_are_refused_in_one_area(add, run, first, second):
    add("zhou", *first)
    refused = add("zhou", *second)
    assert refused.exit_code == 2
    assert "A9" in refused.output
    assert len(listed(run)) == 1


def test_they_are_possible_in_two_areas_and_one_after_the_other(add):
    add("zhou", "township_clerk", "500110107", "--from", "2017-01-01", "--to", "2017-06-30")
    assert add("zhou", "county_head", "500110", "--from", "2017-07-01").exit_code == 0
    add("wu", "township_clerk", "500110107")
    assert add("wu", "supervisor", "500110108").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("zhou", "finance", "500119"), "A8"),
        (("a b", "finance", "500110"), "A11"),
        (("zhou", "finance", "500110", "--from", "2017-02-01", "--to", "2017-01-01"), "A12"),
    ],
)
def test_what_is_not_possible_makes_nobody(add, arguments, code):
    refused = add(*arguments)
    assert refused.exit_code == 2
    assert code in refused.output
    assert not User.objects.exists()


def test_a_role_held_already_is_refused(add):
    add("zhou", "finance", "500110")
    assert "A12" in add("zhou", "finance", "500110").output


def test_a_name_of_their_own_is_needed(run):
    refused = run("user", "add", "zhou", "--role", "finance", "--area", "500110", "--new-password", "--lang", "en")
    assert "Give it with --name." in refused.output


def test_a_password_that_is_easy_to_guess_is_refused_and_not_repeated(run):
    from click.testing import CliRunner

    from minsheng.cli import main

    arguments = ["user", "add", "zhou", "--role", "finance", "--area", "500110", "--name", "测试员"]
    refused = CliRunner().invoke(main, arguments, input="sunshine\nsunshine\n")
    assert refused.exit_code == 2
    assert "A11" in refused.output
    assert "sunshine" not in refused.output
    assert not User.objects.exists()


def test_all_roles_end_and_signing_in_too(add, run):
    add("zhou", "township_clerk", "500110107")
    add("zhou", "township_clerk", "500110108")
    assert "2 roles of zhou end." in run("user", "end", "zhou", "--lang", "en").output
    assert not User.objects.get(username="zhou").is_active
    assert all(row["to"] for row in listed(run))


def test_one_role_ends_and_the_other_stays(add, run):
    add("zhou", "township_clerk", "500110107")
    add("zhou", "township_clerk", "500110108")
    run("user", "end", "zhou", "--area", "500110107", "--on", "2099-01-31")
    assert User.objects.get(username="zhou").is_active
    assert {row["area"]: row["to"] for row in listed(run)} == {"500110107": "2099-01-31", "500110108": None}


def test_a_role_that_would_not_have_begun_is_taken_back(add, run):
    add("zhou", "township_clerk", "500110107", "--from", "2099-02-01")
    run("user", "end", "zhou", "--on", "2099-01-31")
    assert [row["role"] for row in listed(run)] == [None]


@pytest.mark.parametrize("arguments", [("end", "nobody"), ("password", "nobody", "--new-password")])
def test_nobody_of_that_name(run, arguments):
    refused = run("user", *arguments)
    assert refused.exit_code == 2
    assert "A10" in refused.output


def test_another_password(add, run):
    add("zhou", "finance", "500110")
    output = run("user", "password", "zhou", "--new-password", "--lang", "en").output
    assert User.objects.get(username="zhou").check_password(output.split("(shown once): ")[1].strip())


def test_the_list_is_narrowed_by_area_and_day(add, run):
    add("zhou", "township_clerk", "500110107", "--from", "2017-01-01", "--to", "2017-06-30")
    add("wu", "township_clerk", "500110108", "--from", "2017-07-01")
    assert [row["username"] for row in listed(run, "--area", "500110107")] == ["zhou"]
    assert [row["username"] for row in listed(run, "--on", "2017-08-01")] == ["wu"]
    assert "wu\t测试员\ttownship_clerk\t500110108 石角镇" in run("user", "list").output


def test_every_role_of_the_register_can_be_given():
    from minsheng.cli.staff import _ROLES
    from minsheng.registry.models.staff import ROLES

    assert tuple(ROLES) == _ROLES
