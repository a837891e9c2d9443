"""Who decides where, and where help may come before the check."""

from datetime import date


def test_emergency_assistance_is_decided_by_the_township_where_the_county_has_delegated_it(library):
    day = date(2021, 11, 20)
    new_area, chengguan = library.as_of(day, "620171"), library.as_of(day, "620102")
    assert new_area.parameter("temporary.emergency_decider", ()) == "township"
    assert new_area.parameter("temporary.decider", ()) == "county"
    assert chengguan.parameter("temporary.emergency_decider", ()) == "county"
    decision = next(s for s in new_area.processes["temporary.emergency"].steps if s.name == "decision")
    assert decision.by == "temporary.emergency_decider"


def test_only_emergency_assistance_comes_before_the_check(library):
    unchecked = {p.name for pack in library.packs for p in pack.processes if not p.requires_check}
    assert unchecked == {"temporary.emergency"}
