"""The other engine is played by our exact outputs in yuan and float32, with one thing changed at a time."""

from fractions import Fraction

import numpy as np
import pytest

from bench import exact
from bench.agreement import compare
from bench.outputs import DECISIONS, OUTPUTS
from minsheng.policy.evaluation import evaluate


def as_peer(ours):
    peer = {}
    for name in OUTPUTS:
        if name in DECISIONS:
            peer[name] = np.array(ours[name])
        else:
            number, denominator = exact.exact(ours[name])
            peer[name] = (number / denominator / 100).astype(np.float32)
    return peer


def one_household(people, **facts):
    """Canonical columns of one urban household whose people differ from nobody in particular only by what is given."""
    own = {"setting": 0, "county": 0, "first_group": True, "assets": 0, "second_home": False, "vehicles": 0} | facts
    amounts = (
        "wage",
        "business",
        "property_income",
        "transfer",
        "disability_subsidy_received",
        "medical_cost",
        "medical_paid",
    )
    nobody = dict.fromkeys(amounts, 0) | {"age": 30}
    answers = ("disabled", "severe", "seriously_ill", "labour_capacity", "capable_supporter", "other_poor")
    failed = ("fail_eat", "fail_dress", "fail_bed", "fail_toilet", "fail_walk", "fail_bathe")
    nobody |= dict.fromkeys((*answers, *failed), False)
    columns = {f"households/{name}": np.array([value]) for name, value in own.items()}
    columns |= {f"people/{name}": np.array([{**nobody, **p}[name] for p in people]) for name in nobody}
    return columns | {"people/household_id": np.zeros(len(people), np.int64)}


def decided(law, columns, forced=None):
    return exact.columns_of(exact.outputs_of(evaluate(law, exact.household_at(columns, law, 0), law.day, forced)))


def test_exact_amounts_kept_as_float32_differ_only_at_half_a_fen(law, columns, ours):
    found = compare(law, columns, ours, as_peer(ours))
    assert found.cells == sum(len(exact.exact(ours[name]).number) for name in OUTPUTS)
    assert found.total("same") + found.total("half_fen") == found.cells
    assert set(found.counts["dibao.amount"]) == {"same"}


@pytest.mark.parametrize("name", [name for name in OUTPUTS if name not in DECISIONS])
def test_one_fen_too_much_is_unexplained(law, columns, ours, name):
    peer = as_peer(ours)
    small = np.flatnonzero((peer[name] < 500) & (peer[name] >= 0))[0]
    number, denominator = exact.exact(ours[name])
    peer[name][small] = (number[small] / denominator[small] + 1.1) / 100
    found = compare(law, columns, ours, peer)
    assert found.counts[name]["unexplained"] == 1
    assert found.total("unexplained") == 1
    assert found.examples["unexplained"][0]["output"] == name


@pytest.mark.parametrize("name", DECISIONS)
def test_an_answer_turned_without_reason_is_unexplained(law, columns, ours, name):
    peer = as_peer(ours)
    peer[name][0] = not peer[name][0]
    assert compare(law, columns, ours, peer).counts[name]["unexplained"] == 1


def test_an_income_equal_to_the_standard_may_be_decided_the_other_way_and_the_amounts_follow(law):
    columns = one_household([{"wage": 176_700}, {"labour_capacity": True, "medical_cost": 10_000}, {}])
    ours = decided(law, columns)
    peer = as_peer(decided(law, columns, {("household", "dibao.eligible"): True}))
    assert not ours["dibao.eligible"][0]
    found = compare(law, columns, ours, peer)
    assert found.counts["dibao.eligible"] == {"decided": 1}
    assert found.counts["medical.assistance"] == {"same": 2, "follows": 1}
    assert found.counts["household_total"] == {"follows": 1}
    assert found.total("unexplained") == 0


def test_a_fen_below_the_standard_is_far_enough(law):
    columns = one_household([{"wage": 58_899}])
    ours = decided(law, columns)
    peer = as_peer(decided(law, columns, {("household", "dibao.eligible"): False}))
    assert compare(law, columns, ours, peer).counts["dibao.eligible"] == {"unexplained": 1}


def test_a_person_decided_the_other_way_takes_the_household_along(law):
    columns = one_household([{"age": 70, "wage": 58_900}, {"wage": 10_000}])
    ours = decided(law, columns)
    peer = as_peer(decided(law, columns, {("person/0", "hardship"): True}))
    found = compare(law, columns, ours, peer)
    assert found.counts["hardship"] == {"same": 1, "decided": 1}
    assert found.counts["household_income"] == {"follows": 1}
    assert found.total("unexplained") == 0


def test_assets_equal_to_the_limit_are_near_enough(law):
    columns = one_household([{}], assets=24 * 58_900)
    peer = as_peer(decided(law, columns, {("household", "dibao.eligible"): True}))
    assert compare(law, columns, decided(law, columns), peer).counts["dibao.eligible"] == {"decided": 1}


def test_above_131072_yuan_float32_cannot_hold_every_fen(law):
    columns = one_household([{"wage": 20_000_001}])
    found = compare(law, columns, (ours := decided(law, columns)), as_peer(ours))
    assert found.counts["household_income"] == {"coarse": 1}
    assert found.total("unexplained") == 0


def test_large_amounts_on_the_way_explain_a_fen_and_not_more(law):
    columns = one_household([{"wage": 6_000_001, "business": 3_000_002}])
    ours, peers = decided(law, columns), []
    for error in (1, 5):
        peer = as_peer(ours)
        peer["counted_income"][0] = (int(ours["counted_income"][0]) + error) / 100
        peers.append(compare(law, columns, ours, peer).counts["counted_income"])
    assert peers == [{"summed": 1}, {"unexplained": 1}]


def test_the_income_per_head_may_come_as_two_columns_or_as_fractions(law):
    columns = one_household([{"wage": 10_000}, {}, {}])
    ours = decided(law, columns)
    fractions = np.array([Fraction(10_000, 3), None], dtype=object)[:1]
    both = [
        compare(law, columns, given, as_peer(ours)).counts for given in (ours, ours | {"income_per_head": fractions})
    ]
    assert both[0] == both[1]
    assert both[0]["income_per_head"] == {"same": 1}
