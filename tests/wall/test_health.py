from datetime import timedelta

from emergency_ops.wall.queries.health import health
from incidents.escalation.heartbeats import beating
from incidents.escalation.models import Heartbeat
from incidents.escalation.status import AUDIT, scheduled
from tests.conftest import NOON


def beat(now, up=timedelta(days=1), **ages):
    """All sweeps, so many seconds ago (None: never), in a system that is up for that long."""
    for name, seconds in scheduled().items():
        age = ages.get(name, 0)
        if age is None:
            continue
        detail = {"since": (now - up).isoformat()} if name == AUDIT else {}
        at = now - timedelta(seconds=age)
        Heartbeat.objects.create(name=name, at=at, expected_seconds=seconds, detail=detail)


def test_all_sweeps_beat(db, now):
    beat(now)
    assert health(now).late == ()


def test_an_escalation_that_stands_still_is_told_first(db, now):
    beat(now, fire_deadlines=60, carry_memos=600)
    found = health(now)
    assert (found.late, found.escalation_late) == (("fire_deadlines", "carry_memos"), True)


def test_another_sweep_is_no_standstill_of_the_escalation(db, now):
    beat(now, carry_memos=600)
    assert not health(now).escalation_late


def test_what_runs_once_an_hour_is_not_late_in_the_first_minutes(db, now):
    beat(now, up=timedelta(minutes=5), check_ledger=None)
    assert health(now).late == ()


def test_what_has_not_run_for_a_day_is_late(db, now):
    beat(now, check_ledger=None)
    assert health(now).late == ("check_ledger",)


def test_what_has_had_no_time_to_beat_is_starting(db, now):
    beat(now, audit_silence=None)
    Heartbeat.objects.update(since=now - timedelta(seconds=90))
    found = health(now)
    assert (found.late, found.starting) == ((), True)


def test_what_has_not_come_up_after_two_turns_is_late(db, now):
    beat(now, audit_silence=None)
    Heartbeat.objects.update(since=now - timedelta(seconds=121))
    assert (health(now).late, health(now).starting) == ((AUDIT,), False)


def test_a_gap_begins_the_count_anew(db, clock):
    for minutes, since in ((0, 0), (1, 0), (9, 9)):
        clock.move_to(NOON + timedelta(minutes=minutes))
        with beating(AUDIT, 60):
            pass
        assert Heartbeat.objects.get(name=AUDIT).since == NOON + timedelta(minutes=since)


def test_a_system_without_any_pulse_stands_still(db, now):
    assert health(now).escalation_late
