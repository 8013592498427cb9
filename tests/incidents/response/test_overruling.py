"""An end that the reports contradict: refused without a reason, and looked at again."""

from datetime import timedelta

import pytest

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Refused
from incidents.escalation.actions import fire_next
from incidents.escalation.models import OutboxMessage
from incidents.response import actions

from .conftest import clear

NOW = now_clock.now


def after(clock, **span):
    clock.shift(timedelta(**span))
    while fire_next(NOW()):
        pass


@pytest.fixture
def overruled(confirmed, manager):
    """Restored although the reports say that its three terminals are down."""
    return actions.restore(confirmed, actor=manager, now=NOW(), overruled="现场逐台试缴成功")


def test_what_is_reported_down_is_not_restored_without_a_reason(confirmed, manager):
    with pytest.raises(Refused, match="仍有3台终端未恢复"):
        actions.restore(confirmed, actor=manager, now=NOW(), text="修好了")


def test_nor_closed(overruled, manager):
    with pytest.raises(Refused, match="仍有3台终端未恢复"):
        actions.close(overruled, actor=manager, now=NOW())


def test_the_reason_is_recorded(overruled):
    entry = overruled.timeline.latest("id")
    assert (entry.code, entry.text, entry.params["terminals"]) == ("restored_overruling", "现场逐台试缴成功", 3)


def test_still_reported_down_it_is_opened_again(overruled, commander, make_post, clock):
    make_post("commander", "000000", a=commander)
    after(clock, minutes=10)
    overruled.refresh_from_db()
    assert overruled.status == "confirmed"
    assert overruled.terminals.filter(until=None).count() == 3
    assert OutboxMessage.objects.filter(idempotency_key__contains="recheck", recipient=commander).exists()


def test_it_stays_restored_when_the_reports_agree(overruled, clock):
    clear(overruled.warning)
    after(clock, minutes=10)
    overruled.refresh_from_db()
    assert overruled.status == "restored"


def test_closed_against_the_reports_it_is_opened_again_too(overruled, manager, clock):
    actions.close(overruled, actor=manager, now=NOW(), overruled="监控线路故障")
    after(clock, minutes=10)
    overruled.refresh_from_db()
    assert overruled.status == "confirmed"


def test_a_false_alarm_is_opened_again_after_an_hour(incident, manager, clock):
    actions.mark_false_alarm(incident, actor=manager, now=NOW(), text="施工断电")
    after(clock, minutes=59)
    incident.refresh_from_db()
    assert incident.status == "false_alarm"
    after(clock, minutes=1)
    incident.refresh_from_db()
    assert incident.status == "suspected"


def test_the_warning_of_a_merged_incident_counts(confirmed, make_warning, make_site, manager):
    other = actions.open_from_warning(make_warning(make_site("310101-0002")), NOW())
    actions.merge_into(other, confirmed, actor=manager, now=NOW())
    clear(confirmed.warning)
    with pytest.raises(Refused, match="仍有1台终端未恢复"):
        actions.restore(confirmed, actor=manager, now=NOW())


def test_the_form_asks_for_the_reason_only_then(client, manager, confirmed):
    client.force_login(manager)
    path = f"/incidents/{confirmed.number}/restore/"
    assert client.post(path, {"text": ""}).status_code == 400
    clear(confirmed.warning)
    assert client.post(path, {"text": ""}).status_code == 302
