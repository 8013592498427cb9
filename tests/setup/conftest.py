"""A house with nobody in it but the first administrator."""

import pytest
from django.contrib.auth.models import Group

from emergency_ops.lib.roles import Role
from resources.staff.models import Person


@pytest.fixture
def first(db, client):
    """Made as on a bare server: createsuperuser."""
    person = Person.objects.create_superuser(username="first", name="第一人", password="x" * 12)
    client.force_login(person)
    return person


@pytest.fixture
def member(db, client):
    person = Person.objects.create_user(username="member", name="现场", password="x" * 12)
    person.groups.add(Group.objects.get_or_create(name=Role.FIELD_STAFF)[0])
    client.force_login(person)
    return person
