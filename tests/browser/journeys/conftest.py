"""People at their screens, terminals that report, a hand that plays the beat, and what no journey may leave behind."""

import pytest
import time_machine

from emergency_ops.celery import app
from tests.conftest import NOON

from .beat import Beat
from .fleet import Fleet
from .screens import DESKTOP, Screen
from .town import PASSWORD, Town


@pytest.fixture
def clock():
    """The time that everybody shares, the server included. It goes on from a Monday's noon; clock.shift(60) skips a minute."""
    with time_machine.travel(NOON, tick=True) as traveller:
        yield traveller


@pytest.fixture
def town(clock, live_server, make_site, make_person, settings, tmp_path):
    settings.SITE_URL = live_server.url
    settings.STATUS_SNAPSHOT = tmp_path / "status"
    return Town(make_site, make_person)


@pytest.fixture
def beat(town):
    app.conf.task_always_eager = True
    yield Beat()
    app.conf.task_always_eager = False


@pytest.fixture
def fleet(town, live_server):
    return Fleet(live_server.url)


@pytest.fixture
def look(chromium, live_server):
    """look(width): a window of somebody from the public. At the end no window may have anything to complain of."""
    screens = []

    def open_window(width=DESKTOP, **options):
        screens.append(Screen(chromium, live_server.url, width, **options))
        return screens[-1]

    yield open_window
    complaints = [said for screen in screens for said in screen.unforgiven()]
    assert complaints == []


@pytest.fixture
def enter(look, town):
    """enter(town.zhihui, width): a window in which this person has logged in."""

    def at(person, width=DESKTOP, **options):
        return look(width, **options).log_in(person, PASSWORD)

    return at
