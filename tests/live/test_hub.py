"""Who hears what, how often, and what somebody who was away has missed."""

import asyncio

import pytest

from emergency_ops.live.hub import CALM, REMEMBERED, Client, Hub


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def now():
    return Clock()


@pytest.fixture
def hub(now):
    return Hub(now)


def listening(hub, *topics):
    client = Client("person.1", frozenset(topics))
    hub.join(client)
    return client


def test_a_client_hears_what_it_asked_for(hub):
    client = listening(hub, "incident.1")
    hub.publish(["incident.1", "incident.2"])
    assert client.take()[0] == {"incident.1"}


def test_a_kind_is_heard_by_all_of_it(hub):
    client, other = listening(hub, "terminal.5"), listening(hub, "terminals")
    hub.publish(["terminal.*"])
    assert (client.take()[0], other.take()[0]) == ({"terminal.*"}, set())


def test_who_has_left_hears_nothing(hub):
    client = listening(hub, "stock")
    hub.leave(client)
    hub.publish(["stock"])
    assert client.take()[0] == set()


def test_what_a_slow_client_has_not_taken_does_not_pile_up(hub, now):
    client = listening(hub, "stock")
    for _ in range(1000):
        now.now += 1
        hub.publish(["stock"])
    assert client.pending == {"stock"}


def test_the_more_hear_it_the_longer_they_spread(hub):
    clients = [listening(hub, "stock") for _ in range(101)]
    hub.publish(["stock"])
    assert clients[0].take()[1] == 400


def test_a_burst_is_one_poke_and_one_more_when_it_is_over():
    async def burst():
        hub = Hub()
        client = listening(hub, "stock")
        heard = []
        for _ in range(10):
            hub.publish(["stock"])
            heard.append(client.take()[0])
        await asyncio.sleep(CALM * 1.5)
        return [topics for topics in heard if topics], client.take()[0]

    assert asyncio.run(burst()) == ([{"stock"}], {"stock"})


class TestMissed:
    def test_what_changed_after_it(self, hub, now):
        now.now += 10
        hub.publish(["stock", "duty"])
        assert hub.changed_since(1005, frozenset({"stock"})) == {"stock"}

    def test_not_what_changed_before_it(self, hub, now):
        hub.publish(["stock"])
        now.now += 10
        assert hub.changed_since(1005, frozenset({"stock"})) == set()

    def test_a_kind(self, hub, now):
        now.now += 10
        hub.publish(["terminal.*"])
        assert hub.changed_since(1005, frozenset({"terminal.3"})) == {"terminal.*"}

    def test_everything_when_it_was_before_the_stream_began(self, hub):
        assert hub.changed_since(900, frozenset({"stock"})) == {"*"}

    def test_everything_after_the_broker_was_away(self, hub, now):
        now.now += 100
        hub.publish(["*"])
        assert hub.changed_since(1050, frozenset({"stock"})) == {"*"}

    def test_everything_when_it_is_too_long_ago(self, hub, now):
        now.now += 2 * REMEMBERED
        assert hub.changed_since(1001, frozenset({"stock"})) == {"*"}
