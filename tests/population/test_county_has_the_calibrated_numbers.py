"""The made-up county has the published numbers of people, exactly, and says where every figure is from."""

import numpy as np
import pytest

from minsheng.population.synthetic.blueprint import DIBAO, HARDSHIP, NEAR_POOR, ORPHAN, TEMPLATES, draw_blueprint
from minsheng.population.synthetic.calibration import CALIBRATION, DEFAULT_PEOPLE

SIZES = np.array([len(members) for members, _, _ in TEMPLATES])
ELDERLY = np.array([sum(role in ("old", "old_spouse", "parent") for role in members) for members, _, _ in TEMPLATES])


@pytest.fixture(scope="module")
def plan():
    return draw_blueprint(np.random.default_rng(20171231), DEFAULT_PEOPLE, 1.0, "500110")


def people(plan, kind):
    return int(SIZES[plan.template[plan.kind == kind]].sum())


def test_28300_people_are_on_dibao(plan):
    assert people(plan, DIBAO) == 28_300


def test_7006_people_are_in_hardship_support(plan):
    assert people(plan, HARDSHIP) == 7_006


def test_hardship_people_are_mostly_old_and_rural(plan):
    mine = plan.kind == HARDSHIP
    assert ELDERLY[plan.template[mine]].sum() / 7_006 == pytest.approx(0.88, abs=0.001)
    assert (~plan.urban[mine]).mean() == pytest.approx(0.93, abs=0.02)


def test_the_whole_county_and_its_old_people_come_out_exactly(plan):
    assert int(SIZES[plan.template].sum()) == 993_000
    assert int(ELDERLY[plan.template].sum()) == 206_900


def test_houses_orphans_and_sudden_events_are_as_published(plan):
    assert (plan.dangerous_house.sum(), plan.renovated.sum(), plan.sudden_event.sum()) == (4_660, 15_363, 429)
    assert (plan.kind == ORPHAN).sum() == 93
    assert people(plan, NEAR_POOR) == 14_000


def test_a_smaller_county_keeps_the_make_up():
    small = draw_blueprint(np.random.default_rng(1), 9_930, 0.01, "500110")
    assert (people(small, DIBAO), people(small, HARDSHIP)) == (283, 70)
    assert int(SIZES[small.template].sum()) == 9_930


def test_fewer_other_people_leave_the_poor_as_they_are():
    fewer = draw_blueprint(np.random.default_rng(1), 400_000, 1.0, "500110")
    assert (people(fewer, DIBAO), people(fewer, HARDSHIP)) == (28_300, 7_006)
    assert int(SIZES[fewer.template].sum()) == 400_000


def test_every_figure_has_a_source():
    assert all(figure.source for figure in CALIBRATION)
    assert all(figure.note or figure.source != "assumption" or figure.unit for figure in CALIBRATION)
