"""Warnings, alerts of other systems, patrols."""

from .filling import Fill, pick, rows
from .sizes import ALERTS, BASE, OPEN_WARNINGS, PEOPLE, ROUNDS, SITES, TERMINALS, WARNINGS

_AT = f"now() - CASE WHEN n <= {OPEN_WARNINGS} THEN n * interval '1 minute' ELSE n * interval '3 minutes' END"
_FIRST = f"1 + (n::bigint * 3571) % {TERMINALS - 100}"

FILLS = (
    Fill(
        "incidents_warning",
        f"{rows(WARNINGS)} JOIN resources_terminal t ON t.id = {BASE} + {_FIRST} JOIN resources_site s ON s.id = t.site_id",
        {
            "id": f"{BASE} + n",
            "key": "'bench:' || n",
            "scope": pick("n", "single_point", "site_wide", "regional"),
            "category": pick("n", "external", "hardware", "software"),
            "colour": pick("n", "blue", "yellow", "orange", "red"),
            "cause": pick("n", "silence", "SCAN_INOP", "failures"),
            "evidence": """'{"code": "silence.line", "params": {"key": "310101-1", "total": 14, "silent": 14, "minutes": 3}}'""",
            "opened_at": _AT,
            "began_at": f"{_AT} - interval '2 minutes'",
            "cleared_at": f"CASE WHEN n > {OPEN_WARNINGS} THEN {_AT} + interval '20 minutes' END",
            "region_id": "s.region_id",
            "site_id": "CASE WHEN n % 3 < 2 THEN s.id END",
            "source": "'reports'",
        },
    ),
    Fill(
        "incidents_warningterminal",
        f"{rows(WARNINGS)}, LATERAL generate_series(0, CASE WHEN n <= {OPEN_WARNINGS} THEN n % 60 ELSE n % 3 END) k",
        {
            "warning_id": f"{BASE} + n",
            "terminal_id": f"{BASE} + {_FIRST} + k",
            "since": _AT,
            "until": f"CASE WHEN n > {OPEN_WARNINGS} THEN {_AT} + interval '20 minutes' END",
        },
    ),
    Fill(
        "incidents_warningevent",
        f"{rows(WARNINGS)}, unnest(ARRAY['opened', 'updated']) kind",
        {
            "warning_id": f"{BASE} + n",
            "kind": "kind",
            "at": _AT,
            "scope": "'site_wide'",
            "terminals": "8",
            "absorbed_at": "now()",
        },
    ),
    Fill(
        "incidents_signal",
        rows(WARNINGS),
        {
            "terminal_id": f"{BASE} + {_FIRST}",
            "warning_id": f"{BASE} + n",
            "kind": pick("n", "silence", "fault", "failures"),
            "code": "'b' || n",
            "began_at": _AT,
            "ended_at": f"CASE WHEN n > {OPEN_WARNINGS} THEN {_AT} + interval '20 minutes' END",
            "source": "'reports'",
        },
    ),
    Fill(
        "incidents_alertsource",
        rows(3),
        {
            "id": f"{BASE} + n",
            "name": "'监控' || n",
            "kind": "'alertmanager'",
            "prefix": "'pre' || n",
            "digest": "'d' || n",
        },
    ),
    Fill(
        "incidents_externalalert",
        rows(ALERTS),
        {
            "id": f"{BASE} + n",
            "source_id": f"{BASE} + 1 + n % 3",
            "key": "'alert-' || n",
            "state": "CASE WHEN n <= 300 THEN 'firing' ELSE 'resolved' END",
            "mapping": pick("n", "mapped", "mapped", "unmapped"),
            "title": "'网关延迟过高 ' || n",
            "severity": "'critical'",
            "labels": """'{"alertname": "HighLatency", "instance": "gw-1"}'""",
            "began_at": "now() - n * interval '1 minute'",
            "first_at": "now() - n * interval '1 minute'",
            "last_at": "now() - n * interval '1 minute'",
            "resolved_at": "CASE WHEN n > 300 THEN now() - n * interval '30 seconds' END",
            "times": "3",
            "terminal_id": f"CASE WHEN n % 3 < 2 THEN {BASE} + 1 + (n * 17) % {TERMINALS} END",
            "site_id": f"CASE WHEN n % 3 < 2 THEN {BASE} + 1 + ((n * 17) % {TERMINALS}) / 8 END",
        },
    ),
    Fill(
        "incidents_patrolround",
        rows(ROUNDS),
        {
            "id": f"{BASE} + n",
            "site_id": f"{BASE} + 1 + n % {SITES}",
            "token": "'R' || n",
            "starts_at": f"date_trunc('hour', now()) + interval '2 hours' - (n / {SITES}) * interval '2 hours'",
            "due_at": f"date_trunc('hour', now()) + interval '150 minutes' - (n / {SITES}) * interval '2 hours'",
            "ends_at": f"date_trunc('hour', now()) + interval '4 hours' - (n / {SITES}) * interval '2 hours'",
            "state": f"CASE WHEN n < {2 * SITES} THEN 'planned' ELSE {pick('n', 'done', 'done', 'late', 'missed')} END",
            "assignee_id": f"{BASE} + 1 + n % {PEOPLE}",
            "finished_at": f"CASE WHEN n >= {2 * SITES} AND n % 4 < 3 THEN date_trunc('hour', now()) + interval '140 minutes' - (n / {SITES}) * interval '2 hours' END",
            "finished_by_id": f"CASE WHEN n >= {2 * SITES} AND n % 4 < 3 THEN {BASE} + 1 + n % {PEOPLE} END",
        },
    ),
    Fill(
        "incidents_patrolentry",
        rows(ROUNDS),
        {
            "id": f"{BASE} + n",
            "round_id": f"{BASE} + n",
            "terminal_id": f"{BASE} + 1 + (n % {SITES}) * 8",
            "item": pick("n", "screen", "scanner", "printer"),
            "outcome": "CASE WHEN n % 50 = 0 THEN 'finding' ELSE 'ok' END",
            "source": "'phone'",
            "person_id": f"{BASE} + 1 + n % {PEOPLE}",
            "recorded_by_id": f"{BASE} + 1 + n % {PEOPLE}",
            "seen_at": f"now() - (n / {SITES}) * interval '2 hours'",
            "received_at": f"now() - (n / {SITES}) * interval '2 hours'",
        },
    ),
    Fill(
        "incidents_patrolfinding",
        rows(4000),
        {
            "id": f"{BASE} + n",
            "terminal_id": f"{BASE} + n * 8 + 1",
            "item": "'screen'",
            "fault_code": "'SCREEN_BROKEN'",
            "entry_id": f"{BASE} + n * 50",
            "opened_at": "now() - n * interval '1 hour'",
            "resolved_at": "CASE WHEN n > 300 THEN now() - n * interval '50 minutes' END",
        },
    ),
    Fill(
        "incidents_findingevent",
        rows(4000),
        {"finding_id": f"{BASE} + n", "kind": "'opened'", "at": "now()", "absorbed_at": "now()"},
    ),
    Fill(
        "incidents_intakekey",
        rows(200),
        {"name": "'网关' || n", "prefix": "'b' || n", "digest": "'b' || n", "is_bound": "false"},
    ),
)
