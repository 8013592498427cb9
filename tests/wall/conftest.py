"""A network in which something is wrong, for the wall."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from emergency_ops.lib import clock as now_clock
from incidents.escalation import sample as escalation_sample
from incidents.monitoring.models import MinuteWindow, TerminalState
from incidents.response import sample
from incidents.response.actions.opening import Finding, create
from resources.staff.models import Post, PostAssignment


@pytest.fixture(autouse=True)
def _database(db):
    """All that the wall says is read from it."""


@pytest.fixture
def now(clock):
    return now_clock.now()


@pytest.fixture
def report(now):
    """report(site, "offline", heard=timedelta(0)): all terminals of the site said so, then."""

    def make(site, condition, heard=timedelta(0), terminals=None):
        for terminal in terminals or site.terminals.all():
            TerminalState.objects.create(
                terminal=terminal,
                seq=1,
                seen=b"",
                at=now - heard,
                received_at=now - heard,
                last_heard_at=now - heard,
                device="online",
                condition=condition,
            )

    return make


@pytest.fixture
def pay(now):
    """pay(terminal, ok=3, failed=1, ago=timedelta(minutes=5), method="wechat")"""

    def make(terminal, ok=1, failed=0, ago=timedelta(minutes=5), method="wechat"):
        minute = (now - ago).replace(second=0, microsecond=0)
        MinuteWindow.objects.create(minute=minute, terminal=terminal, method=method, ok=ok, failed=failed)

    return make


@pytest.fixture
def installed(now, regions):
    escalation_sample.load(now)
    sample.load(now)


@pytest.fixture
def open_incident(installed, manager):
    """open_incident(site): an incident opened by hand on the site's terminals."""

    def make(*sites, actor=None, **fields):
        codes = [site.code for site in sites]
        incident = create(actor or manager, now_clock.now(), Finding([], codes, "hardware", now_clock.now(), "", ""))
        type(incident).objects.filter(pk=incident.pk).update(**fields)
        incident.refresh_from_db()
        return incident

    return make


@pytest.fixture
def make_post(regions, now):
    """make_post("technical", "310000", a=person, b=person): a post of the function, held since yesterday."""

    def make(function, region, **holders):
        post = Post.objects.create(function=function, region_id=region, name=f"{region} {function}")
        held = DateTimeTZRange(now - timedelta(days=1), None)
        for role, person in holders.items():
            PostAssignment.objects.create(post=post, person=person, role=role.upper(), validity=held)
        return post

    return make
