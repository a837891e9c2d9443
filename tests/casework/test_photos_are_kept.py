"""Photos and papers: only what they are counts, nothing of the camera stays, and the content is encrypted."""

from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from minsheng.casework.attachment import LARGEST, attachments_for, content_of, keep, usable
from minsheng.casework.models import Attachment, AttachmentView
from minsheng.policy.finding import PolicyError
from minsheng.registry.models import Area, Assignment, User
from minsheng.registry.scope import scope_of
from tests.desk.pictures import PHOTO, picture

FIRST = date(2021, 11, 1)


@pytest.fixture
def township(db):
    return Area.objects.create(code="620171001", name="中川镇")


def member(area, role, name):
    user = User.objects.create(username=name, name="测试")
    Assignment.objects.create(user=user, role=role, area=area, valid_from=FIRST)
    return user


@pytest.mark.parametrize(("kind", "media_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")])
def test_a_picture_stays_the_picture_it_was(kind, media_type):
    kept, found = usable(picture(kind), "门前.gif")
    assert found == media_type
    with Image.open(BytesIO(kept)) as again:
        assert (again.format, again.size) == (kind, (8, 6))


def test_nothing_of_the_camera_stays():
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "MAKER OF CAMERAS", 6  # who made it; lies on its side
    exif.get_ifd(0x8825)[1] = "N"
    sent = picture("JPEG", exif=exif)
    assert b"MAKER OF CAMERAS" in sent
    kept, _ = usable(sent, "a.jpg")
    assert b"MAKER OF CAMERAS" not in kept
    with Image.open(BytesIO(kept)) as again:
        assert not again.getexif()
        assert again.size == (6, 8)


def test_what_hides_behind_a_picture_is_gone():
    kept, _ = usable(PHOTO + b"<script>alert(1)</script>", "a.png")
    assert b"script" not in kept


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "V10"),
        (b"\xff\xd8\xff" + b"0" * LARGEST, "V10"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "V11"),
        (b"GIF89a" + b"\0" * 50, "V11"),
        (PHOTO[:40], "V11"),
        (picture("JPEG")[:-200], "V11"),
        (b"%PDF-1.7 not asked for", "V11"),
        (b"MZ\x90\x00", "V11"),
    ],
)
def test_what_is_refused(content, code):
    with pytest.raises(PolicyError) as refused:
        usable(content, "门前.jpg")
    assert [finding.code for finding in refused.value.findings] == [code]


def test_a_small_file_that_unfolds_to_a_huge_picture():
    large = picture("PNG", (9000, 6000))
    assert len(large) < LARGEST
    with pytest.raises(PolicyError, match="V11"):
        usable(large, "a.png")


def test_it_is_encrypted_and_found_again(township):
    kept = keep(PHOTO, "C:\\photos\\门前\x00.png", what="home_visit", by=None, area=township)
    stored = Attachment.objects.get()
    assert stored.name == "门前.png"
    assert bytes(stored.token) != PHOTO
    assert b"PNG" not in bytes(stored.token)[:100]
    content = content_of(kept, member(township, "supervisor", "s"))
    assert content[:4] == b"\x89PNG"
    assert AttachmentView.objects.filter(attachment=kept, user__username="s").count() == 1


def test_a_paper_is_kept_as_it_came(township):
    paper = b"%PDF-1.7 ..."
    kept = keep(paper, "a.pdf", what="letters", by=None, area=township, pdf=True)
    assert (kept.media_type, kept.size) == ("application/pdf", len(paper))


def test_only_whoever_has_the_right_sees_what_needs_one(township):
    keep(PHOTO, "a.png", what="home_visit", by=None, area=township)
    keep(PHOTO, "b.png", what="complaint", by=None, area=township, right="complaints")
    assert attachments_for(scope_of(member(township, "township_clerk", "clerk"))).count() == 2
    assert [kept.name for kept in attachments_for(scope_of(member(township, "village_assistant", "v")))] == ["a.png"]
    elsewhere = Area.objects.create(code="620171002", name="西岔镇")
    assert not attachments_for(scope_of(member(elsewhere, "township_clerk", "other"))).exists()


def test_it_belongs_somewhere(township):
    with pytest.raises(ValueError, match="belongs to an area"):
        keep(PHOTO, "a.png", what="home_visit", by=None)
    with pytest.raises(ValueError, match="belongs to an area"):
        keep(PHOTO, "a.png", what="home_visit", by=None, area=township, right="no such right")
