"""What cannot be worked out over a population is refused, with the place and with what to do."""

from datetime import date

import pytest

from minsheng.policy.finding import PolicyError
from minsheng.population.lists import aggregate_of, aggregates_of, ranking_of
from tests.lists.conftest import pack, ranked, ruled, shared

RULE = ruled("points", "household", "int", "villagers_score")
HOME = ({"village": "东", "villagers_score": "3"}, [{"income": "1"}])


@pytest.fixture
def refused(small_library, people_of):
    """A function that ranks or counts under a mini pack and gives the only finding."""

    def of(name, *homes, ranking="", aggregate=""):
        blocks = {"ranking": ranking, "aggregate": aggregate}
        text = pack(area="620100", **{key: body for key, body in blocks.items() if body}, rules=RULE)
        law = small_library(a=text).as_of(date(2017, 6, 1), "620100")
        people = people_of(law.vocabulary, *(homes or [HOME]))
        with pytest.raises(PolicyError) as problem:
            (ranking_of if ranking else aggregate_of)(law, name, people)
        (finding,) = problem.value.findings
        return finding

    return of


def test_a_ranking_that_is_not_in_force_with_the_one_that_is_meant(refused):
    finding = refused("poverty", ranking=ranked("povertee", "household", "villagers_score", "village", "ascending"))
    assert finding.render("en") == (
        "poverty: error[G1] no ranking of the name poverty is in force for 620100 on 2017-06-01\n    Did you mean povertee?"
    )


def test_a_share_that_is_not_in_force_with_those_that_are(refused):
    finding = refused(
        "xyz", aggregate=shared("a", "count(p for p in persons)") + shared("b", "count(p for p in persons)")
    )
    assert finding.render("en").endswith("Known: a, b.")


def test_no_share_at_all(small_library, people_of):
    law = small_library(a=pack(area="620100", rules=RULE)).as_of(date(2017, 6, 1), "620100")
    with pytest.raises(PolicyError, match="no share is in force for 620100"):
        aggregates_of(law, [], people_of(law.vocabulary, HOME))


def test_things_that_have_no_row_of_their_own(refused):
    finding = refused("a", ranking=ranked("a", "supporter", "pays", "able", "ascending"))
    assert finding.code == "G2"
    assert "a ranks things of the kind supporter" in finding.render("en")


def test_a_ranking_by_a_text_that_is_no_plain_fact(refused):
    finding = refused(
        "a", ranking=ranked("a", "household", "villagers_score", "village if receives_now else village", "ascending")
    )
    assert "a goes by an expression of the type text" in finding.render("en")
    assert finding.place.file == "packs/a.md"


def test_the_whole_population_inside_a_list_of_the_population(refused):
    inner = "count(p for p in persons if p.income < sum(q.income for q in persons) / 2)"
    finding = refused("a", aggregate=shared("a", inner))
    assert "a looks at the whole population inside a list of the population" in finding.render("en")


@pytest.mark.parametrize("what", ["area", "applied_on"])
def test_what_only_one_household_has(refused, what):
    condition = "registered_in(p.home_area, area)" if what == "area" else "p.birth_date < applied_on"
    finding = refused("a", aggregate=shared("a", f"count(p for p in persons if {condition})"))
    assert f"{what} in a is of one household; over many there is none" in finding.render("en")


def test_a_ratio_with_too_many_digits_to_compare(refused):
    home = ({"village": "东"}, [{"weight": "0.12345678901234567890123"}])
    finding = refused("a", home, ranking=ranked("a", "person", "weight", "village", "ascending"))
    assert (finding.code, finding.place.path) == ("G6", "weight")


def test_a_bad_cell(refused):
    home = ({"village": "东", "villagers_score": "many"}, [{}])
    finding = refused("a", home, ranking=ranked("a", "household", "villagers_score", "village", "ascending"))
    assert (finding.code, finding.place.file, finding.place.line, finding.place.path) == (
        "T11",
        "households.csv",
        2,
        "villagers_score",
    )
