from datetime import timedelta

from emergency_ops.wall.queries.health import health
from incidents.escalation.models import Heartbeat
from incidents.escalation.status import scheduled


def beat(now, **ages):
    for name, seconds in scheduled().items():
        at = now - timedelta(seconds=ages.get(name, 0))
        Heartbeat.objects.create(name=name, at=at, expected_seconds=seconds)


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
