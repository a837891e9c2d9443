from bench.generate import PACKS
from bench.outputs import HOUSEHOLDS, PEOPLE
from bench.peer.environment import LOCK
from minsheng.policy import Library
from minsheng.policy.check.library import check_library


def test_the_packs_have_no_findings_and_their_cases_hold():
    library = Library.load(PACKS)
    check_library(library)
    assert library.cases
    assert library.findings.items == []


def test_the_document_says_that_it_is_made_up():
    pack = Library.load(PACKS).packs[0]
    assert "虚构" in pack.title.zh
    assert "made up" in pack.title.en


def test_there_are_26_facts_and_every_output_is_a_rule(law):
    assert len(law.vocabulary.facts_of("household")) == 6
    assert len(law.vocabulary.facts_of("person")) == 20
    assert {law.trees[name][0] for name in PEOPLE} == {"person"}
    assert {law.trees[name][0] for name in HOUSEHOLDS} == {"household"}


def test_the_other_engine_is_pinned_with_hashes_and_without_addresses():
    text = LOCK.read_text("utf-8")
    entries = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert any(line.startswith("openfisca-core==46.0.1 ") for line in entries)
    assert all("==" in line and line.endswith("\\") for line in entries)
    assert text.count("--hash=sha256:") >= len(entries)
    assert "://" not in text
