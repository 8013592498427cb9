"""One incident, one approval, every outlet: announced, updated, cleared; and nothing of a drill outside the house."""

from datetime import timedelta

import pytest

from incidents.response.models import Incident
from notices.channels.cap.models import CapMessage
from notices.channels.models import Delivery
from notices.channels.screens.models import ScreenText
from notices.content import presenting, registry
from notices.content.models import Notice
from notices.content.proposals.actions import propose
from notices.printing.walls.models import Posting
from tests.conftest import NOON

OUTLETS = {"paper", "screen", "wechat", "weibo", "status", "cap"}


@pytest.fixture
def announce(issued):
    """announce(incident, now): what the system proposes, reviewed and issued by two people."""

    def make(incident, now=NOON):
        return issued(propose(incident.pk, now), now)

    return make


def places(notice, now=NOON):
    return {outlet.code: lines for outlet, lines in presenting.places([notice], now).groups}


def later(incident, minutes, **changes):
    Incident.objects.filter(pk=incident.pk).update(**changes)
    return NOON + timedelta(minutes=minutes)


def test_every_outlet_is_there():
    assert {outlet.code for outlet in registry.outlets()} == OUTLETS


def test_one_approval_reaches_every_outlet(announce, incident):
    assert set(places(announce(incident))) == OUTLETS


def test_an_update_takes_the_alerts_place_everywhere(announce, incident):
    first = announce(incident)
    now = later(incident, 20, expected_until=NOON + timedelta(hours=9))
    second = announce(Incident.objects.get(pk=incident.pk), now)
    assert (second.kind, second.previous_id, set(places(second, now))) == ("update", first.pk, OUTLETS)
    assert CapMessage.objects.get(notice=second).msg_type == "Update"


def test_an_all_clear_leaves_nothing_of_the_alert_standing(announce, incident):
    first = announce(incident)
    now = later(incident, 30, status="restored", restored_at=NOON + timedelta(minutes=30))
    clear = announce(Incident.objects.get(pk=incident.pk), now)
    assert clear.kind == "all_clear"
    assert Notice.objects.get(pk=first.pk).status == "superseded"
    assert not ScreenText.objects.filter(notice=first, state__in=["wanted", "shown"]).exists()


def test_nothing_of_a_drill_is_public(announce, make_incident, site, client):
    notice = announce(make_incident(site, is_drill=True))
    assert set(places(notice)) == {"paper", "cap"}
    assert not Delivery.objects.exists()
    assert not ScreenText.objects.exists()
    assert CapMessage.objects.get().status == "Exercise"
    assert notice.number not in client.get("/feeds/cap/atom.xml").content.decode()
    assert client.get(f"/status/notices/{notice.number}/").status_code == 404


def test_a_drill_still_goes_on_paper(announce, make_incident, site):
    announce(make_incident(site, is_drill=True))
    assert Posting.objects.get().site == site


def test_an_all_clear_lists_where_the_alert_is_taken_down(announce, incident):
    announce(incident)
    now = later(incident, 30, status="restored", restored_at=NOON + timedelta(minutes=30))
    replaced = presenting.taken_down_by(propose(incident.pk, now), now)
    assert {outlet.code for outlet, _lines in replaced.groups} >= {"status", "cap"}


def test_a_first_notice_takes_nothing_down(incident):
    assert presenting.taken_down_by(propose(incident.pk, NOON), NOON) is None
