"""The JSON Schema of pack blocks: every block accepts a good example and refuses a bad one; real packs fit it."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from minsheng.policy.finding import Findings
from minsheng.policy.reading import read_cases, read_pack
from minsheng.policy.schema import pack_schema
from minsheng.policy.source import read_markdown, read_yaml

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = pack_schema()
TEXT = "{zh: 一, en: one}"
GOOD = {
    "parameters": f"""
        dibao.standard: {{label: {TEXT}, type: money/month, by: [area, setting, from], set_by: {TEXT}, cites: 第十条, values: []}}
        hardship.shares:
          {{label: {TEXT}, type: shares, by: [area_set], cites: 第十七条,
           values: [{{area_set: inner, value: {{city: 60%, county: 40%}}, cites: 第十七条}}]}}""",
    "values": "dibao.standard: [{area: 620171, setting: urban, from: 2020-12-31, value: 589.00, cites: 二(一)}]",
    "rules": f"""
        care.level: {{of: person, gives: [none, full], label: {TEXT}, is: none if ok else full, cites: [第一条, 第二条]}}
        care.fine: {{of: person, gives: money/once, label: {TEXT}, at_most: 3 * x, modality: may, cites: 第三条,
                    reading: {{used: {TEXT}, instead_of: {TEXT}, because: {TEXT}}}}}""",
    "unit": "family: {counts: family.counts, apart: dibao.alone, rest: whole, cites: [第七条, 第八条]}",
    "benefit": f"""
        hardship:
          label: {TEXT}
          of: person
          enter: hardship.eligible
          amount: hardship.basic
          paid: {{every: quarter, first: month_of_decision, cites: 第十八条}}
          borne: hardship.shares
          excludes: [{{benefit: dibao, looks_at: receives, cites: 第十一条}}]
          cites: 第八条""",
    "process": f"""
        hardship.application:
          for: hardship
          label: {TEXT}
          requires_check: yes
          apply: {{where: {TEXT}, by: [self, delegate], cites: 第十二条}}
          steps:
            review: {{by: township, label: {TEXT}, does: [home_visit], then: {{agree: done, refuse: refused}}, cites: 第十二条}}
          ends: {{done: {TEXT}, refused: {TEXT}}}
          clocks:
            whole: {{label: {TEXT}, from: accepted, to: done, at_most: 20 working days, cites: 第十二条}}""",
    "services": f"""
        care.look: {{for: hardship, kind: assessment, by: county, within: 3 days, asks: [can_eat], label: {TEXT}, cites: 第二十条}}""",
    "sample": f"re_check: {{label: {TEXT}, of: {TEXT}, share: re_check_share, round: up, seed: published, cites: 第十六条}}",
    "ranking": f"""
        three: {{label: {TEXT}, of: family, score: s, partition: village, order: descending, ties: [t], cites: 二(二)}}""",
    "aggregate": f"rate: {{label: {TEXT}, numerator: count(p for p in persons), denominator: 10, cites: 第二十条}}",
    "area_sets": f"inner: {{label: {TEXT}, areas: [620102, 620103], from: 2017-02-24, cites: 第十七条}}",
    "tasks": f"work.2017: {{who: {TEXT}, with: [{TEXT}], due: 2017-12-31, every: [06-20, 12-20], what: {TEXT}, cites: 三}}",
    "targets": f"""
        ratio: {{label: {TEXT}, unit: ratio, area: 500110, better: higher, values: {{2018: ">= 0.73"}}, cites: 附件7}}""",
    "duties": f"- {{who: {TEXT}, what: {TEXT}, cites: 第一条, served_by: none, because: {TEXT}}}",
    "examples": "- {title: one, on: 2017-06-01, given: {can_eat: no}, expect: {care.failed: 4..6}}",
}
BAD = [
    ("parameters", "a: {type: money, label: {zh: a, en: a}, cites: x}", "money"),
    ("parameters", "a: {type: int, label: {zh: a, en: a}, value: 1}", "cites"),
    ("values", "a: [{area: 620171}]", "value"),
    ("rules", "a: {of: person, gives: bool, label: {zh: a, en: a}, is: x, at_most: y, cites: x}", "valid under each"),
    ("rules", "a: {of: person, gives: bool, label: {zh: a, en: a}, cites: x}", "not valid under any"),
    ("rules", "a: {of: person, gives: bool, lable: {zh: a, en: a}, is: x, cites: x}", "lable"),
    ("unit", "family: {cites: x}", "counts"),
    ("benefit", "a: {of: household, enter: x, label: {zh: a, en: a}, cites: x}", "household"),
    ("process", "a: {for: b, label: {zh: a, en: a}, steps: {}, ends: {done: {zh: a, en: a}}}", "non-empty"),
    ("sample", "a: {label: {zh: a, en: a}, of: {zh: a, en: a}, share: 1, round: half, cites: x}", "half"),
    ("ranking", "a: {label: {zh: a, en: a}, of: family, score: s, partition: v, order: first, cites: x}", "first"),
    ("aggregate", "a: {label: {zh: a, en: a}, numerator: x, cites: x}", "denominator"),
    ("area_sets", "a: {label: {zh: a, en: a}, areas: [x], cites: x}", "areas"),
    ("tasks", "a: {who: {zh: a}, what: {zh: a, en: a}, cites: x}", "en"),
    ("targets", "a: {label: {zh: a, en: a}, unit: u, area: 50, better: up, values: {2018: 1}, cites: x}", "up"),
    ("duties", "- {who: {zh: a, en: a}, what: {zh: a, en: a}, cites: x, served_by: none}", "because"),
    ("duties", "- {who: {zh: a, en: a}, what: {zh: a, en: a}, cites: x, served_by: nobody}", "nobody"),
    ("examples", "- {title: one}", "not valid under any"),
]


def problems(block, instance):
    """Everything that the schema of one block says about an instance."""
    validator = Draft202012Validator(
        {"$schema": SCHEMA["$schema"], "$ref": f"#/$defs/{block}", "$defs": SCHEMA["$defs"]}
    )
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(instance)]


def plain(text):
    findings = Findings()
    node = read_yaml(text, "test.yaml", findings)
    assert not findings.items
    return node.plain()


def test_it_is_a_schema_of_draft_2020_12_and_plain_json():
    Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA


def test_every_block_of_the_reference_has_a_definition():
    page = (ROOT / "docs" / "reference" / "packs.md").read_text(encoding="utf-8")
    named = page.split("one of these names:")[1].split(". A block")[0].replace("`", "").replace("\n", " ").split(",")
    assert {name.strip() for name in named} == set(SCHEMA["properties"]) == set(GOOD)


@pytest.mark.parametrize("block", GOOD)
def test_a_good_block(block):
    instance = plain(GOOD[block])
    assert problems(block, instance) == []
    Draft202012Validator(SCHEMA).validate({block: instance})


@pytest.mark.parametrize(("block", "text", "words"), BAD)
def test_a_bad_block(block, text, words):
    found = problems(block, plain(text))
    assert words in "\n".join(found)


@pytest.mark.parametrize(
    "file", sorted(f for f in (ROOT / "policies").rglob("*.md") if f.name != "README.md"), ids=lambda file: file.name
)
def test_a_pack_that_is_read_fits(file, vocabulary):
    text, findings = file.read_text(encoding="utf-8"), Findings()
    assert read_pack(text, file.name, vocabulary, findings) is not None
    assert findings.errors == []
    source = read_markdown(text, file.name, findings)
    assert problems("front_matter", source.front.plain()) == []
    for block in source.blocks:
        if block.name in SCHEMA["properties"]:
            assert (block.node.place.line, problems(block.name, block.node.plain())) == (block.node.place.line, [])


@pytest.mark.parametrize("file", sorted((ROOT / "policies").rglob("*.cases.yaml")), ids=lambda file: file.name)
def test_cases_that_are_read_fit(file, vocabulary):
    findings = Findings()
    assert read_cases(file.read_text(encoding="utf-8"), file.name, vocabulary, findings)
    assert findings.errors == []
    assert problems("cases_file", read_yaml(file.read_text(encoding="utf-8"), file.name, findings).plain()) == []
