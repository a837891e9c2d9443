"""Bad input stops a scan before anything is written, or its households are set aside with the reason."""

import csv
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from minsheng.policy.finding import PolicyError
from minsheng.population.table import Population

DAY = date(2017, 12, 31)


@pytest.fixture
def refused(scan_here, tmp_path):
    """What a scan says about a population that it refuses; nothing is left behind."""

    def said(folder, day=DAY, **options):
        (tmp_path / "results").mkdir(exist_ok=True)
        with pytest.raises(PolicyError) as problem:
            scan_here(folder, on=day, out=tmp_path / "results" / "out", **options)
        assert list((tmp_path / "results").iterdir()) == []
        return problem.value.findings

    return said


@pytest.fixture
def changed(county, tmp_path):
    """The county with some columns of one file made anew."""

    def change(name, **columns):
        folder = tmp_path / "changed"
        folder.mkdir(exist_ok=True)
        for path in county.glob("*.parquet"):
            if path.stem == name:
                table = pq.read_table(path)
                for column, remade in columns.items():
                    values = remade(table[column].to_pylist())
                    table = table.set_column(table.column_names.index(column), column, pa.array(values))
                pq.write_table(table, folder / path.name)
            elif not (folder / path.name).exists():
                (folder / path.name).write_bytes(path.read_bytes())
        return folder

    return change


def places(findings):
    return [(f.code, f.place.file, f.place.line, f.place.path) for f in findings]


def last_as_first(values):
    return [*values[:-1], values[0]]


def test_nothing_is_written_when_a_cell_is_bad(small, refused, spoil):
    spoil(small, "people.csv", 4, birth_date="1988-02-30")
    (finding,) = refused(small)
    assert finding.render("en").startswith("people.csv:4: birth_date: error[T11] a date that exists was expected")


def test_all_that_is_wrong_is_said_at_once(small, refused, spoil):
    spoil(small, "households.csv", 2, setting="x")
    spoil(small, "households.csv", 4, area="310101001")
    spoil(small, "people.csv", 3, birth_date="z")
    spoil(small, "people.csv", 4, person_id="p1")
    spoil(small, "people.csv", 5, household_id="h9")
    assert places(refused(small, date(2016, 12, 31), shard=1)) == [
        ("T11", "households.csv", 2, "setting"),
        ("T23", "households.csv", 4, "household_id"),
        ("T11", "people.csv", 3, "birth_date"),
        ("T21", "people.csv", 4, "person_id"),
        ("T22", "people.csv", 5, "household_id"),
    ]


@pytest.mark.parametrize("shard", [100, 100_000])
def test_a_scan_in_shards_finds_what_a_check_of_the_whole_finds(changed, refused, vocabulary, shard):
    def some(values):
        return [value if place % 97 else None for place, value in enumerate(values)]

    changed("households", area=lambda areas: ["5001", *areas[1:-1], "x"])
    folder = changed("people", person_id=last_as_first, id_number=last_as_first, household_id=some)
    mine = places(refused(folder, shard=shard))
    assert mine == places(Population.open(folder, vocabulary).check(DAY).all_findings())
    assert {code for code, *_ in mine} == {"T11", "T21", "T22", "T23"}


@pytest.mark.parametrize("name", ["person_id", "id_number"])
def test_a_double_is_found_however_far_apart(changed, refused, name):
    folder = changed("people", **{name: last_as_first})
    findings = refused(folder, shard=50)
    rows = pq.read_metadata(folder / "people.parquet").num_rows
    assert ("T21", "people.parquet", rows, name) in places(findings)
    assert "is there already, in row 1" in "".join(f.render("en") for f in findings)


def test_an_id_number_with_a_small_x_is_the_same_number(small, refused, spoil):
    spoil(small, "people.csv", 4, id_number="11010519491231002x")
    assert places(refused(small)) == [("T21", "people.csv", 4, "id_number")]


@pytest.mark.parametrize("row", [99, 100, 101])
def test_rows_out_of_order_are_found_inside_a_shard_and_where_two_meet(changed, refused, row):
    def swapped(ids):
        ids[row - 1], ids[row] = ids[row], ids[row - 1]
        return ids

    findings = refused(changed("households", household_id=swapped), shard=100)
    assert ("T20", "households.parquet", row + 1, "household_id") in places(findings)
    assert {f.code for f in findings} == {"T20"}


def test_a_household_that_is_there_twice_where_two_shards_meet(changed, refused):
    folder = changed("households", household_id=lambda ids: [*ids[:100], ids[99], *ids[101:]])
    assert places(refused(folder, shard=100)) == [("T20", "households.parquet", 101, "household_id")]


def test_rows_out_of_order_cannot_be_set_aside(small, refused, spoil):
    spoil(small, "households.csv", 3, household_id="h0")
    (finding,) = refused(small, skip_bad=True)
    assert "not in the order of household_id" in finding.render("en")


def test_every_place_without_law_is_named_with_its_households(changed, refused):
    def moved(areas):
        return ["310101001", "310101001", *areas[2:-1], "440103002"]

    findings = refused(changed("households", area=moved), date(2009, 1, 1), shard=100)
    texts = [finding.render("en") for finding in findings]
    assert {finding.code for finding in findings} == {"L4"}
    assert any("households.parquet:1: area: error[L4]" in t and "310101001" in t and "there: 2" in t for t in texts)
    assert any("440103002" in t and "there: 1" in t for t in texts)


def test_a_day_without_law_is_refused_with_the_first_day_that_has_one(small, refused):
    (first, second) = refused(small, date(1990, 1, 1))
    assert "no document in the library holds for 500110107 on 1990-01-01; households there: 2" in first.render("en")
    assert "The first one that does holds from" in second.render("en")


def test_a_household_of_more_than_a_thousand_people(small, refused):
    with (small / "people.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"h3,q{n:05d},,,\n" for n in range(70_000))
    (finding,) = refused(small)
    assert finding.render("en").splitlines() == [
        "households.csv:4: household_id: error[T24] the household h3 has more than 1000 members",
        "    Split it: 1000 people are the most that are decided together.",
    ]


def test_a_household_of_a_thousand_people_is_let_through(small, vocabulary):
    with (small / "people.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"h3,q{n:05d},,,\n" for n in range(999))
    check = Population.open(small, vocabulary).check(DAY)
    assert (check.people, check.findings) == (1003, [])


def test_a_person_with_more_than_a_thousand_supporters(small, refused):
    with (small / "supporters.csv").open("a", encoding="utf-8") as file:
        file.writelines("h1,p2,child,true\n" for _ in range(1001))
    (finding,) = refused(small)
    assert finding.render("en").startswith(
        "people.csv:3: person_id: error[T24] p2 has more than 1000 rows in the list supporters"
    )


# setting aside --------------------------------------------------------------------------------------------------------------------------


def aside(out):
    with (out / "set-aside.csv").open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def test_skip_bad_sets_the_household_aside_with_the_reason(small, scan_here, tmp_path, spoil):
    spoil(small, "people.csv", 4, birth_date="1988-02-30")
    result = scan_here(small, on=DAY, out=tmp_path / "out", skip_bad=True, lang="en")
    assert pq.read_table(result.out / "household_results.parquet")["household_id"].to_pylist() == ["h1", "h3"]
    assert pq.read_table(result.out / "person_results.parquet")["person_id"].to_pylist() == ["p1", "p2", "p4"]
    assert result.totals.set_aside == 1
    (row,) = aside(result.out)
    assert (row["household_id"], row["file"], row["row"], row["column"]) == ("h2", "people.csv", "4", "birth_date")
    assert "a date that exists" in row["reason"]


def test_skip_bad_passes_over_members_of_no_household(small, scan_here, tmp_path, spoil):
    spoil(small, "people.csv", 5, household_id="h9")
    result = scan_here(small, on=DAY, out=tmp_path / "out", skip_bad=True)
    assert pq.read_table(result.out / "household_results.parquet")["household_id"].to_pylist() == ["h1", "h2"]


def test_a_household_with_several_reasons_has_the_first_of_them(small, scan_here, tmp_path, spoil):
    spoil(small, "people.csv", 3, birth_date="z", wage_income="-1")
    spoil(small, "households.csv", 2, setting="x")
    result = scan_here(small, on=DAY, out=tmp_path / "out", skip_bad=True, lang="en")
    assert [(row["household_id"], row["file"], row["column"]) for row in aside(result.out)] == [
        ("h1", "households.csv", "setting")
    ]


def test_a_double_in_another_shard_is_set_aside(changed, scan_here, tmp_path):
    folder = changed("people", id_number=last_as_first)
    outs = []
    for shard in (60, 100_000):
        result = scan_here(folder, on=DAY, out=tmp_path / f"out{shard}", skip_bad=True, shard=shard, lang="en")
        ids = pq.read_table(result.out / "household_results.parquet", columns=["household_id"])["household_id"]
        outs.append((aside(result.out), ids.to_pylist(), (result.out / "totals.json").read_bytes()))
    assert outs[0] == outs[1]
    rows, ids, _ = outs[0]
    people = pq.read_table(folder / "people.parquet", columns=["household_id"])["household_id"]
    assert rows[-1]["household_id"] == people[-1].as_py()
    assert rows[-1]["column"] == "id_number"
    assert people[-1].as_py() not in ids
    assert people[0].as_py() in ids
    assert len(ids) == pc.count_distinct(people).as_py() - len(rows)
