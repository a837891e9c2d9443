"""The cases of a demonstration stand in every state that their process knows, each brought there through the desk's own doors."""

from datetime import date

import pytest

from minsheng.casework.law import law_of
from minsheng.casework.models import Case
from minsheng.policy.today import another_day
from minsheng.population.synthetic import make_county
from minsheng.population.table import Population
from minsheng.registry.divisions import load_divisions
from minsheng.registry.models import Area
from minsheng.web.demonstration.cases import make_cases
from minsheng.web.demonstration.register import smallest_townships, take_county
from minsheng.web.demonstration.staff import make_staff

DAY = date(2026, 11, 20)


@pytest.fixture
def opened(db, tmp_path, safeguards):
    law = law_of("500110", DAY)
    make_county(tmp_path / "county", law.vocabulary, scale=0.03)
    population = Population.open(tmp_path / "county", law.vocabulary)
    load_divisions("500110", villages=False)
    townships = smallest_townships(population, 1)
    taken = take_county(population, law, DAY, townships)
    areas = {area.code: area for area in Area.objects.filter(code__in=[*townships, "500110", "500000"])}
    make_staff([areas[townships[0]]], areas["500110"], areas["500000"], since=date(2025, 11, 1))
    with another_day(DAY):
        make_cases(taken.candidates, townships, DAY)
    return townships[0]


def test_every_state_of_an_application_for_dibao_is_there(opened):
    process = law_of(opened, DAY).processes["dibao.application"]
    wanted = {"applied", "correcting", "not_accepted", "withdrawn", "paused"}
    wanted |= {step.name for step in process.steps} | {end for end, _ in process.ends}
    standing = Case.objects.filter(process=process.name)
    assert wanted <= set(standing.values_list("state", flat=True))
    assert standing.filter(ended=False, due_on__lt=DAY).exists()
    assert not Case.objects.filter(synthetic=False).exists()
    approved = standing.get(state="approved")
    assert approved.records.count() == 1
    assert approved.awards.count() == 1
    for case in Case.objects.all():
        days = [happening.on for happening in case.happenings.all()]
        assert days == sorted(days)
        assert days[-1] <= DAY
