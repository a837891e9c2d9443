"""A key that is not known is answered with what it may have been meant to be."""

import time

FORMAT = "minsheng/household/1"


def hint(refused, key, at="people[0].", code="H7"):
    household = {"format": FORMAT, "people": [{}]}
    (household["people"][0] if at else household)[key] = 1
    return refused(household)[code, f"{at}{key}"].render("en")


def test_the_nearest_names_are_suggested(refused):
    assert "Did you mean wage_income" in hint(refused, "wage_incom")
    assert "Did you mean birth_date" in hint(refused, "birthdate")


def test_a_chinese_label_leads_to_the_name(refused):
    assert "Did you mean wage_income?" in hint(refused, "工资性收入")


def test_a_key_like_nothing_leads_to_the_reference(refused):
    assert "docs/reference/household-file.md" in hint(refused, "zzzzzz")


def test_a_fact_of_another_thing_says_whose_it_is(refused):
    assert "setting is not a fact of a person but of a household" in hint(refused, "setting", code="H18")
    assert "not a fact of a household but of a supporter" in hint(refused, "able", at="", code="H18")


def test_an_age_leads_to_the_date_of_birth(refused):
    assert 'Write "birth_date": "YYYY-MM-DD"' in hint(refused, "age", code="H9")
    assert 'Write "birth_date"' in hint(refused, "年龄", code="H9")


def test_an_age_of_a_supporter_leads_to_its_own_date_of_birth(refused):
    found = refused({"format": FORMAT, "people": [{"supporters": [{"age": 40}]}]})
    assert '"supporter_birth_date"' in found["H9", "people[0].supporters[0].age"].render("en")


def test_very_many_unknown_keys_are_still_answered_quickly(refused):
    household = {"format": FORMAT, "people": [{}], **{f"wage_incom{number}": 1 for number in range(5000)}}
    start = time.monotonic()
    assert len(refused(household)) == 5000
    assert time.monotonic() - start < 10
