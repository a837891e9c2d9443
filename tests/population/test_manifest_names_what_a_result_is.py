"""The manifest says from what a result was made and what it consists of; a result can be held against it."""

import hashlib
import json
import shutil
from datetime import date

import pytest

from minsheng.policy.library import Library
from minsheng.population.scan import verify

DAY = date(2017, 12, 31)


@pytest.fixture(scope="module")
def written(scan_here, county, tmp_path_factory):
    return scan_here(county, on=DAY, out=tmp_path_factory.mktemp("manifest") / "out", shard=150).out


@pytest.fixture
def out(written, tmp_path):
    """A copy of the results, to be spoiled."""
    shutil.copytree(written, tmp_path / "out")
    return tmp_path / "out"


@pytest.fixture(scope="module")
def manifest(written):
    return json.loads((written / "manifest.json").read_text(encoding="utf-8"))


def test_every_file_of_the_result_is_named_with_its_digest(written, manifest):
    files = {str(path.relative_to(written)): path for path in written.rglob("*") if path.is_file()}
    assert set(manifest["outputs"]) == set(files) - {"manifest.json"}
    for name, about in manifest["outputs"].items():
        assert about["sha256"] == hashlib.sha256(files[name].read_bytes()).hexdigest()
        assert about["bytes"] == files[name].stat().st_size


def test_the_parts_have_as_many_rows_as_there_are_people(manifest):
    rows = [about["rows"] for name, about in manifest["outputs"].items() if name.startswith("person_results.parquet/")]
    assert sum(rows) == manifest["population"]["people"] == manifest["inputs"]["people.parquet"]["rows"] == 993


def test_the_input_is_named_with_its_digests_and_its_seed(manifest, county):
    content = (county / "people.parquet").read_bytes()
    assert manifest["inputs"]["people.parquet"]["sha256"] == hashlib.sha256(content).hexdigest()
    assert manifest["population"]["seed"] == "20171231"
    assert manifest["population"]["synthetic"] == "true"
    assert manifest["options"] == {
        "on": "2017-12-31",
        "skip_bad": False,
        "demonstration": True,
        "lang": "zh",
        "shard": 150,
    }


def test_a_result_that_was_not_touched_is_as_it_was_written(written, county, packs):
    assert verify(written, county, Library.load(packs)) == []


def codes(findings, out):
    return [(finding.code, finding.place.file.removeprefix(f"{out}/")) for finding in findings]


def test_a_file_that_was_changed(out):
    (out / "totals.csv").write_text("benefit\n", encoding="utf-8")
    findings = verify(out)
    assert codes(findings, out) == [("T42", "totals.csv")]
    assert "is not the one that the manifest names (8 bytes, " in findings[0].render("en")


def test_a_part_that_is_missing_and_one_that_is_too_many(out):
    part = out / "person_results.parquet" / "part-00001.parquet"
    part.rename(part.with_name("part-00009.parquet"))
    assert codes(verify(out), out) == [
        ("T41", "person_results.parquet/part-00001.parquet"),
        ("T43", "person_results.parquet/part-00009.parquet"),
    ]


def test_another_population_and_other_packs(out, small, county, packs, tmp_path):
    shutil.copytree(packs, tmp_path / "policies")
    pack = next((tmp_path / "policies").rglob("social-assistance-2014.md"))
    pack.write_text(pack.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    shutil.copytree(county, tmp_path / "people")
    (tmp_path / "people" / "supporters.parquet").unlink()
    (tmp_path / "people" / "people.parquet").write_bytes(b"other")
    found = verify(out, tmp_path / "people", Library.load(tmp_path / "policies"))
    assert [finding.code for finding in found] == ["T42", "T41", "T42"]
    assert "the packs are not those that were applied" in found[2].render("en")


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": "minsheng manifest 9"}'])
def test_a_folder_without_a_manifest_that_can_be_read(out, content):
    (out / "manifest.json").write_text(content, encoding="utf-8")
    (finding,) = verify(out)
    assert "error[T40] there is no manifest that can be read" in finding.render("en")


def test_a_folder_that_is_not_there(tmp_path):
    (finding,) = verify(tmp_path / "none")
    assert "No such file or directory" in finding.render("en")
