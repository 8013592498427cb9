"""A counter that is ready, with two windows and a clerk at them."""

import pytest

from emergency_ops.lib import clock as now_clock
from incidents.response import actions
from incidents.response.choices import SubstituteStatus
from incidents.response.counters.actions import calling, issuing
from incidents.response.counters.actions.issuing import Wish
from incidents.response.counters.actions.setting_up import Settings, set_up
from incidents.response.counters.choices import TicketSource
from incidents.response.counters.models import Counter, Ticket
from incidents.response.models import Substitute

NOW = now_clock.now


@pytest.fixture
def substitute(responding, manager):
    site = responding.terminals.first().terminal.site
    return actions.request_substitute(responding, "counter", "一楼大厅", actor=manager, now=NOW(), site=site)


@pytest.fixture
def make_counter(substitute, manager):
    """make_counter(windows=2, …): the substitute's counter, set up like this and ready."""

    def make(**settings):
        set_up(substitute, Settings(**{"windows": 2, **settings}), actor=manager, now=NOW())
        Substitute.objects.filter(pk=substitute.pk).update(status=SubstituteStatus.READY)
        return Counter.objects.select_related("substitute__incident", "substitute__site").get(pk=substitute.pk)

    return make


@pytest.fixture
def counter(make_counter):
    return make_counter()


@pytest.fixture
def first(counter):
    return window(counter, 1)


@pytest.fixture
def second(counter):
    return window(counter, 2)


def window(counter, number):
    found = counter.windows.get(number=number)
    found.counter = counter
    return found


@pytest.fixture
def come(counter):
    """come("A", "P", …): visitors take numbers, P for those who declare a priority."""

    def take(*groups):
        return [take_number(counter, "elderly" if group == "P" else "") for group in groups]

    return take


def take_number(counter, category="", **wish):
    return issuing.issue(counter, Wish(category, **wish), source=TicketSource.SLIP, actor=None, now=NOW())


@pytest.fixture
def press(manager):
    """press(window, "key"): the code of the ticket that is called."""

    def next_one(at, key=""):
        key = key or f"key-{Ticket.objects.count()}-{at.calls.count()}"
        ticket = calling.call_next(at, key, actor=manager, now=NOW())
        return ticket and ticket.code

    return next_one
