"""The admin shows monitoring's rows and changes none of them."""

import pytest

from incidents.monitoring.actions import create_key
from tests.conftest import NOON


@pytest.mark.parametrize("page", ["warning", "terminalevent", "intakekey", "rule"])
def test_lists_are_shown_to_superusers(admin_client, page):
    assert admin_client.get(f"/admin/incidents/{page}/").status_code == 200
    assert admin_client.get(f"/admin/incidents/{page}/add/").status_code == 403


def test_the_hash_of_a_key_is_not_shown(admin_client):
    key, _ = create_key(name="网关", sites=[], actor=None, now=NOON)
    page = admin_client.get(f"/admin/incidents/intakekey/{key.pk}/change/").content.decode()
    assert key.prefix in page
    assert key.digest not in page
