"""What changed between two packs: definitions, the benefits that rest on them, and the people whose outcome differs."""

from datetime import date

from minsheng.policy.difference import changes, people_changes

BLOCKS = {
    "parameters": """
standard: {label: {zh: 标准, en: standard}, type: money/month, by: [area], cites: 第一条,
  values: [{area: 620100, value: %s}]}
""",
    "rules": """
poor: {of: person, gives: bool, label: {zh: 困难, en: poor}, is: income < standard, cites: 第一条}
fine: {of: person, gives: money/month, label: {zh: 罚款, en: fine}, at_most: standard, modality: may, cites: 第一条}
""",
    "benefit": """
aid: {label: {zh: 救助, en: aid}, of: person, enter: poor, amount: standard, cites: 第一条,
  paid: {every: month, first: %s, cites: 第一条}}
""",
    "process": """
apply:
  for: aid
  label: {zh: 申请, en: apply}
  steps: {a: {by: county, label: {zh: 甲, en: a}, lasts: %s, then: {ok: done}, cites: 第一条}}
  ends: {done: {zh: 完, en: done}}
  clocks:
    c: {label: {zh: 甲, en: a}, from: accepted, to: done, at_most: 20 days, extension: 3 days, cites: 第一条}
""",
    "examples": """
- {title: in between, given: {income: 550.00}, expect: {benefit.aid: %s}}
- {title: low, given: {income: 100.00}, expect: {benefit.aid: yes}}
""",
}


def text(pack, standard, first, span, between, **front):
    filled = (standard, first, span, between)
    order = ("parameters", "benefit", "process", "examples")
    blocks = {name: BLOCKS[name] % filled[order.index(name)] if name in order else BLOCKS[name] for name in BLOCKS}
    return pack(**front, **blocks)


def old(pack):
    return text(pack, "500.00", "month_of_decision", "7 days", "no", more="last_day: 2018-12-31\n")


def new(pack):
    return text(pack, "600.00", "month_after_decision", "5 days", "yes", document="新办法", in_force="2019-01-01")


def test_definitions_that_read_otherwise_are_named_with_what_they_were(packs, pack):
    one, two = packs({"a.md": old(pack)}).packs[0], packs({"a.md": new(pack)}).packs[0]
    found = {(change.kind, change.name): (change.before, change.after) for change in changes(one, two)}
    assert set(found) == {("parameter", "standard"), ("benefit", "aid"), ("process", "apply")}
    assert ["500.00" in found["parameter", "standard"][0], "600.00" in found["parameter", "standard"][1]] == [
        True,
        True,
    ]
    assert "7 days" in found["process", "apply"][0]


def test_a_definition_that_came_or_went_has_one_side_only(packs, pack):
    one = packs({"a.md": old(pack)}).packs[0]
    two = packs(
        {"a.md": pack(rules="rich: {of: person, gives: bool, label: {zh: 甲, en: a}, is: can_work, cites: 第一条}")}
    ).packs[0]
    found = {change.name: (bool(change.before), bool(change.after)) for change in changes(one, two)}
    assert (found["poor"], found["rich"]) == ((True, False), (False, True))


def test_the_benefits_that_rest_on_a_change_are_named(packs, pack):
    made = packs({"a.md": old(pack)})
    law = made.as_of(date(2017, 6, 1), "620171")
    two = packs({"a.md": old(pack).replace("income < standard", "income <= standard")}).packs[0]
    assert [(c.name, c.benefits) for c in changes(made.packs[0], two, law)] == [("poor", ("aid",))]


def test_packs_that_say_the_same_differ_in_nothing(packs, pack):
    one, two = packs({"a.md": old(pack)}).packs[0], packs({"b.md": old(pack)}).packs[0]
    assert changes(one, two) == []


def test_people_whose_outcome_differs_are_found_by_deciding_the_examples_under_both(packs, pack):
    made = packs({"a.md": old(pack)})
    changed = packs({"a.md": old(pack).replace("value: 500.00", "value: 600.00")})
    found = list(people_changes(made, made.packs[0], changed.packs[0]))
    assert {(c.example.title.en, c.benefit, c.before, c.after) for c in found} == {
        ("in between", "aid", "no", "yes 600.00"),
        ("low", "aid", "yes 500.00", "yes 600.00"),
    }


def test_a_pack_that_is_the_same_changes_nobody(packs, pack):
    made = packs({"a.md": old(pack)})
    assert list(people_changes(made, made.packs[0], made.packs[0])) == []


def test_an_older_and_a_newer_document_are_compared_on_a_day_on_which_both_could_hold(packs, pack):
    made = packs(
        {
            "a.md": old(pack).replace("last_day: 2018-12-31", "last_day: 2029-12-31"),
            "b.md": pack(document="新办法", rules=""),
        }
    )
    newer = packs({"b.md": new(pack)})
    found = list(people_changes(made, made.packs[0], newer.packs[0]))
    assert ("in between", "aid", "no", "yes 600.00") in {
        (c.example.title.en, c.benefit, c.before, c.after) for c in found
    }
