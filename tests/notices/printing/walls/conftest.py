"""Sites with sheets, and photos of walls."""

import io
from contextlib import contextmanager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from PIL import Image

from emergency_ops.lib.roles import Role
from notices.printing import actions as printing
from notices.printing.walls import actions
from notices.printing.walls.models import Posting
from resources.staff.models import Post, PostAssignment
from tests.conftest import NOON


def photo(name="wall.jpg", colour="red"):
    file = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(file, "JPEG")
    return SimpleUploadedFile(name, file.getvalue(), "image/jpeg")


@contextmanager
def refused(kind, code):
    with pytest.raises(kind) as caught:
        yield
    assert caught.value.code == code


@pytest.fixture
def make_sheet(publisher):
    """make_sheet(incident, site): the site's sheet by the quick path; what stands in the queue for it."""

    def make(incident, site, now=NOON):
        printing.issue(incident, [site], actor=publisher, now=now)
        return Posting.objects.filter(incident=incident, site=site).order_by("-pk").first()

    return make


@pytest.fixture
def posting(make_sheet, incident, site):
    return make_sheet(incident, site)


@pytest.fixture
def put_up(field_staff):
    """put_up(posting): printed and posted with a photo by the person on site."""

    def up(posting, now=NOON, actor=field_staff, **given):
        return actions.mark_posted(posting, actor=actor, now=now, **{"place": "大厅", "uploads": [photo()], **given})

    return up


@pytest.fixture
def second(make_person):
    return make_person("second", Role.FIELD_STAFF, regions=["310101"], name="周二")


@pytest.fixture
def on_site(field_staff, second):
    """The district's on-site post: field_staff is A, second is B."""
    post = Post.objects.create(function="on_site", region_id="310101", name="黄浦现场")
    for role, person in (("A", field_staff), ("B", second)):
        PostAssignment.objects.create(
            post=post, person=person, role=role, validity=DateTimeTZRange(None, None), key_post=post.is_key
        )
    return post
