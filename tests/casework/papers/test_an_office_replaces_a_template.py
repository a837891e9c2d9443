"""An office puts a template of its own in place; one that cannot be right is refused before anything is written."""

import io

import pytest
from docx import Document

from minsheng.casework.papers import compose, paper_kinds, word, write_templates
from minsheng.casework.papers.word import FOLDER
from minsheng.policy import PolicyError

GOOD = "本机关（{{ office }}）第{{ number }}号：{{ addressee }}"


def put(folder, name, *lines):
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(folder / f"{name}.docx")


def text_of(data):
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)


def test_its_own_words_are_used(particulars, tmp_path):
    put(tmp_path, "acceptance_notice", GOOD)
    paper = compose("acceptance_notice", particulars())
    assert (
        text_of(word(paper, tmp_path))
        == "本机关（兰州新区示范镇人民政府（虚构））第新民低〔2021〕0031号号：张三（虚构）"
    )
    assert "材料齐全" in text_of(word(paper))


def test_the_folder_may_be_named_in_the_environment(particulars, tmp_path, monkeypatch):
    put(tmp_path, "acceptance_notice", GOOD)
    monkeypatch.setenv(FOLDER, str(tmp_path))
    assert text_of(word(compose("acceptance_notice", particulars()))).startswith("本机关")


def test_a_paper_without_a_template_there_takes_that_of_the_program(particulars, tmp_path):
    put(tmp_path, "acceptance_notice", GOOD)
    assert "承诺" in text_of(word(compose("promise", particulars()), tmp_path))


@pytest.mark.parametrize(
    ("lines", "code", "said"),
    [
        ([GOOD, "{{ applicant_nmae }}"], "J5", "applicant_nmae"),
        ([GOOD, "{{ votes_for }}"], "J5", "votes_for"),
        (["{{ office }} {{ addressee }}"], "J6", "number"),
        ([GOOD, "{{ office"], "J7", "template cannot be used"),
        ([GOOD, "{% for line in papers_received %}"], "J7", "template cannot be used"),
        ([GOOD, "{{ office.__class__.__mro__ }}"], "J7", "template cannot be used"),
    ],
)
def test_a_template_that_cannot_be_right_is_refused(particulars, tmp_path, lines, code, said):
    put(tmp_path, "acceptance_notice", *lines)
    with pytest.raises(PolicyError, match=rf"acceptance_notice\.docx: error\[{code}\]") as refused:
        word(compose("acceptance_notice", particulars()), tmp_path)
    assert said in str(refused.value)


def test_a_column_that_does_not_exist_is_refused(particulars, tmp_path):
    put(tmp_path, "application", "{%p for row in members %}", "{{ row.nmae }}", "{%p endfor %}")
    with pytest.raises(PolicyError, match=r"J5.*nmae"):
        word(compose("application", particulars()), tmp_path)


def test_a_refusal_cannot_lose_its_reasons(particulars, tmp_path):
    put(tmp_path, "refusal_notice", "{{ addressee }} {{ number }}")
    with pytest.raises(PolicyError, match=r"J6.*reasons"):
        word(compose("refusal_notice", particulars("near_poor", status="no")), tmp_path)


def test_a_notice_cannot_show_more_than_the_program_lets_it(particulars, tmp_path):
    lines = ["{{ households }} {{ notice_from }} {{ notice_to }} {{ watch_phone }}", "{{ applicant_id_number }}"]
    put(tmp_path, "public_notice", *lines)
    with pytest.raises(PolicyError, match=r"J5.*applicant_id_number"):
        word(compose("public_notice", particulars()), tmp_path)


def test_what_is_no_word_document_is_refused(particulars, tmp_path):
    (tmp_path / "promise.docx").write_text("not a document")
    with pytest.raises(PolicyError, match=r"promise\.docx: error\[J7\]"):
        word(compose("promise", particulars()), tmp_path)


def test_a_folder_that_is_not_there_is_refused(particulars, tmp_path):
    with pytest.raises(PolicyError, match="J7"):
        word(compose("promise", particulars()), tmp_path / "nowhere")


def test_the_templates_of_the_program_are_written_out_and_work(particulars, tmp_path):
    (tmp_path / "promise.docx").write_bytes(b"mine")
    written = write_templates(tmp_path)
    assert {path.stem for path in written} == {kind.name for kind in paper_kinds()} - {"promise"}
    assert (tmp_path / "promise.docx").read_bytes() == b"mine"
    assert write_templates(tmp_path) == []
    paper = compose("acceptance_notice", particulars())
    assert text_of(word(paper, tmp_path)) == text_of(word(paper))


def test_signs_that_mean_something_in_a_document_stay_plain_words(particulars):
    given = particulars(office="<b>甲 & 乙</b> {{ number }}")
    assert "<b>甲 & 乙</b> {{ number }}" in text_of(word(compose("acceptance_notice", given)))
