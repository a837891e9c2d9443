"""The table of life events fits the vocabulary; what does not is named and left out."""

from dataclasses import replace

from minsheng.casework.receipt.life import kinds, unfit


def test_every_fact_is_in_the_vocabulary(packs):
    assert unfit(packs.vocabulary) == []
    assert {"death", "sentence", "income", "self_care", "supporter_found", "moved_away", "married"} <= set(
        kinds(packs.vocabulary)
    )


def test_a_vocabulary_without_a_fact(packs):
    vocabulary = packs.vocabulary
    fewer = replace(vocabulary, facts={n: fact for n, fact in vocabulary.facts.items() if n != "died"})
    assert [finding.code for finding in unfit(fewer)] == ["U7"]
    assert "death" not in kinds(fewer)


def test_a_fact_that_is_no_yes_or_no_is_asked_for(packs):
    vocabulary = packs.vocabulary
    other = replace(vocabulary.facts["died"], type=vocabulary.facts["birth_date"].type)
    changed = replace(vocabulary, facts={**vocabulary.facts, "died": other})
    assert {finding.params["event"] for finding in unfit(changed)} == {"death"}
