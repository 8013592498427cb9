"""Items of equipment in a depot of Shanghai."""

from datetime import timedelta

import pytest
from django.urls import reverse

from resources.inventory.actions.chain import By
from resources.inventory.actions.equipment import register
from resources.inventory.models import Equipment
from tests.conftest import NOON


@pytest.fixture
def make_item(depot):
    """make_item("POS-1", kind="scanner", depot=…): a registered item."""

    def make(code="POS-1", **fields):
        facts = {"kind": "portable_pos", "serial_number": f"SN-{code}", "depot": depot, "model": "P90", **fields}
        return register(Equipment(code=code, **facts), By(None, NOON))

    return make


@pytest.fixture
def item(make_item):
    return make_item()


@pytest.fixture
def standby(make_item):
    return make_item("BY-1", kind="standby_terminal", model="ZZ-200")


@pytest.fixture
def by(storekeeper):
    """by("text", person=…, minutes=…): the storekeeper does something at noon or some minutes after."""

    def make(text="", person=storekeeper, minutes=0, **facts):
        return By(person, NOON + timedelta(minutes=minutes), text, **facts)

    return make


@pytest.fixture
def get(client):
    """get(person, "inventory:equipment", code, q="…"): the answer to a person."""

    def ask(person, name, *args, **query):
        client.force_login(person)
        return client.get(reverse(name, args=args), query)

    return ask


@pytest.fixture
def post(client):
    """post(person, "inventory:equipment_step", code, "battery", percent=80): the answer to a person's form."""

    def ask(person, name, *args, **data):
        client.force_login(person)
        return client.post(reverse(name, args=args), data)

    return ask
