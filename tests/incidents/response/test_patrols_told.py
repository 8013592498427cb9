"""What patrols find at an incident's terminals stands in its timeline, once."""

from datetime import timedelta
from uuid import uuid4

import pytest

from emergency_ops.lib.roles import Role
from incidents.monitoring.patrols.models import FindingEvent, PatrolRound
from incidents.monitoring.patrols.recording import Author, Entry, record
from incidents.response import timeline
from incidents.response.models import Incident
from incidents.response.sweeps import absorb_warnings, tell_findings
from tests.conftest import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def patroller(make_person):
    return make_person("patroller", Role.FIELD_STAFF, regions=["310101"], name="王强")


@pytest.fixture
def see(make_site, patroller, installed):
    """see("PRT_INOP", minute=1): found at the site's first terminal; "" for in order."""
    site = make_site(terminals=2)
    one = PatrolRound.objects.create(
        site=site,
        token="T" * 12,
        starts_at=NOON,
        due_at=NOON + timedelta(minutes=30),
        ends_at=NOON + timedelta(hours=2),
    )

    def look(fault, minute=1):
        at = NOON + timedelta(minutes=minute)
        outcome = "finding" if fault else "ok"
        entry = Entry(uuid4(), one.token, f"{site.code}-01", "printer", outcome, at, fault, "第三次")
        record([entry], author=Author(patroller, patroller), now=at)
        return site

    return look


def told(incident):
    return list(incident.timeline.filter(kind="patrol").order_by("id"))


@pytest.fixture
def incident(see, make_warning):
    site = see("")
    warning = make_warning(site)
    absorb_warnings()
    return Incident.objects.get(warning=warning)


def test_a_finding_at_its_terminal_is_told_with_who_found_it(incident, see, patroller):
    see("PRT_INOP")
    absorb_warnings()
    assert (tell_findings(), tell_findings()) == (1, 0)
    entry = told(incident)[0]
    assert (entry.actor, entry.text) == (patroller, "第三次")
    assert "打印机不可用" in timeline.sentence(entry)


def test_that_it_is_in_order_again_is_told_too(incident, see):
    see("PRT_INOP")
    see("", minute=9)
    absorb_warnings()
    tell_findings()
    assert [entry.code for entry in told(incident)] == ["patrol_opened", "patrol_resolved"]


def test_the_finding_that_it_has_come_from_is_not_told_again(see):
    see("PRT_INOP")
    absorb_warnings()
    tell_findings()
    assert told(Incident.objects.get()) == []


def test_what_is_not_in_an_incident_yet_waits_for_it(incident, see):
    see("PRT_INOP")
    assert tell_findings() == 0
    assert FindingEvent.objects.filter(absorbed_at=None).exists()


def test_an_incident_that_is_over_is_left_alone(incident, see):
    Incident.objects.filter(pk=incident.pk).update(status="false_alarm")
    see("PRT_INOP")
    absorb_warnings()
    tell_findings()
    assert told(incident) == []
