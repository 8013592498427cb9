"""What a detection pass costs with 100,000 terminals, an hour of their payments, and the faults of a bad day."""

import time
from datetime import datetime, timedelta
from statistics import median

from django.db import connection, transaction

from emergency_ops.lib import clock
from incidents.monitoring.detect import detect
from incidents.monitoring.models import FleetBaseline, Warning

from .fleet import make_fleet
from .measure import Measurement

PASSES = 5
EVERY = timedelta(seconds=10)

#: every terminal reports once a minute at a moment of its own; one report in 150 is lost; two in 100 are low on paper
_STATES = """
INSERT INTO incidents_terminalstate (terminal_id, seq, seen, at, received_at, last_heard_at, previous_heard_at, "interval",
    device, components, network_state, condition, condition_since)
SELECT t.id, 1, '', heard, heard, heard, heard - interval '60 s', 60, 'online',
    CASE WHEN t.id %% 50 = 0 THEN '{"printer": {"state": "degraded", "fault_code": "PAPER_LOW"}}' ELSE '{}' END::jsonb, 'ok',
    CASE WHEN t.id %% 50 = 0 THEN 'degraded' ELSE 'in_service' END, heard
FROM (SELECT *, %(now)s - random() * interval '60 s' - CASE WHEN id %% 150 = 0 THEN 60 ELSE 0 END * interval '1 s' AS heard
      FROM resources_terminal WHERE code LIKE 'B%%') t
ON CONFLICT (terminal_id) DO UPDATE SET last_heard_at = excluded.last_heard_at,
    previous_heard_at = excluded.previous_heard_at, components = excluded.components, condition = excluded.condition,
    device = excluded.device, network_state = excluded.network_state
"""
#: 20 payments an hour and terminal over four methods, one in 80 fails
_PAYMENTS = """
INSERT INTO incidents_minutewindow (minute, terminal_id, method, ok, failed)
SELECT date_trunc('minute', %(now)s) - m * interval '1 min', id, method, (luck > 0.0125)::int, (luck <= 0.0125)::int
FROM (SELECT t.id, m, method, random() AS comes, random() AS luck FROM resources_terminal t, generate_series(0, 60) m,
      unnest(ARRAY['wechat', 'alipay', 'bank_card', 'cash']) method WHERE t.code LIKE 'B%%' OFFSET 0) paid
WHERE comes < 0.083
ON CONFLICT DO NOTHING
"""
#: a dead line, ten dead terminals, a site without its program, a method that fails at ten sites
_FAULTS = (
    """UPDATE incidents_terminalstate SET last_heard_at = %(now)s - interval '4 min' WHERE terminal_id IN
       (SELECT id FROM resources_terminal WHERE code LIKE 'B%%' AND line = (SELECT line FROM resources_terminal WHERE code = 'B00500-01') OR code LIKE 'B0010_-01')""",
    """UPDATE incidents_terminalstate SET condition = 'out_of_service',
       components = '{"service": {"state": "failed", "fault_code": "APP_DOWN"}}' WHERE terminal_id IN
       (SELECT id FROM resources_terminal WHERE code LIKE 'B00200-%%')""",
    """UPDATE incidents_minutewindow SET ok = 0, failed = 1 WHERE method = 'wechat' AND terminal_id %% 3 > 0 AND
       minute > %(now)s - interval '20 min' AND terminal_id IN
       (SELECT id FROM resources_terminal WHERE code LIKE 'B003_0-%%')""",
)


#: the healthy part of the fleet goes on reporting
_REPORT = """
UPDATE incidents_terminalstate SET previous_heard_at = last_heard_at, last_heard_at = last_heard_at + interval '60 s'
WHERE last_heard_at BETWEEN %(now)s - interval '75 s' AND %(now)s - interval '60 s'
"""


def run() -> list[Measurement]:
    """Leaves only the fleet behind."""
    make_fleet()
    now = clock.now()
    with transaction.atomic():
        try:
            _fill(now)
            took = [_pass(now)]
            for number in range(1, PASSES + 1):
                _report(now + EVERY * number)
                took.append(_pass(now + EVERY * number))
            if not Warning.objects.exists():
                raise RuntimeError("the benchmark's faults were not found")
        finally:
            transaction.set_rollback(True)
    return [
        Measurement("detection pass, 100,000 terminals", median(took[1:]), "s", 1, at_most=True),
        Measurement("the pass that opens the warnings of a bad day", took[0], "s", 3, at_most=True),
    ]


def _pass(now: datetime) -> float:
    began = time.perf_counter()
    detect(now)
    return time.perf_counter() - began


def _report(now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_REPORT, {"now": now})


def _fill(now: datetime) -> None:
    with connection.cursor() as cursor:
        for statement in (_STATES, _PAYMENTS, *_FAULTS):
            cursor.execute(statement, {"now": now})
        cursor.execute("ANALYZE incidents_terminalstate, incidents_minutewindow")
    FleetBaseline.objects.all().delete()
