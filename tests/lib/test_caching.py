"""What is kept for a while, with the cache's server and without."""

import socket
import time

import pytest
from django.core.cache import cache

from emergency_ops.lib.caching import kept


@pytest.fixture
def count():
    """count(): how often it has been asked."""
    asked = iter(range(1, 10))
    cache.delete("count")
    return lambda: next(asked)


def test_what_is_kept_is_not_computed_again(count):
    assert [kept("count", 60, count), kept("count", 60, count)] == [1, 1]


def test_without_the_server_it_is_computed_each_time(without_cache, count):
    assert [kept("count", 60, count), kept("count", 60, count)] == [1, 2]


@pytest.fixture
def hanging_cache(settings):
    """The cache's server takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"redis://127.0.0.1:{server.getsockname()[1]}/0"
        options = {"socket_timeout": 0.1, "socket_connect_timeout": 0.1}
        settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": address, "OPTIONS": options}}
        yield


def test_a_server_that_hangs_is_given_up(hanging_cache, count):
    began = time.monotonic()
    assert kept("count", 60, count) == 1
    assert time.monotonic() - began < 10


def test_every_connection_to_the_cache_has_a_limit(settings):
    assert settings.CACHES["default"]["OPTIONS"]["socket_timeout"] <= 2


def test_people_log_in_without_the_server(client, commander, without_cache):
    answer = client.post("/accounts/login/", {"login": "commander", "password": "correct-horse"})
    assert answer.status_code == 302
