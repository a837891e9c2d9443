"""Every component on one page, only in demonstrations."""

from django.urls import reverse


def test_the_gallery_is_there_in_demonstrations_only(client, staff, settings):
    client.force_login(staff("township_clerk"))
    page = client.get(reverse("desk:gallery"))
    assert page.status_code == 200
    assert "has-error" in page.content.decode()
    settings.DEMO = False
    assert client.get(reverse("desk:gallery")).status_code == 404
