"""What stands in the files is what the rules see: empty is unknown, money is fen, lists are complete unless said otherwise."""

from datetime import date

import pytest

from minsheng.policy.thing import Thing
from minsheng.policy.types import format_money
from minsheng.population.table import Population


@pytest.fixture
def households(small, vocabulary):
    return [h for part in Population.open(small, vocabulary).households() for h in part]


def test_money_in_csv_is_yuan_and_becomes_fen(households):
    assert households[0].facts["financial_assets"] == 120_050
    assert households[1].lists["people"].items[0].facts["wage_income"] == 350_050


def test_an_empty_cell_is_an_unknown_fact(households):
    assert households[2].facts == {"dibao_now": False}
    assert households[2].lists["people"].items[0].facts == {}


def test_dates_choices_and_truth_are_read(households):
    assert households[0].facts["setting"] == "rural"
    assert households[0].facts["dibao_now"] is True
    assert households[1].lists["people"].items[0].facts["birth_date"] == date(1988, 2, 29)


def test_people_and_supporters_hang_where_they_belong(households):
    first, second = households[0].lists["people"].items
    assert [s.facts for s in first.lists["supporters"].items] == [{"kinship": "child", "able": True}]
    assert second.lists["supporters"].items == []
    assert second.lists["supporters"].complete


def test_without_a_file_of_supporters_the_list_is_unknown(small, vocabulary):
    (small / "supporters.csv").unlink()
    person = next(iter(Population.open(small, vocabulary).households()))[0].lists["people"].items[0]
    assert isinstance(person, Thing)
    assert "supporters" not in person.lists


def test_a_list_may_be_said_to_be_incomplete(small, vocabulary, spoil):
    spoil(small, "people.csv", 3, supporters_complete="false")
    people = next(iter(Population.open(small, vocabulary).households()))[0].lists["people"].items
    assert [person.lists["supporters"].complete for person in people] == [True, False]


def test_the_file_may_be_in_gb18030_with_chinese_names(small, vocabulary):
    text = (
        (small / "people.csv")
        .read_text(encoding="utf-8")
        .replace("person_id", "person_id,name")
        .replace(",p1,", ",p1,张三,")
    )
    for id_ in ("p2", "p3", "p4"):
        text = text.replace(f",{id_},", f",{id_},,")
    (small / "people.csv").write_bytes(text.encode("gb18030"))
    assert next(iter(Population.open(small, vocabulary).households()))[0].lists["people"].items[0].name == "张三"


def test_parquet_and_csv_of_the_same_people_are_the_same(county, vocabulary, tmp_path):
    import pyarrow as pa
    import pyarrow.csv as pc
    import pyarrow.parquet as pq

    for path in county.glob("*.parquet"):
        table = pq.read_table(path)
        for place, field in enumerate(table.schema):
            column = table.column(place)
            if field.metadata and field.metadata.get(b"unit") == b"fen":
                yuan = [None if fen is None else format_money(fen).replace(",", "") for fen in column.to_pylist()]
                table = table.set_column(place, field.name, pa.array(yuan, pa.string()))
            elif pa.types.is_dictionary(field.type):
                table = table.set_column(place, field.name, column.cast(pa.string()))
        pc.write_csv(table, tmp_path / f"{path.stem}.csv", pc.WriteOptions(quoting_style="needed"))
    typed, text = (
        [h for part in Population.open(f, vocabulary).households(100) for h in part] for f in (county, tmp_path)
    )
    assert typed == text
