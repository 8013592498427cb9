"""What is told of one thing is told to those who see it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emergency_ops.lib import clock
from emergency_ops.live.topics import permitted
from incidents.escalation import sample as escalation
from incidents.monitoring.models import Warning as MonitoringWarning
from incidents.response import sample
from incidents.response.actions.opening import Finding, create
from incidents.response.counters.models import Counter
from incidents.response.models import Substitute
from notices.content.models import Notice
from resources.staff.actions.wall_links import create_link


@pytest.fixture
def topics(regions, make_site, commander):
    """A topic of each kind of thing, all of it in Shanghai."""
    now = clock.now()
    escalation.load(now)
    sample.load(now)
    site = make_site("310101-0001")
    incident = create(commander, now, Finding([], [site.code], "hardware", now, "读卡器故障", ""))
    substitute = Substitute.objects.create(incident=incident, site=site, kind="counter", place="大厅", created_at=now)
    counter = Counter.objects.create(substitute=substitute, screen_token="s", take_token="t", created_at=now)
    warning = MonitoringWarning.objects.create(
        key="x",
        scope="site_wide",
        category="external",
        cause="silence",
        region=site.region,
        opened_at=now,
        began_at=now,
    )
    at = {"began_at": now, "expires_at": now, "created_at": now}
    notice = Notice.objects.create(number="GG-1", kind="outage", region=site.region, **at)
    return [
        f"incident.{incident.pk}", f"warning.{warning.pk}", f"terminal.{site.terminals.first().pk}",
        f"notice.{notice.pk}", f"counter.{counter.pk}",
    ]  # fmt: skip


def test_of_what_is_in_ones_region(topics, manager):
    assert permitted(topics, f"person.{manager.pk}") == set(topics)


def test_nothing_of_another_region(topics, outsider):
    assert permitted([*topics, "stock"], f"person.{outsider.pk}") == {"stock"}


def test_a_screen_hears_of_incidents_alone(topics, regions, manager):
    link, _secret = create_link("大厅", regions["310000"], actor=manager, now=clock.now())
    assert permitted(topics, f"screen.{link.pk}") == {topics[0]}


@pytest.mark.parametrize("topic", ["terminal.*", "terminal.", "notice.x", "counter.99999999999999999999", "memo.1"])
def test_what_is_no_thing(topic, commander):
    assert permitted([topic], f"person.{commander.pk}") == frozenset()


def test_many_things_cost_no_more_queries_than_one_of_each(topics, make_site, commander):
    many = [f"terminal.{one.pk}" for one in make_site("310101-0002", terminals=20).terminals.all()]
    counts = []
    for asked in (topics, [*topics, *many]):
        with CaptureQueriesContext(connection) as queries:
            assert permitted(asked, f"person.{commander.pk}") == set(asked)
        counts.append(len(queries))
    assert counts[0] == counts[1]
