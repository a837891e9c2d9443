"""Chinese is the first language of every message: none may be missing, unsure or stale."""

from minsheng.policy.language import render
from tools import messages


def test_the_catalogues_are_in_step_with_the_sources():
    assert messages.out_of_date() == [], "run `make messages`"


def test_every_message_has_a_chinese_translation():
    assert messages.untranslated("zh_CN") == []


def test_a_translation_fills_in_the_same_places_as_its_message():
    assert messages.mismatched("zh_CN") == []
    assert messages.mismatched("en") == []


def test_a_compiled_translation_is_what_a_reader_sees():
    translated = [m for m in messages.catalogue("zh_CN") if m.id and m.string and not messages.places(m.id)]
    assert translated, "no message without places to fill in: choose another sample"
    for message in translated:
        assert render("zh", message.id) == message.string.format()
        assert render("en", message.id) == message.id.format()
