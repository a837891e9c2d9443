"""On every case that was worked by hand, and every example of the language, the naive evaluator says what the evaluator says."""

from collections import defaultdict
from pathlib import Path

import pytest

from minsheng.policy.library import Library
from minsheng.policy.worked import household_of, settings_of
from tests.generated.agreement import assert_agreement

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = Library.load(ROOT / "policies")
WORDS = (ROOT / "tests/language/vocabulary.yaml").read_text(encoding="utf-8")
GOOD = sorted((ROOT / "tests/language/good").glob("*.md"))


def households_by_law(library, examples):
    """The households of examples by the law that they are decided under."""
    found = defaultdict(list)
    for example in examples:
        pack = library.pack(example.document)
        day, area = example.day or pack.in_force, example.area or pack.area
        law = library.as_of(day, area, demonstration=False)
        settings = settings_of(law, example.settings) if example.settings else {}
        key = (day, area, str(sorted(settings.items())))
        household = household_of(example, library.vocabulary, area, day)
        found[key].append((law.with_settings(settings) if settings and key not in found else law, household))
    return {key: (pairs[0][0], [household for _, household in pairs]) for key, pairs in found.items()}


@pytest.mark.parametrize("document", sorted({case.document for case in LIBRARY.cases}))
def test_of_a_document(document):
    cases = [case for case in LIBRARY.cases if case.document == document]
    for law, households in households_by_law(LIBRARY, cases).values():
        assert_agreement(law, households, ("evaluator", "naive"))


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_of_the_language(path):
    contents = {"packs/vocabulary/core.yaml": WORDS, f"packs/{path.name}": path.read_text(encoding="utf-8")}
    library = Library.from_contents(contents, Path("packs"))
    examples = [example for pack in library.packs for example in pack.examples]
    for law, households in households_by_law(library, examples).values():
        assert_agreement(law, households, ("evaluator", "naive"))
