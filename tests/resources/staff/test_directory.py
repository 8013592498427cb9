"""The directory's filters, and the admin site that only looks at posts."""

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from resources.staff.actions.assignments import assign
from resources.staff.models import Person, Post
from tests.conftest import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
ALWAYS = DateTimeTZRange(NOON, None)


@pytest.fixture
def post(regions):
    return Post.objects.create(function="technical", region_id="310000", name="上海技术处置")


@pytest.fixture
def listed(client, commander):
    def names(query):
        client.force_login(commander)
        return client.get(f"/staff/people/?{query}").content.decode()

    return names


def test_people_are_found_by_what_they_do_now(post, manager, field_staff, listed):
    assign(post, field_staff, "A", ALWAYS, actor=None, now=NOON)
    shown = listed("function=technical")
    assert "王强" in shown
    assert "李敏" not in shown


def test_people_are_found_by_department(manager, field_staff, listed):
    Person.objects.filter(pk=manager.pk).update(department="夜班组")
    shown = listed("department=夜班")
    assert "李敏" in shown
    assert "王强" not in shown


@pytest.fixture
def root(db):
    return Person.objects.create_superuser("root", "root@example.cn", "correct-horse", name="根")


@pytest.mark.parametrize("model", ["post", "postassignment"])
def test_the_admin_site_only_looks_at_posts(root, model, client):
    client.force_login(root)
    addresses = [f"/admin/resources/{model}/", f"/admin/resources/{model}/add/"]
    assert [client.get(address).status_code for address in addresses] == [200, 403]
