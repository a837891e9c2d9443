"""The stages that executors run for a forecast, run here: every file is that of `minsheng simulate`, however people are cut."""

import pytest

from minsheng.policy.finding import PolicyError
from minsheng.population.simulate import Asked
from tests.simulate.conftest import RAISED, TINY, write_population
from tests.spark.conftest import DAY
from tests.spark.forecasts import contents, on_many, on_one
from tests.spark.small import PEOPLE, SUPPORTERS, spoilt, write_small


@pytest.fixture(scope="module")
def forecast(county, library, tmp_path_factory):
    return contents(on_one(county, library, tmp_path_factory.mktemp("forecast") / "out"))


@pytest.mark.parametrize(("partitions", "at_a_time"), [(None, 8_000), (1, 170), (9, 150)])
def test_every_file_is_the_same(here, county, library, forecast, tmp_path, partitions, at_a_time):
    out = on_many(here, county, library, tmp_path / "out", partitions=partitions, at_a_time=at_a_time)
    assert contents(out) == forecast


@pytest.mark.parametrize("partitions", [1, 8])
def test_figures_worked_by_hand(here, library, tmp_path, partitions):
    """One household alone in a part: nothing hangs on who stands beside whom."""
    folder, asked = write_population(tmp_path / "people", TINY), Asked(DAY, settings=(RAISED,))
    one = on_one(folder, library, tmp_path / "one", asked)
    assert contents(on_many(here, folder, library, tmp_path / "many", asked, partitions=partitions)) == contents(one)


def test_another_day_and_a_changed_law_without_demonstration_values(here, county, library, tmp_path):
    from datetime import date

    asked = Asked(DAY, on_after=date(2018, 7, 1), demonstration=False)
    one = on_one(county, library, tmp_path / "one", asked)
    assert contents(on_many(here, county, library, tmp_path / "many", asked, partitions=3)) == contents(one)


BAD = {
    "a day that does not exist": {"people": spoilt(PEOPLE, 2, birth_date="1988-02-30")},
    "a member without household": {"people": [*PEOPLE, {"household_id": "h9", "person_id": "p9"}]},
    "a supporter of nobody here": {"supporters": spoilt(SUPPORTERS, 0, person_id="p3")},
    "nobody at all": {"people": [{"household_id": "", "person_id": ""}]},
}


@pytest.mark.parametrize("what", BAD)
def test_bad_people_are_refused_with_the_same_findings(here, library, tmp_path, what):
    folder, asked = write_small(tmp_path / "bad", **BAD[what]), Asked(DAY, settings=(RAISED,))
    said = []
    for run in (
        lambda: on_one(folder, library, tmp_path / "o", asked),
        lambda: on_many(here, folder, library, tmp_path / "o", asked),
    ):
        with pytest.raises(PolicyError) as problem:
            run()
        said.append([finding.render("en") for finding in problem.value.findings])
    assert said[0] == said[1]
    assert [path.name for path in tmp_path.iterdir()] == ["bad"]


def test_a_change_where_nobody_lives(here, county, library, tmp_path):
    asked = Asked(DAY, settings=("dibao.standard[620171,urban]=600",))
    with pytest.raises(PolicyError, match="F9"):
        on_many(here, county, library, tmp_path / "out", asked)
    assert not list(tmp_path.iterdir())
