"""What several tests of the policy library need."""

from pathlib import Path

import pytest

from minsheng.policy.finding import Findings, PolicyError
from minsheng.policy.household import read_household
from minsheng.policy.vocabulary import Vocabulary, read_vocabulary

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """The vocabulary of the repository's packs."""
    findings = Findings()
    vocabulary = read_vocabulary({f"policies/vocabulary/{p.name}": p.read_text(encoding="utf-8") for p in (ROOT / "policies/vocabulary").glob("*.yaml")}, findings)
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
