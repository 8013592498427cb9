"""Topics of a transaction are told once, after it, and never at the cost of the work itself."""

import time

import pytest
import redis
from django.conf import settings
from django.db import transaction

from emergency_ops.lib import clock, poking
from emergency_ops.lib.live import changed
from resources.documents.models import Paper
from resources.staff import events
from resources.staff.models import StaffEvent


@pytest.fixture
def told(monkeypatch):
    """What has been told, one set a call."""
    calls = []
    monkeypatch.setattr(poking, "tell", lambda topics: calls.append(set(topics)))
    return calls


@pytest.fixture
def heard():
    """heard(): the messages on the broker's channel since the beginning of the test."""
    with redis.Redis.from_url(settings.REDIS_URL) as broker, broker.pubsub(ignore_subscribe_messages=True) as listener:
        listener.subscribe(poking.channel())
        listener.get_message(timeout=2)

        def messages():
            assert poking.told(5)
            found = []
            while message := listener.get_message(timeout=0.3):
                found.append(message["data"].decode())
            return found

        yield messages


@pytest.mark.django_db(transaction=True)
class TestTransactions:
    def test_once_after_the_commit(self, told):
        with transaction.atomic():
            changed("incident.1", "incidents")
            changed("incident.2", "incidents")
            assert told == []
        assert told == [{"incident.1", "incident.2", "incidents"}]

    def test_nothing_after_a_rollback(self, told):
        with transaction.atomic():
            changed("incidents")
            transaction.set_rollback(True)
        assert told == []

    def test_a_savepoint_takes_its_own_topics_along(self, told):
        with transaction.atomic():
            changed("kept")
            with transaction.atomic():
                changed("dropped")
                transaction.set_rollback(True)
        assert told == [{"kept"}]

    def test_outside_of_a_transaction_at_once(self, told):
        changed("stock")
        assert told == [{"stock"}]


@pytest.mark.django_db(transaction=True)
class TestRows:
    def test_a_new_row(self, told):
        events.write("feed_created", at=clock.now(), actor=None)
        assert told == [{"duty"}]

    def test_many_rows(self, told):
        StaffEvent.objects.bulk_create(StaffEvent(code="feed_created", at=clock.now()) for _ in range(3))
        assert told == [{"duty"}]

    def test_an_update_of_many(self, told):
        now = clock.now()
        Paper.objects.create(kind="labels", key="k", title="", facts={}, created_at=now, due_at=now)
        told.clear()
        Paper.objects.update(due_at=clock.now())
        assert told == [{"papers"}]

    def test_an_update_of_none(self, told):
        Paper.objects.update(due_at=clock.now())
        assert told == []


class TestNarrowing:
    def test_few_are_told_by_name(self):
        assert poking.narrowed(["terminal.1", "stock"]) == {"terminal.1", "stock"}

    def test_many_of_a_kind_are_told_as_their_kind(self):
        assert poking.narrowed([f"terminal.{n}" for n in range(101)] + ["stock"]) == {"terminal.*", "stock"}


class TestPublishing:
    def test_what_comes_together_is_one_message(self, heard):
        poking.tell(["b"])
        poking.tell(["a"])
        assert heard() == ["a b"]

    @pytest.mark.parametrize("url", ["redis://127.0.0.1:1/0", "unix:///nowhere.sock?db=0"])
    def test_without_a_broker_nobody_waits(self, settings, url):
        settings.REDIS_URL = url
        publisher = poking.Publisher()
        began = time.perf_counter()
        for _ in range(100):
            publisher.put(["stock"])
        assert time.perf_counter() - began < 0.1

    def test_what_could_not_be_told_is_told_later(self, settings, heard, monkeypatch):
        monkeypatch.setattr(poking, "OPEN_FOR", 0.1)
        there, settings.REDIS_URL = settings.REDIS_URL, "unix:///nowhere.sock?db=0"
        publisher = poking.Publisher()
        publisher.put(["later"])
        assert not publisher.drain(0.3)
        settings.REDIS_URL, publisher._broker = there, None
        assert publisher.drain(5)
        assert "later" in heard()

    @pytest.mark.parametrize(
        ("url", "name"),
        [
            ("redis://localhost:6379/3", "test.3"),
            ("redis://localhost", "test.0"),
            ("unix:///run/valkey.sock?db=2", "test.2"),
            ("unix:///run/valkey.sock", "test.0"),
        ],
    )
    def test_a_channel_for_each_database(self, settings, url, name):
        settings.REDIS_URL, settings.LIVE_PREFIX = url, "test"
        assert poking.channel() == name
