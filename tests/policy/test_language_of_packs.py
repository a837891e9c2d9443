"""Every need of the language has a good pack, which is clean and computes what its examples say, and a bad one, which is refused."""

import re
from pathlib import Path

import pytest

LANGUAGE = Path(__file__).resolve().parents[1] / "language"
GOOD = sorted(p for p in (LANGUAGE / "good").iterdir())
BAD = sorted(p for p in (LANGUAGE / "bad").iterdir() if p.suffix != ".expected")
#: What a pack must be able to say (the table at the head of docs/reference/packs.md and of the design).
NEEDS = [
    "ages_and_durations",
    "money_with_its_period",
    "lists",
    "facts_over_a_window",
    "unknown_in_counts_and_sums",
    "who_is_assessed_together",
    "eligible_chosen_received",
    "entry_staying_leaving",
    "tapering",
    "looked_at_again",
    "may_must_in_principle",
    "what_a_place_must_set",
    "parameters_by_place_kind_and_time",
    "places_that_are_not_one_node",
    "which_text_wins",
    "two_readings",
    "ranking",
    "shares_over_people",
    "draws",
    "clocks",
    "objection",
    "who_decides",
    "no_check_before_help",
    "rounding",
    "duties_without_arithmetic",
    "services_for_whoever_is_granted_a_benefit",
]
#: Codes that only something else than a library gives: household files, the command line, a place without law, the store,
#: what is installed.
ELSEWHERE = {"L1", "L4", "L5", "L6", "T44", *(f"H{n}" for n in range(1, 22)), *(f"Z{n}" for n in range(1, 10))}


def texts(path):
    if path.is_file():
        return {path.name: path.read_text(encoding="utf-8")}
    files = (file for file in sorted(path.rglob("*")) if file.suffix in (".md", ".yaml"))
    return {str(file.relative_to(path)): file.read_text(encoding="utf-8") for file in files}


def expected(path):
    """The findings that must come out: (code, file, line)."""
    sidecar = path.with_suffix(".expected") if path.is_file() else path / ".expected"
    rows = []
    for line in sidecar.read_text(encoding="utf-8").splitlines():
        code, place = line.split()
        file, _, number = place.rpartition(":")
        rows.append((code, file or path.name, int(number)))
    return sorted(rows)


def found(library):
    return sorted((f.code, f.place.file.removeprefix("packs/"), f.place.line) for f in library.findings.errors)


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_pack_is_clean_and_its_examples_come_out(path, packs):
    library = packs(texts(path))
    assert [finding.render("en") for finding in library.findings.errors] == []
    assert sum(len(p.examples) for p in library.packs) > 0


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_pack_gives_its_finding_at_its_line(path, packs):
    library = packs(texts(path))
    assert found(library) == expected(path)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_finding_says_what_to_do_in_both_languages(path, packs):
    for finding in packs(texts(path)).findings.errors:
        assert finding.hint, finding.render("en")
        for lang in ("zh", "en"):
            words = finding.render(lang)
            assert "{{" not in words
            assert words.count("\n") == 1


@pytest.mark.parametrize("need", NEEDS)
def test_a_need_has_a_good_and_a_bad_pack(need):
    assert [path for path in GOOD if path.stem == need]
    assert [path for path in BAD if path.stem.startswith(f"{need}__")]


def test_every_code_of_a_library_has_a_bad_pack():
    sources = (Path(__file__).resolve().parents[2] / "src" / "minsheng" / "policy").rglob("*.py")
    call = re.compile(r'(?:\.error|\.warning|Unreadable|Finding)\(\s*"([A-Z]\d+)"')
    codes = {code for source in sources for code in call.findall(source.read_text(encoding="utf-8"))}
    shown = {code for path in BAD for code, _, _ in expected(path)}
    assert len(codes) > 50
    assert codes - ELSEWHERE == shown


def test_one_bad_pack_hides_no_error_of_another(packs):
    files = [
        path for path in BAD if path.is_file() and path.stem.startswith(("lists__", "form__", "clocks__", "duties"))
    ]
    contents = {path.name: re.sub("试行办法", path.stem, path.read_text(encoding="utf-8")) for path in files}
    together = set(found(packs(contents)))
    for path in files:
        missing = set(expected(path)) - together
        assert not missing


def test_a_good_pack_beside_a_bad_one_is_still_used(packs, pack):
    good = (LANGUAGE / "good" / "rounding.md").read_text(encoding="utf-8")
    library = packs({"good.md": good, "bad.md": pack(document="别的办法", rulez="it: 1")})
    assert [finding.code for finding in library.findings.errors] == ["S10"]
    assert library.definition("rule", "rounded")


def test_examples_that_expect_something_else_fail(packs):
    text = (LANGUAGE / "good" / "rounding.md").read_text(encoding="utf-8")
    library = packs({"a.md": text.replace("rounded: 1.01, yuan", "rounded: 1.00, yuan")})
    assert [finding.code for finding in library.findings.errors] == ["X3"]
    assert library.findings.errors[0].params["actual"] == "1.01"


@pytest.mark.parametrize(
    "words", ["not " * 20000, "(" * 300, "1 if can_work else " * 9000], ids=["not", "brackets", "if"]
)
def test_an_expression_that_is_too_deep_is_a_finding_like_any_other(packs, pack, words):
    deep = f"it: {{of: person, gives: bool, label: {{zh: 甲, en: a}}, is: {words}can_work, cites: 第一条}}"
    assert [finding.code for finding in packs({"a.md": pack(rules=deep)}).findings.errors] == ["E1"]
