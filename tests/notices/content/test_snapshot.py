"""What is read for the paper: nobody is sent to a terminal that is not known to work."""

from datetime import timedelta

import pytest

from incidents.monitoring.models import TerminalState
from notices.content import snapshot
from tests.conftest import NOON


def tell(terminal, condition="in_service", ago=timedelta(0)):
    """The terminal's last report, and what it said."""
    at = NOON - ago
    TerminalState.objects.create(
        terminal=terminal,
        seq=1,
        seen=b"",
        at=at,
        received_at=at,
        last_heard_at=at,
        device="online",
        condition=condition,
    )


@pytest.fixture
def paper(make_site, make_incident):
    """paper(site): what it says about a site whose first terminal is out."""

    def read(site):
        return snapshot.contents(make_incident(site, affected=1), [site], NOON)[site.pk]

    return read


@pytest.fixture
def lonely(make_site):
    """A site with one other terminal."""
    return make_site(terminals=2, latitude=31.23, longitude=121.47)


def ways(content):
    return dict(content["ways"])


@pytest.mark.parametrize("condition", ["in_service", "degraded"])
def test_another_terminal_that_works_is_named(paper, lonely, condition):
    tell(lonely.terminals.last(), condition)
    assert ways(paper(lonely))["照常使用"] == "其余1台自助终端（微信支付、现金）"


@pytest.mark.parametrize("condition", ["out_of_service", "offline", "unknown"])
def test_another_terminal_that_does_not_work_is_not_promised(paper, lonely, condition):
    tell(lonely.terminals.last(), condition)
    assert "照常" not in str(paper(lonely))


def test_another_terminal_not_heard_of_for_long_is_not_promised(paper, lonely):
    tell(lonely.terminals.last(), ago=timedelta(hours=1))
    assert "照常使用" not in ways(paper(lonely))


def test_another_terminal_that_is_not_known_to_work_is_not_called_stopped(paper, lonely):
    content = paper(lonely)
    assert content["facts"][0] == ["涉及设备", "1台自助终端（01号）"]
    assert "全部" not in content["lead"]


@pytest.mark.parametrize(("ago", "sent"), [(timedelta(0), True), (timedelta(hours=1), False)])
def test_people_are_sent_only_to_a_neighbour_known_to_work(paper, lonely, make_site, ago, sent):
    neighbour = make_site("310101-0002", latitude=31.24, longitude=121.47)
    tell(neighbour.terminals.get(), ago=ago)
    assert ("附近网点" in ways(paper(lonely))) is sent
