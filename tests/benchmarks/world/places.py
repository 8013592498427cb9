"""Regions, sites, terminals, and what these said of themselves."""

from .filling import Fill, pick, rows
from .sizes import BASE, EVENTS, MINUTES, SITES, TERMINALS

PER_SITE = TERMINALS // SITES
#: four districts in each of the country's cities
_DISTRICTS = "(SELECT code, row_number() OVER (ORDER BY code) - 1 AS i, count(*) OVER () AS all_of FROM resources_region WHERE code !~ '00$')"
_HOURS = pick("n", "08:00-20:00", "00:00-24:00", "Mo-Fr 08:30-17:30", "07:00-22:00")
_STATE = "CASE WHEN t.id % 400 = 0 THEN 'offline' WHEN t.id % 250 = 0 THEN 'out_of_service' WHEN t.id % 90 = 0 THEN 'degraded' ELSE 'in_service' END"
_PERIODS = "(SELECT date_trunc('hour', now()) - interval '24 hours' + p * interval '10 minutes' AS at FROM generate_series(0, 149) p) periods"

FILLS = (
    Fill(
        "resources_region",
        f"resources_region city, {rows(4)} WHERE city.code ~ '00$' AND city.code !~ '0000$' ON CONFLICT DO NOTHING",
        {"code": "left(city.code, 4) || lpad(n::text, 2, '0')", "name": "city.name || n || '区'"},
    ),
    Fill(
        "resources_site",
        f"{rows(SITES)} JOIN {_DISTRICTS} d ON d.i = n * d.all_of / {SITES + 1}",
        {
            "id": f"{BASE} + n",
            "code": "'B' || lpad(n::text, 5, '0')",
            "name": "'第' || n || '营业厅'",
            "region_id": "d.code",
            "address": "'中山路' || n || '号'",
            "kind": pick("n", "hospital", "utility", "government"),
            "opening_hours": _HOURS,
            "daily_visitors": "200 + n % 900",
            "elderly_share": "0.2",
            "phone": "'021-5555' || lpad((n % 10000)::text, 4, '0')",
            "longitude": "100 + (n % 200) / 10.0",
            "latitude": "22 + (n % 180) / 10.0",
            "pinyin": "'diyingyeting' || n",
            "initials": "'dyyt' || n",
        },
    ),
    Fill(
        "resources_terminal",
        f"resources_site s, {rows(PER_SITE)} WHERE s.id > {BASE}",
        {
            "id": f"{BASE} + (s.id - {BASE} - 1) * {PER_SITE} + n",
            "code": "s.code || '-' || lpad(n::text, 2, '0')",
            "site_id": "s.id",
            "model": pick("n", "ZZ-200", "ZZ-300"),
            "software_version": "'4.2.' || n % 3",
            "line": "s.region_id || '-' || s.id % 3",
            "payment_methods": "'{wechat,alipay,bank_card,cash}'",
            "services": "'{electricity,water}'",
            "hourly_payments": "20",
            "status": "CASE WHEN s.id % 500 = 0 AND n = 1 THEN 'maintenance' WHEN s.id % 300 = 0 AND n = 2 THEN 'standby' ELSE 'in_service' END",
            "installed_on": "current_date - 400",
        },
    ),
    Fill(
        "resources_component",
        f"resources_terminal t, {rows(2)} WHERE t.id > {BASE}",
        {
            "terminal_id": "t.id",
            "kind": pick("n", "scanner", "printer", "mainboard"),
            "part_number": "'PN' || n",
            "serial_number": "'SN' || t.id || n",
        },
    ),
    Fill(
        "incidents_terminalstate",
        f"resources_terminal t WHERE t.id > {BASE}",
        {
            "terminal_id": "t.id",
            "seq": "1000",
            "at": "now() - interval '30 seconds'",
            "received_at": "now() - interval '30 seconds'",
            "last_heard_at": f"CASE WHEN {_STATE} = 'offline' THEN now() - interval '1 hour' ELSE now() + interval '10 minutes' END",
            "interval": "60",
            "device": "CASE WHEN t.id % 250 = 0 THEN 'hardwareError' ELSE 'online' END",
            "components": """CASE WHEN t.id % 90 = 0 THEN '{"printer": {"state": "degraded", "fault": "PAPER_LOW"}}'::jsonb ELSE '{}' END""",
            "network_state": "'ok'",
            "condition": _STATE,
            "condition_since": "now() - interval '2 hours'",
        },
    ),
    Fill(
        "incidents_terminalevent",
        rows(EVENTS),
        {
            "terminal_id": f"{BASE} + 1 + n % {TERMINALS}",
            "at": f"now() - (({EVENTS} - n) * interval '1 minute')",
            "condition_from": pick("n", "in_service", "degraded"),
            "condition_to": pick("n", "degraded", "in_service"),
            "device": "'online'",
        },
    ),
    Fill(
        "incidents_minutewindow",
        f"{rows(TERMINALS, 't')}, {rows(MINUTES)}",
        {
            "terminal_id": f"{BASE} + t",
            "minute": "date_trunc('minute', now()) - n * interval '1 minute'",
            "method": pick("t + n", "wechat", "alipay", "bank_card", "cash"),
            "ok": "1",
            "failed": "CASE WHEN (t + n) % 60 = 0 THEN 1 ELSE 0 END",
        },
    ),
    Fill(
        "incidents_minutewindow",
        f"{rows(10, 't')}, generate_series({MINUTES + 1}, 1440) n",
        {
            "terminal_id": f"{BASE} + t",
            "minute": "date_trunc('minute', now()) - n * interval '1 minute'",
            "method": pick("n", "wechat", "alipay"),
            "ok": "2",
            "failed": "n % 2",
        },
    ),
    Fill(
        "incidents_paymentsum",
        f"resources_region r, {_PERIODS}, unnest(ARRAY['wechat', 'alipay', 'bank_card', 'cash']) m",
        {
            "region_code": "r.code",
            "start": "at",
            "method": "m",
            "ok": "CASE WHEN r.code ~ '0000$' THEN 3000 ELSE 30 END",
            "failed": "CASE WHEN r.code ~ '0000$' THEN 40 ELSE 1 END",
        },
    ),
    Fill("incidents_summedperiod", _PERIODS, {"start": "at", "summed_at": "now()"}),
)
