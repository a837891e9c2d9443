"""Whoever has a role in an area sees that area and what lies in it, on the days of the role, and nothing else."""

from datetime import date

import pytest

from minsheng.registry.models import Household
from minsheng.registry.scope import EXCLUDE_EACH_OTHER, RIGHTS, Scope, scope_of
from tests.registry.conftest import DAY


@pytest.fixture
def homes(home):
    return [home(code, f"H{code}") for code in ("500110107", "500110108", "620171")]


@pytest.mark.parametrize(
    ("role", "code", "seen"),
    [
        ("township_clerk", "500110107", {"H500110107"}),
        ("county_clerk", "500110", {"H500110107", "H500110108"}),
        ("city", "500000", {"H500110107", "H500110108"}),
        ("supervisor", "100000", {"H500110107", "H500110108", "H620171"}),
        ("village_assistant", "500110107201", set()),
    ],
)
def test_an_area_and_what_lies_in_it(homes, staff, role, code, seen):
    scope = scope_of(staff(role, code), DAY)
    assert {home.number for home in scope.of(Household.objects.all())} == seen


def test_two_roles_in_two_areas(homes, staff):
    staff("township_clerk", "500110107", "zhou")
    scope = scope_of(staff("supervisor", "620171", "zhou"), DAY)
    assert {home.number for home in scope.of(Household.objects.all())} == {"H500110107", "H620171"}
    assert scope.may("accept", "500110107")
    assert not scope.may("accept", "620171")


def test_a_role_that_is_over_or_has_not_begun(homes, staff):
    user = staff("county_clerk", "500110", valid_from=date(2017, 12, 5), valid_to=date(2017, 12, 6))
    for day, count in ((date(2017, 12, 4), 0), (date(2017, 12, 5), 2), (date(2017, 12, 6), 2), (date(2017, 12, 7), 0)):
        assert scope_of(user, day).of(Household.objects.all()).count() == count


def test_nobody_and_whoever_is_not_active(homes, staff):
    from django.contrib.auth.models import AnonymousUser

    user = staff("county_clerk", "500110")
    user.is_active = False
    for who in (user, AnonymousUser()):
        assert scope_of(who, DAY) == Scope(frozenset())
        assert not scope_of(who, DAY).of(Household.objects.all()).exists()


def test_a_supervisor_reads_only():
    assert RIGHTS["supervisor"] == {"see_access"}


def test_the_roles_of_a_process(staff):
    scope = scope_of(staff("county_clerk", "500110"), DAY)
    assert scope.process_roles("500110107") == {"county", "other_office", "check_centre"}  # what comes by letter
    assert scope.process_roles("620171") == frozenset()


def test_roles_that_exclude_each_other_are_pairs_of_known_roles():
    for pair in EXCLUDE_EACH_OTHER:
        assert len(pair) == 2
        assert pair <= set(RIGHTS)
