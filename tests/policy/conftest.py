"""What several tests of the policy library need."""

from datetime import date
from pathlib import Path

import pytest

from minsheng.policy.check import check_library
from minsheng.policy.finding import Findings, PolicyError
from minsheng.policy.household import read_household
from minsheng.policy.library import Library
from minsheng.policy.vocabulary import Vocabulary, read_vocabulary

ROOT = Path(__file__).resolve().parents[2]
LANGUAGE = ROOT / "tests" / "language"
HEAD = """---
document: {document}
title: {{zh: {document}, en: trial rules}}
issuer: {{zh: 民生项目, en: the Minsheng project}}
rank: {rank}
area: {area}
in_force: {in_force}
{more}articles: []
---

"""


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """The vocabulary of the repository's packs."""
    findings = Findings()
    files = (ROOT / "policies/vocabulary").glob("*.yaml")
    contents = {f"policies/vocabulary/{p.name}": p.read_text(encoding="utf-8") for p in files}
    vocabulary = read_vocabulary(contents, findings)
    findings.raise_errors()
    return vocabulary


@pytest.fixture(scope="session")
def refused(vocabulary):
    """A function that reads a household which must be refused, and gives ``{(code, path): finding}``."""

    def read(source, **options):
        with pytest.raises(PolicyError) as problem:
            read_household(source, vocabulary, **options)
        return {(finding.code, finding.place.path): finding for finding in problem.value.findings}

    return read


@pytest.fixture(scope="session")
def real() -> Library:
    """The packs of the repository."""
    return Library.load(ROOT / "policies")


@pytest.fixture(scope="session")
def packs():
    """A function that makes a checked library of texts by file name, with the small vocabulary of tests/language."""
    words = (LANGUAGE / "vocabulary.yaml").read_text(encoding="utf-8")

    def make(texts):
        contents = {"packs/vocabulary/core.yaml": words, **{f"packs/{name}": text for name, text in texts.items()}}
        library = Library.from_contents(contents, Path("packs"), strict=False)
        check_library(library)
        return library

    return make


@pytest.fixture(scope="session")
def pack():
    """A function that writes a mini pack: its front matter, then the blocks as ``name="YAML"``."""

    def write(document="试行办法", rank="city", area="620100", in_force="2017-01-01", more="", **blocks):
        text = HEAD.format(document=document, rank=rank, area=area, in_force=in_force, more=more)
        return text + "\n".join(f"```{name}\n{body.strip()}\n```\n" for name, body in blocks.items())

    return write


@pytest.fixture(scope="session")
def law(packs, pack):
    """A function that gives the law of one mini pack; the pack must be clean."""

    def make(on=date(2017, 6, 1), place="620100", **blocks):
        library = packs({"a.md": pack(**blocks)})
        assert [finding.render("en") for finding in library.findings.errors] == []
        return library.as_of(on, place)

    return make


@pytest.fixture(scope="session")
def household():
    """A function that reads a household for a law: facts of the household, and its people."""

    def make(law, *people, **facts):
        source = {"format": "minsheng/household/1", "area": law.area, "people": list(people) or [{}], **facts}
        return read_household(source, law.vocabulary)

    return make


@pytest.fixture(scope="session")
def decided(household):
    """A function that decides a household; gives the decision and its outcomes by benefit, for the first person or family."""

    def make(law, *people, facts_day=None, **facts):
        decision = law.decide(household(law, *people, **facts), facts_day=facts_day)
        outcomes = {}
        for outcome in decision.outcomes:
            outcomes.setdefault(outcome.benefit, outcome)
        return decision, outcomes

    return make


@pytest.fixture(scope="session")
def values(household):
    """A function that works out rules for a household; gives the value of a rule for its first thing."""
    from minsheng.policy.evaluation import evaluate

    def make(law, *people, facts_day=None, forced=None, **facts):
        evaluation = evaluate(law, household(law, *people, **facts), facts_day or law.day, forced)

        def value(name, number=0):
            entity = law.trees[name][0]
            return evaluation.value(name, evaluation.instances[entity][number])

        return value

    return make


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of sample files."""
    return ROOT / "tests" / "data"
