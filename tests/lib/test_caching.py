"""What is kept for a while, with the cache's server and without."""

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


def test_people_log_in_without_the_server(client, commander, without_cache):
    answer = client.post("/accounts/login/", {"login": "commander", "password": "correct-horse"})
    assert answer.status_code == 302
