"""Intake keys: made and revoked by administrators, shown once."""

import pytest
from django.urls import reverse

from emergency_ops.lib.errors import Forbidden
from incidents.monitoring.actions import create_key, revoke_key
from incidents.monitoring.intake.keys import digest_of
from incidents.monitoring.models import IntakeKey
from tests.conftest import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def key(db):
    return create_key(name="旧网关", sites=[], actor=None, now=NOON)[0]


def test_only_the_hash_of_a_key_is_stored(administrator):
    key, secret = create_key(name="网关", sites=[], actor=administrator, now=NOON)
    assert key.digest == digest_of(secret)
    assert secret.startswith(key.prefix)
    assert secret not in {str(value) for value in IntakeKey.objects.values().get().values()}


def test_a_key_with_sites_is_bound_to_them(administrator, site):
    key, _ = create_key(name="前置机", sites=[site], actor=administrator, now=NOON)
    assert key.is_bound
    assert list(key.sites.all()) == [site]


@pytest.mark.parametrize("persona", ["commander", "manager", "auditor", "field_staff"])
def test_only_administrators_make_and_revoke_keys(request, persona, key):
    person = request.getfixturevalue(persona)
    with pytest.raises(Forbidden):
        create_key(name="x", sites=[], actor=person, now=NOON)
    with pytest.raises(Forbidden):
        revoke_key(key, actor=person, now=NOON)


def test_revoking_is_noted_once(administrator, commander, key):
    revoke_key(key, actor=administrator, now=NOON)
    revoke_key(key, actor=None, now=NOON.replace(hour=13))
    key.refresh_from_db()
    assert (key.revoked_at, key.revoked_by) == (NOON, administrator)


def test_the_page_shows_a_new_key_once(client, administrator, site):
    client.force_login(administrator)
    answer = client.post(reverse("monitoring:keys"), {"name": "网关", "sites": "310101-0001\n"})
    secret = answer.context["secret"]
    assert secret in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert secret not in client.get(reverse("monitoring:keys")).content.decode()


def test_a_site_that_is_not_there_is_named(client, administrator, site):
    client.force_login(administrator)
    answer = client.post(reverse("monitoring:keys"), {"name": "网关", "sites": "310101-0001，999"})
    assert "没有这个网点：999" in answer.content.decode()
    assert not IntakeKey.objects.exists()


def test_the_page_revokes_a_key(client, administrator, key):
    client.force_login(administrator)
    client.post(reverse("monitoring:revoke_key", args=[key.pk]))
    key.refresh_from_db()
    assert key.revoked_by == administrator
    assert "已吊销" in client.get(reverse("monitoring:keys")).content.decode()


def test_others_do_not_see_the_page(client, manager, key):
    client.force_login(manager)
    assert client.get(reverse("monitoring:keys")).status_code == 403
    assert client.post(reverse("monitoring:revoke_key", args=[key.pk])).status_code == 403
    key.refresh_from_db()
    assert key.revoked_at is None
