"""An end that the reports contradict: refused without a reason, and looked at again."""

from datetime import timedelta

import pytest
from django.utils import timezone

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


def test_the_page_says_when_it_is_looked_at_again(overruled, manager, client, clock):
    client.force_login(manager)
    at = f"{timezone.localtime(NOW() + timedelta(minutes=10)):%H:%M}"
    assert f"上报仍显示 3 台终端未恢复，{at} 复查" in client.get(f"/incidents/{overruled.number}/").text


def test_a_false_alarm_against_the_reports_is_not_done_with(incident, manager, client):
    actions.mark_false_alarm(incident, actor=manager, now=NOW(), text="现场无故障")
    client.force_login(manager)
    page = client.get(f"/incidents/{incident.number}/").text
    assert "事件已结束，等待复查。" in page
    assert "无待办事项" not in page


def test_at_the_end_nobody_holds_it_and_nothing_is_lacking(overruled, manager, client):
    actions.close(overruled, actor=manager, now=NOW(), text="完成", overruled="现场逐台试缴成功")
    client.force_login(manager)
    page = client.get(f"/incidents/{overruled.number}/").text
    assert f"{manager.name}，至" not in page
    assert "服务能力与需求" not in page
