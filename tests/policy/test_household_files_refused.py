"""Files that are not there, not text, or not JSON."""

import pytest

FORMAT = "minsheng/household/1"


def test_a_file_that_is_not_there(refused, tmp_path):
    found = refused(tmp_path / "none.json")
    assert set(found) == {("H1", "")}
    assert found["H1", ""].place.file.endswith("none.json")


def test_a_folder_and_a_name_that_cannot_be_one(refused, tmp_path):
    assert set(refused(tmp_path)) == {("H1", "")}
    assert set(refused("\x00.json")) == {("H1", "")}


def test_a_file_in_another_encoding(refused, tmp_path):
    file = tmp_path / "gbk.json"
    file.write_bytes('{"format": "minsheng/household/1", "village": "第一村"}'.encode("gbk"))
    assert "UTF-8" in refused(file)["H2", ""].render("en")


def test_a_file_that_is_not_json_names_line_and_column(refused, tmp_path):
    file = tmp_path / "bad.json"
    file.write_text('{\n  "format": "x",\n  "people": [,]\n}', encoding="utf-8")
    finding = refused(file, file="bad.json")["H3", ""]
    assert finding.place.line == 3
    assert "line 3, column 14" in finding.render("en")


@pytest.mark.parametrize("text", ["{", "{'a': 1}", '{"a": 01}', "{} {}", '{"a": tru}', '{"a": "\n"}'])
def test_text_that_is_not_json(refused, text):
    assert set(refused(text)) == {("H3", "")}


def test_an_empty_file_is_not_json(refused, tmp_path):
    file = tmp_path / "empty.json"
    file.write_text("", encoding="utf-8")
    assert set(refused(file)) == {("H3", "")}


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 100_000, "[" * 100_000 + "]" * 100_000], ids=["lists", "objects", "balanced"]
)
def test_a_nesting_bomb(refused, text):
    assert {code for code, _ in refused(text)} == {"H5"}


def test_a_smaller_nesting_bomb(refused):
    text = f'{{"format": "{FORMAT}", "people": [{{"can_eat": {"[" * 100}{"]" * 100}}}]}}'
    assert {code for code, _ in refused(text)} == {"H5"}


def test_an_object_inside_itself(refused):
    household = {"format": FORMAT}
    household["people"] = [household]
    assert {code for code, _ in refused(household)} == {"H5"}
