"""An office downloads a template, puts its own in place, and goes back; what cannot be printed is never taken."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from minsheng.casework.models import GivenPaper, OfficeTemplate
from minsheng.casework.office_template import LARGEST
from minsheng.casework.papers import paper_kind
from minsheng.casework.papers.word_template import built_template

ADDRESS = ["620171", "promise"]


@pytest.fixture
def administrator(client, staff):
    user = staff("administrator", "620171")
    client.force_login(user)
    return user


def own(text="本单位的格式 {{ applicant_name }}"):
    document = Document()
    document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def upload(client, content, address=ADDRESS, lang="zh", name="诚信承诺书.docx"):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("desk:template", args=address), {"lang": lang, "file": file}, follow=True)


def printed(client, household, staff):
    client.force_login(staff("township_clerk"))
    path = reverse("desk:household_paper", args=[household.number, "promise"])
    client.post(path + "?lang=zh", {"do": "give", "key": str(GivenPaper.objects.count())})
    response = client.get(reverse("desk:paper_word", args=[GivenPaper.objects.first().number]))
    return "\n".join(p.text for p in Document(io.BytesIO(response.content)).paragraphs)


def test_the_template_that_comes_with_the_program_can_be_changed_and_put_back(client, administrator, household, staff):
    default = client.get(reverse("desk:template_default", args=ADDRESS)).content
    assert upload(client, default).status_code == 200
    assert OfficeTemplate.objects.get().version == 1
    kept = client.get(reverse("desk:template_version", args=[*ADDRESS, 1])).content
    assert kept == default


def test_papers_are_printed_with_the_template_that_was_in_use(client, administrator, household, staff):
    upload(client, own())
    first = printed(client, household, staff)
    assert "本单位的格式 张三" in first
    client.force_login(administrator)
    client.post(reverse("desk:template", args=ADDRESS), {"do": "default", "lang": "zh"})
    assert "本单位的格式" not in printed(client, household, staff)
    again = client.get(reverse("desk:paper_word", args=[GivenPaper.objects.last().number]))
    assert "本单位的格式" in "\n".join(p.text for p in Document(io.BytesIO(again.content)).paragraphs)
    assert OfficeTemplate.objects.get().removed_at is not None


def test_the_template_of_the_smaller_area_and_the_newer_one_count(client, administrator, household, staff):
    upload(client, own("县 {{ applicant_name }}"))
    upload(client, own("镇 {{ applicant_name }}"), ["620171001", "promise"])
    upload(client, own("镇二 {{ applicant_name }}"), ["620171001", "promise"])
    assert "镇二" in printed(client, household, staff)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", ""),
        (b"no document", "J7"),
        (b"PK\x03\x04 broken", "J7"),
        (own("{{ nothing_of_the_kind }}"), "J5"),
        (own("{% for x in members %}"), "J7"),
        (own("{{ applicant_name.__class__.__mro__ }}"), "J7"),
        (b"x" * (LARGEST + 1), ""),
    ],
)
def test_what_cannot_be_used_is_not_taken(client, administrator, content, code):
    response = upload(client, content)
    assert response.status_code == 400
    assert code in response.content.decode()
    assert not OfficeTemplate.objects.exists()


def test_a_refusal_without_its_reasons_is_not_taken(client, administrator):
    response = upload(client, own("{{ number }} {{ addressee }}"), ["620171", "refusal_notice"])
    assert (response.status_code, "J6" in response.content.decode()) == (400, True)


def with_entry(name, content):
    out = io.BytesIO(built_template(paper_kind("promise")))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return out.getvalue()


LINK = b'<Relationships><Relationship Id="x" Type="t/%s" Target="https://example.org/x" TargetMode="External"/></Relationships>'


def test_macros_and_what_fetches_from_outside_are_refused(client, administrator):
    for name, content in (("word/vbaProject.bin", b"x"), ("word/_rels/x.xml.rels", LINK % b"attachedTemplate")):
        response = upload(client, with_entry(name, content))
        assert (response.status_code, "J14" in response.content.decode()) == (400, True)
    assert upload(client, with_entry("word/_rels/x.xml.rels", LINK % b"hyperlink")).status_code == 200


def test_a_small_file_that_is_huge_inside_is_refused(client, administrator):
    response = upload(client, with_entry("word/media/x.png", bytes(40 << 20)))
    assert (response.status_code, "J13" in response.content.decode()) == (400, True)


def test_administrators_of_other_places(client, staff):
    client.force_login(staff("administrator", "500110", "elsewhere"))
    assert upload(client, own()).status_code == 404
    client.force_login(staff("administrator", "620171001", "township"))
    assert upload(client, own()).status_code == 404
    assert upload(client, own(), ["620171001", "promise"]).status_code == 200
    assert client.get(reverse("desk:template", args=["620171001", "no_paper"])).status_code == 404
