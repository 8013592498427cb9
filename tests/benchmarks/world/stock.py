"""Depots, parts, the ledger, transfers, reservations, needs, stocktakes, equipment with its custody."""

from .filling import Fill, pick, rows
from .sizes import BASE, DEPOTS, EQUIPMENT, MOVEMENTS, OPEN, PARTS, PEOPLE, SITES, TERMINALS, TRANSFERS

_SITE = f"{BASE} + 1 + n % {SITES}"
_DEPOT = f"{BASE} + 1 + n % {DEPOTS}"
_PART = f"{BASE} + 1 + n % {PARTS}"
_AT = "now() - n * interval '3 minutes'"
_INCIDENT = {
    "subject_kind": "'incident'",
    "subject_id": f"{BASE} + 1 + n % {OPEN}",
    "reference": f"'SJ-2025-' || lpad((1 + n % {OPEN})::text, 6, '0')",
}

FILLS = (
    Fill(
        "resources_depot",
        f"{rows(DEPOTS)} JOIN (SELECT code, row_number() OVER (ORDER BY code DESC) AS i, count(*) OVER () AS all_of FROM resources_region WHERE code ~ '00$') r ON r.i = 1 + n % r.all_of",
        {
            "id": f"{BASE} + n",
            "code": "'K' || lpad(n::text, 4, '0')",
            "name": "'备件库' || n",
            "region_id": "r.code",
            "is_active": "true",
            "opening_hours": "'08:00-20:00'",
            "longitude": "100 + (n % 200) / 10.0",
            "latitude": "22 + (n % 180) / 10.0",
            "keeper_id": f"{BASE} + n",
        },
    ),
    Fill(
        "resources_parttype",
        rows(PARTS),
        {
            "id": f"{BASE} + n",
            "code": "'P' || lpad(n::text, 4, '0')",
            "name": "'备件' || n",
            "component": pick("n", "scanner", "printer", "mainboard"),
            "unit": "'个'",
            "price": "12000",
            "lead_days": "3",
            "is_active": "true",
        },
    ),
    Fill(
        "resources_stocklevel",
        f"resources_depot d, resources_parttype p WHERE d.id > {BASE} AND p.id > {BASE}",
        {
            "id": f"{BASE} + (d.id - {BASE}) * 1000 + p.id - {BASE}",
            "depot_id": "d.id",
            "part_id": "p.id",
            "on_hand": "(d.id + p.id) % 40",
            "reserved": "(d.id + p.id) % 40 / 8",
            "minimum": "CASE WHEN p.id % 2 = 0 THEN 6 ELSE 0 END",
        },
    ),
    Fill(
        "resources_stockminimum",
        f"resources_depot d, resources_parttype p WHERE d.id > {BASE} AND p.id > {BASE} AND p.id % 2 = 0",
        {"depot_id": "d.id", "part_id": "p.id", "minimum": "6", "target": "12"},
    ),
    Fill(
        "resources_stockmovement",
        rows(MOVEMENTS),
        {
            "id": f"{BASE} + n",
            "depot_id": _DEPOT,
            "part_id": _PART,
            "kind": "CASE WHEN n % 2 = 0 THEN 'receipt' ELSE 'issue' END",
            "quantity": "CASE WHEN n % 2 = 0 THEN 2 ELSE -1 END",
            "balance": "10",
            "at": _AT,
            "actor_id": f"{BASE} + 1 + n % {PEOPLE}",
        }
        | _INCIDENT,
    ),
    Fill(
        "resources_reservation",
        rows(TRANSFERS),
        {
            "id": f"{BASE} + n",
            "depot_id": _DEPOT,
            "part_id": _PART,
            "quantity": "2",
            "state": "CASE WHEN n <= 600 THEN 'open' ELSE 'used' END",
            "created_at": _AT,
            "created_by_id": f"{BASE} + 1 + n % {PEOPLE}",
        }
        | _INCIDENT,
    ),
    Fill(
        "resources_transfer",
        rows(TRANSFERS),
        {
            "id": f"{BASE} + n",
            "number": "'DB-' || lpad(n::text, 8, '0')",
            "token": "'T' || n",
            "state": "CASE WHEN n <= 600 THEN 'sent' WHEN n <= 900 THEN 'draft' ELSE 'received' END",
            "created_at": _AT,
            "sent_at": f"CASE WHEN n <= 600 OR n > 900 THEN {_AT} END",
            "expected_at": f"{_AT} + interval '4 hours'",
            "received_at": f"CASE WHEN n > 900 THEN {_AT} END",
            "created_by_id": f"{BASE} + 1 + n % {PEOPLE}",
            "source_id": _DEPOT,
            "to_depot_id": f"CASE WHEN n % 3 = 0 THEN {BASE} + 1 + (n + 1) % {DEPOTS} END",
            "to_site_id": f"CASE WHEN n % 3 > 0 THEN {_SITE} END",
        }
        | _INCIDENT,
    ),
    Fill(
        "resources_transferline",
        f"{rows(TRANSFERS)}, generate_series(0, 1) k",
        {
            "transfer_id": f"{BASE} + n",
            "part_id": f"{BASE} + 1 + (n + k) % {PARTS}",
            "quantity": "2",
            "received": "CASE WHEN n > 900 THEN 2 END",
        },
    ),
    Fill(
        "resources_need",
        rows(5_000),
        {
            "id": f"{BASE} + n",
            "part_id": _PART,
            "quantity": "2",
            "state": "CASE WHEN n <= 600 THEN 'open' ELSE 'met' END",
            "created_at": _AT,
            "site_id": f"{BASE} + 1 + (((1 + n % {OPEN}) * 7919) % {TERMINALS - 400}) / 8",
        }
        | _INCIDENT,
    ),
    Fill(
        "resources_expecteddelivery",
        rows(2_000),
        {
            "id": f"{BASE} + n",
            "depot_id": _DEPOT,
            "part_id": _PART,
            "quantity": "5",
            "expected_on": "current_date + n % 20 - 5",
            "state": "CASE WHEN n <= 300 THEN 'expected' ELSE 'arrived' END",
            "received": "CASE WHEN n <= 300 THEN 0 ELSE 5 END",
            "created_at": _AT,
            "created_by_id": f"{BASE} + 1",
        },
    ),
    Fill(
        "resources_supplyrequest",
        rows(2_000),
        {
            "id": f"{BASE} + n",
            "number": "'GY-' || n",
            "part_id": _PART,
            "quantity": "5",
            "state": "CASE WHEN n <= 300 THEN 'open' ELSE 'arrived' END",
            "asked_at": _AT,
            "depot_id": _DEPOT,
        }
        | _INCIDENT,
    ),
    Fill(
        "resources_stocktake",
        rows(500),
        {
            "id": f"{BASE} + n",
            "number": "'PD-' || n",
            "state": f"CASE WHEN n <= {DEPOTS} THEN 'counted' ELSE 'posted' END",
            "depot_id": f"{BASE} + 1 + (n - 1) % {DEPOTS}",
            "started_at": _AT,
            "counted_at": _AT,
            "started_by_id": f"{BASE} + 1",
            "counted_by_id": f"{BASE} + 1",
        },
    ),
    Fill(
        "resources_stocktakeline",
        f"{rows(500)}, generate_series(1, 200) k",
        {
            "stocktake_id": f"{BASE} + n",
            "part_id": f"{BASE} + k",
            "counted": "10",
            "expected": "9 + n % 3",
            "key": "n || '-' || k",
        },
    ),
    Fill(
        "resources_equipment",
        rows(EQUIPMENT),
        {
            "id": f"{BASE} + n",
            "code": "'E' || lpad(n::text, 5, '0')",
            "token": "'E' || n",
            "kind": pick("n", "portable_pos", "scanner", "printer", "hotspot", "emergency_phone"),
            "model": "'M1'",
            "serial_number": "'S' || n",
            "state": "CASE WHEN n % 4 = 0 THEN 'out' ELSE 'in_depot' END",
            "condition": "'good'",
            "depot_id": _DEPOT,
            "holder_id": f"CASE WHEN n % 4 = 0 THEN {BASE} + 1 + n % {PEOPLE} END",
            "due_back": "CASE WHEN n % 4 = 0 THEN now() + ((n % 20) - 10) * interval '1 hour' END",
            "battery_percent": "80",
            "battery_checked_at": "now() - interval '2 days'",
        },
    ),
    Fill(
        "resources_custodyentry",
        rows(30_000),
        {
            "kind": pick("n", "out", "back", "battery"),
            "at": _AT,
            "condition": "'good'",
            "equipment_id": f"{BASE} + 1 + n % {EQUIPMENT}",
            "depot_id": _DEPOT,
            "actor_id": f"{BASE} + 1 + n % {PEOPLE}",
        },
    ),
    Fill(
        "resources_inventoryevent",
        rows(50_000),
        {"code": "'transfer_sent'", "at": _AT, "depot_id": _DEPOT, "actor_id": f"{BASE} + 1 + n % {PEOPLE}"}
        | {"subject_kind": "'incident'", "subject_id": f"{BASE} + 1 + n % {OPEN}"},
    ),
    Fill(
        "resources_importrun",
        rows(300),
        {
            "id": f"{BASE} + n",
            "kind": "'sites'",
            "file_name": "'sites.csv'",
            "created_at": _AT,
            "applied_at": _AT,
            "errors": "'[]'",
            "notes": "'[]'",
            "sample": "'[]'",
            "rows": "100",
        },
    ),
)
