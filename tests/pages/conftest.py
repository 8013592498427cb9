"""One world for all tests here; what a test changes in it is rolled back."""

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from tests.conftest import NOON
from tests.pages.world import build


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker):
    """The world at noon, as long as tests of this package run. A test that uses it is marked django_db."""
    with django_db_blocker.unblock(), time_machine.travel(NOON, tick=True):
        try:
            yield build(NOON)
        finally:
            call_command("flush", verbosity=0, interactive=False)
            cache.clear()


@pytest.fixture
def read(world, db, request):
    """read(page, "en"): the answer to the page's persona in a language."""
    clients = {}

    def get(page, language="zh-hans"):
        if page.who not in clients:
            clients[page.who] = Client()
            if page.who:
                clients[page.who].force_login(world.people[page.who])
        clients[page.who].cookies["django_language"] = language
        return clients[page.who].get(page.path(world))

    return get
