"""Small pictures for tests."""

from io import BytesIO

from PIL import Image


def picture(kind="PNG", size=(8, 6), **more):
    """A picture of one colour."""
    made = BytesIO()
    Image.new("RGB", size, (120, 30, 30)).save(made, kind, **more)
    return made.getvalue()


PHOTO = picture()
