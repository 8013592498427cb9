"""A kind of subject of the tests' own, and files of every type."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from emergency_ops.lib.roles import Role, has_role
from resources.attachments import registry

SUBJECT = ("thing", 7)


@pytest.fixture
def thing(monkeypatch):
    """Things are seen by everybody but auditors; coordinators hide; what is hidden is noted in the list."""
    noted = []
    monkeypatch.setattr(registry, "_types", dict(registry._types))
    registry.register(
        "thing",
        visible_to=lambda person, key: not has_role(person, Role.AUDITOR),
        back=lambda key: f"/things/{key}/",
        on_hide=lambda attachment, actor, now: noted.append((attachment.name, actor)),
    )
    return noted


def picture(kind="JPEG", size=(60, 40), mode="RGB", colour="red", **options):
    file = io.BytesIO()
    Image.new(mode, size, colour).save(file, kind, **options)
    return file.getvalue()


def office(*parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for part in ("[Content_Types].xml", *parts):
            archive.writestr(zipfile.ZipInfo(part), "<x/>")
    return file.getvalue()


def upload(content, name="photo.jpg", content_type="application/octet-stream"):
    return SimpleUploadedFile(name, content, content_type)


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
