"""A decision is kept with the texts it rests on, and comes out again from them."""

import json
from datetime import date

import pytest

from minsheng.policy.finding import PolicyError
from minsheng.policy.record import Store, differences

AID = (
    "aid: {label: {zh: 救助, en: aid}, of: person, enter: income < standard, amount: standard - income, cites: 第一条}"
)
STANDARD = "standard: {label: {zh: 标准, en: standard}, type: money/month, value: %s, cites: 第一条}"


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


@pytest.fixture
def make(packs, pack, household):
    """A function that decides one household by a mini pack."""

    def decide(value="500.00", file="a.md", on=date(2017, 6, 1), **facts):
        library = packs({file: pack(parameters=STANDARD % value, benefit=AID)})
        law = library.as_of(on, "620171")
        return law.decide(household(law, {"income": "100.00", **facts}))

    return decide


def codes(problem):
    return [finding.code for finding in problem.value.findings]


def test_replaying_gives_the_same_to_the_last_word(store, make):
    path = store.add(make())
    assert store.replay(path, {}) == []
    assert list(store.records()) == [path]


def test_adding_twice_changes_nothing(store, make, tmp_path):
    path = store.add(make())
    before = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*")}
    assert store.add(make()) == path
    assert {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*")} == before


def test_a_decision_is_replayed_under_the_packs_it_was_made_with(store, make):
    old, new = store.add(make("500.00")), store.add(make("600.00"))
    assert old != new
    assert [store.replay(path, {}) for path in (old, new)] == [[], []]
    amounts = [json.loads(p.read_text())["decision"]["outcomes"][0]["amount"]["fen"] for p in (old, new)]
    assert amounts == [40000, 50000]


def test_packs_that_only_changed_their_names_are_told_apart(store, make):
    libraries = {}
    for path in (store.add(make(file="a.md")), store.add(make(file="b.md"))):
        assert store.replay(path, libraries) == []
    assert len(libraries) == 2


def test_a_library_is_loaded_once_for_all_its_decisions(store, make):
    libraries = {}
    for path in (store.add(make(income=1)), store.add(make(income=2))):
        store.replay(path, libraries)
    assert len(libraries) == 1


def test_a_decision_of_a_day_to_come_is_replayed(store, make):
    path = store.add(make(on=date(2099, 1, 1), birth_date=None))
    assert store.replay(path, {}) == []


@pytest.mark.parametrize("change", [lambda p: p.write_text(p.read_text() + " "), lambda p: p.unlink()])
def test_a_text_that_was_changed_or_is_missing_is_refused(store, make, tmp_path, change):
    path = store.add(make())
    for text in (tmp_path / "packs").iterdir():
        change(text)
    with pytest.raises(PolicyError) as problem:
        store.replay(path, {})
    assert codes(problem) == ["Z2"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "another/1"}', '{"format": "minsheng/record/1"}'])
def test_a_record_that_cannot_be_read_is_refused(store, make, text):
    path = store.add(make())
    path.write_text(text)
    with pytest.raises(PolicyError) as problem:
        store.replay(path, {})
    assert codes(problem) == ["Z1"]


def test_a_record_that_was_changed_shows_where(store, make):
    path = store.add(make())
    path.write_text(path.read_text().replace('"fen": 40000', '"fen": 39999', 1))
    assert [(d.path, d.stored, d.recomputed) for d in store.replay(path, {})] == [
        ("outcomes[0].amount.fen", 39999, 40000)
    ]


def test_differences_name_what_came_and_what_went():
    found = differences({"a": 1, "b": [1], "c": {"d": 2}}, {"b": [1, 2], "c": {"d": 3}, "e": None})
    assert [(d.path, d.stored, d.recomputed) for d in found] == [("a", 1, None), ("b", [1], [1, 2]), ("c.d", 2, 3)]


def test_a_record_of_the_real_packs_is_replayed(store, real, data):
    from minsheng.policy.household import read_household

    for day in (date(2021, 11, 20), date(2026, 11, 21)):
        decision = real.as_of(day, "620171").decide(read_household(data / "zhang.json", real.vocabulary))
        assert store.replay(store.add(decision), {}) == []


def test_better_words_and_a_newer_calendar_are_no_other_decision(store, real, data):
    from minsheng.policy.household import read_household

    decision = real.as_of(date(2026, 11, 21), "620171").decide(read_household(data / "zhang.json", real.vocabulary))
    path = store.add(decision)
    record = json.loads(path.read_text(encoding="utf-8"))
    dibao = next(o for o in record["decision"]["outcomes"] if o["benefit"] == "dibao")
    dibao["reasons"][0]["text"] = "as an older version put it"
    clock = next(clock for clock in dibao["process"]["clocks"] if clock["if_accepted_today"])
    clock["if_accepted_today"] = "2027-01-04"
    path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    assert store.replay(path, {}) == []
    assert len(store.replay(path, {}, words=True)) == 2
