"""What happens when nobody does anything."""

from datetime import timedelta

import pytest

from emergency_ops.lib import clock as now_clock
from incidents.escalation.actions import fire_next
from incidents.escalation.models import Deadline, OutboxMessage
from incidents.escalation.sweeps import audit_silence
from incidents.monitoring.choices import WarningEventKind
from incidents.response import actions
from incidents.response.models import Incident

from .conftest import clear, tell

NOW = now_clock.now


@pytest.fixture
def team(make_person, make_post):
    """A and B of the technical post of Shanghai and the commander of the country."""
    people = {name: make_person(name, "manager", name=name.upper()) for name in ("a", "b")}
    make_post("technical", "310000", **people)
    people["lead"] = make_person("lead", "commander", name="LEAD")
    make_post("commander", "000000", a=people["lead"])
    return people


def after(clock, **span):
    """Time passes; everything that is due is carried out."""
    clock.shift(timedelta(**span))
    fire_all()


def fire_all():
    while fire_next(NOW()):
        pass


def told(code):
    return [message.recipient.username for message in OutboxMessage.objects.filter(idempotency_key__contains=code)]


def codes(incident):
    return list(incident.timeline.order_by("id").values_list("code", flat=True))


def test_unconfirmed_it_goes_to_the_lead(team, incident, clock):
    after(clock, minutes=5)
    assert "confirm_due" in codes(incident)
    assert set(told("confirm_due")) == {"lead"}


def test_unconfirmed_it_goes_on_and_on(team, incident, clock):
    for _ in range(4):
        after(clock, minutes=5)
    assert codes(incident).count("confirm_due") == 4


def test_a_is_called_at_once_then_b_then_the_lead(team, incident, clock):
    for _ in range(3):
        fire_all()
        clock.shift(timedelta(minutes=5))
    called = incident.timeline.filter(code__startswith="called").order_by("id")
    assert [entry.params["people"] for entry in called] == ["A", "B", "LEAD"]


def test_an_acknowledgement_stops_the_calls(team, incident, clock):
    actions.acknowledge(incident, actor=team["a"], now=NOW())
    after(clock, minutes=14)
    assert "called" not in codes(incident)


def test_an_acknowledgement_lapses(team, incident, clock):
    actions.acknowledge(incident, actor=team["a"], now=NOW())
    after(clock, minutes=15)
    fire_all()
    assert "called_again" in codes(incident)


def test_at_20_minutes_those_in_charge_and_whoever_has_it_are_reminded(team, confirmed, clock):
    after(clock, minutes=20)
    assert set(told("clock_reminder")) == {"a", "b", "manager"}


def test_at_30_minutes_it_is_missed_and_the_lead_knows(team, confirmed, clock):
    after(clock, minutes=30)
    assert "clock_missed" in codes(confirmed)
    assert set(told("clock_missed")) == {"a", "b", "lead", "manager"}


def test_a_clock_that_stopped_says_nothing(team, responding, manager, clock):
    substitute = actions.request_substitute(responding, "online", "公众号", actor=manager, now=NOW())
    actions.serve_substitute(substitute, "0001", actor=manager, now=NOW())
    after(clock, minutes=31)
    assert not told("clock")


@pytest.mark.parametrize(
    ("stage", "minutes", "code"),
    [("confirmed", 10, "activate_due"), ("responding", 60, "review_due"), ("restored", 24 * 60, "close_due")],
)
def test_what_a_status_owes_is_asked_for_again_and_again(request, team, clock, stage, minutes, code):
    incident = request.getfixturevalue(stage)
    for _ in range(2):
        after(clock, minutes=minutes)
    assert codes(incident).count(code) == 2


def test_a_duty_of_a_former_status_is_silent(team, incident, manager, clock):
    actions.confirm(incident, actor=manager, now=NOW())
    after(clock, minutes=6)
    assert "confirm_due" not in codes(incident)


def test_after_the_reports_say_so_a_confirmed_one_is_restored(team, confirmed, clock):
    clear_and_absorb(confirmed)
    after(clock, minutes=15)
    confirmed.refresh_from_db()
    assert (confirmed.status, confirmed.timeline.latest("id").code) == ("restored", "restored_by_reports")


def test_after_the_reports_say_so_a_suspected_one_waits_for_a_verdict(team, incident, clock):
    clear_and_absorb(incident)
    after(clock, minutes=15)
    incident.refresh_from_db()
    assert incident.status == "suspected"
    assert set(told("clear_review")) == {"a", "b", "lead"}


def test_a_verdict_is_asked_for_again_and_again(team, incident, clock):
    clear_and_absorb(incident)
    after(clock, minutes=15)
    after(clock, minutes=60)
    asked = incident.timeline.filter(code="clear_review").order_by("id")
    assert [entry.params["minutes"] for entry in asked] == [15, 75]


def test_nobody_is_called_for_what_is_over(team, incident, clock):
    clear_and_absorb(incident)
    after(clock, minutes=14)
    assert codes(incident) == ["opened_by_warning", "reports_say_restored"]
    assert set(told("cleared")) == {"a", "b"}


def test_affected_again_the_calls_go_on(team, incident, clock):
    clear_and_absorb(incident)
    incident.warning.members.update(until=None)
    actions.absorb(tell(incident.warning, WarningEventKind.UPDATED), NOW())
    after(clock, minutes=0)
    assert "called_again" in codes(incident)


def test_affected_again_within_an_acknowledgement_the_calls_go_on_after_it(team, incident, clock):
    actions.acknowledge(incident, actor=team["a"], now=NOW())
    clear_and_absorb(incident)
    incident.warning.members.update(until=None)
    actions.absorb(tell(incident.warning, WarningEventKind.UPDATED), NOW())
    fire_all()
    after(clock, minutes=15)
    assert "called_again" in codes(incident)


def test_reopened_within_an_acknowledgement_the_calls_go_on_after_it(team, confirmed, manager, clock):
    actions.mark_false_alarm(confirmed, actor=manager, now=NOW(), text="误判")
    actions.reopen(confirmed, actor=manager, now=NOW(), text="现场复核属实")
    fire_all()
    after(clock, minutes=15)
    assert "called_again" in codes(confirmed)


def test_an_acknowledgement_of_what_is_over_calls_nobody_when_it_lapses(team, incident, clock):
    clear_and_absorb(incident)
    actions.acknowledge(incident, actor=team["a"], now=NOW())
    after(clock, minutes=60)
    assert not {"called", "called_again"} & set(codes(incident))


def clear_and_absorb(incident):
    actions.absorb(clear(incident.warning), NOW())


def test_the_message_is_complete(team, incident, clock):
    after(clock, minutes=5)
    message = OutboxMessage.objects.filter(idempotency_key__contains="confirm_due")[0]
    assert message.title == f"事件仍未确认，请立即安排核实：{incident.number} {incident.title}"
    assert message.link == f"/incidents/{incident.number}/"
    wanted = ["待确认", "III级", "网点级", "3台终端", "1个网点", "约25人/小时", "11:58", "应于 11-23 12:30 前投入服务"]
    assert [part for part in wanted if part not in message.body] == []


def test_nobody_on_a_post_is_written_down(incident, clock):
    after(clock, minutes=5)
    assert "nobody_to_call" in codes(incident)
    assert incident.timeline.filter(code="confirm_due").get().params["people"] == "（岗位无人）"


@pytest.mark.parametrize("stage", ["incident", "confirmed", "responding", "restored"])
def test_the_audit_finds_no_open_incident_without_a_deadline(request, stage):
    request.getfixturevalue(stage)
    audit_silence()
    assert not Deadline.objects.filter(kind="escalate", round__gt=0).exists()


def test_the_audit_calls_for_one_whose_deadlines_were_lost(team, incident):
    Deadline.objects.all().delete()
    audit_silence()
    assert Deadline.objects.filter(subject_id=Incident.objects.get().pk, kind="escalate").exists()
