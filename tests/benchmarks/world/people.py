"""People, posts with A and B, a month of shifts, absences, trainings, badges."""

from .filling import Fill, pick, rows
from .sizes import BASE, DAYS, PEOPLE, POSTS

_DAY = "((now() AT TIME ZONE 'Asia/Shanghai')::date - 2 + d)"
_PERIOD = (
    f"tstzrange({_DAY}::timestamp AT TIME ZONE 'Asia/Shanghai', ({_DAY} + 1)::timestamp AT TIME ZONE 'Asia/Shanghai')"
)
_FUNCTION = pick(
    "n", "commander", "technical", "on_site", "logistics", "public_information", "customer_service", "scribe",
    "reconciliation",
)  # fmt: skip

FILLS = (
    Fill(
        "resources_person",
        rows(PEOPLE),
        {
            "id": f"{BASE} + n",
            "password": "'!'",
            "username": "'bench-' || n",
            "name": f"{pick('n', '王', '李', '张', '刘', '陈')} || {pick('n / 5', '伟', '芳', '娜', '敏')} || n",
            "phone": "'138' || lpad(n::text, 8, '0')",
            "department": "'部门' || n % 20",
            "is_active": "true",
            "theme": "'auto'",
        },
    ),
    Fill(
        "resources_person_groups",
        f"{rows(PEOPLE)} JOIN auth_group g ON g.name = {pick('n', 'field_staff', 'manager', 'field_staff', 'storekeeper', 'commander')}",
        {"person_id": f"{BASE} + n", "group_id": "g.id"},
    ),
    Fill(
        "resources_person_regions",
        f"{rows(PEOPLE)} JOIN (SELECT code, row_number() OVER (ORDER BY code) - 1 AS i, count(*) OVER () AS all_of FROM resources_region WHERE code ~ '00$') r ON r.i = n % r.all_of",
        {"person_id": f"{BASE} + n", "region_id": "r.code"},
    ),
    Fill(
        "resources_post",
        f"{rows(POSTS)} JOIN (SELECT code, row_number() OVER (ORDER BY md5(code)) - 1 AS i FROM resources_region WHERE code ~ '00$' AND code !~ '^(00|31|51)') r ON r.i = n / 8",
        {
            "id": f"{BASE} + n",
            "function": _FUNCTION,
            "area": "'region'",
            "region_id": "r.code",
            "name": "'岗位' || n",
            "is_key": "n % 2 = 0",
            "is_active": "true",
        },
    ),
    Fill(
        "resources_postassignment",
        f"{rows(POSTS)}, unnest(ARRAY['A', 'B']) WITH ORDINALITY AS r(role, k)",
        {
            "id": f"{BASE} + n * 2 + k",
            "post_id": f"{BASE} + n",
            "person_id": f"{BASE} + (k - 1) * {POSTS} + n",
            "role": "r.role",
            "validity": "tstzrange(now() - interval '30 days', NULL)",
            "key_post": "n % 2 = 0",
        },
    ),
    Fill(
        "resources_rota",
        rows(POSTS),
        {
            "id": f"{BASE} + n",
            "post_id": f"{BASE} + n",
            "name": "'值班' || n",
            "unit": "'day'",
            "every": "1",
            "starts_on": "current_date - 60",
            "planned_until": "current_date + 30",
        },
    ),
    Fill(
        "resources_rotamember",
        f"{rows(POSTS)}, generate_series(0, 4) k",
        {"rota_id": f"{BASE} + n", "person_id": f"{BASE} + 1 + (n + k * {POSTS}) % {PEOPLE}", "position": "k"},
    ),
    Fill(
        "resources_shift",
        f"{rows(POSTS)}, generate_series(0, {DAYS}) d",
        {
            "id": f"{BASE} + n * 100 + d",
            "post_id": f"{BASE} + n",
            "rota_id": f"{BASE} + n",
            "day": _DAY,
            "label": "'全天'",
            "period": _PERIOD,
            "person_id": f"{BASE} + 1 + (n + (d % 5) * {POSTS}) % {PEOPLE}",
            "source": "'pattern'",
        },
    ),
    Fill(
        "resources_absence",
        rows(PEOPLE),
        {
            "id": f"{BASE} + n",
            "person_id": f"{BASE} + n",
            "kind": pick("n", "leave", "sick", "training"),
            "period": "tstzrange(now() + ((n % 10) * 3 - 1) * interval '1 day', now() + ((n % 10) * 3 + 1) * interval '1 day')",
            "reported_by_id": f"{BASE} + n",
        },
    ),
    Fill(
        "resources_handover",
        f"{rows(POSTS)}",
        {
            "id": f"{BASE} + n",
            "absence_id": f"{BASE} + n",
            "post_id": f"{BASE} + n",
            "giver_id": f"{BASE} + n",
            "taker_id": f"{BASE} + {POSTS} + n",
            "state": pick("n", "waiting", "accepted", "returned"),
            "materials": "'[]'",
            "due_at": "now()",
        },
    ),
    Fill(
        "resources_cover",
        f"{rows(POSTS)}",
        {
            "post_id": f"{BASE} + n",
            "person_id": f"{BASE} + 900 + n",
            "named_by_id": f"{BASE} + n",
            "period": "tstzrange(now() - interval '1 day', now() + interval '3 days')",
            "reason": "'顶岗'",
        },
    ),
    Fill(
        "resources_training",
        rows(3),
        {
            "id": f"{BASE} + n",
            "code": "'B' || n",
            "name": "'上岗培训' || n",
            "kind": "'course'",
            "valid_months": "12",
            "is_active": "true",
        },
    ),
    Fill(
        "resources_trainingrecord",
        f"{rows(PEOPLE)}, generate_series(1, 3) k",
        {
            "id": f"{BASE} + n * 3 + k",
            "person_id": f"{BASE} + n",
            "training_id": f"{BASE} + k",
            "taken_on": "current_date - n % 300",
            "expires_on": "current_date - n % 300 + 365",
            "result": "'passed'",
        },
    ),
    Fill(
        "resources_badge",
        rows(PEOPLE),
        {
            "id": f"{BASE} + n",
            "number": "'BENCH-' || n",
            "token": "'BENCH' || n",
            "person_id": f"{BASE} + n",
            "valid_from": "current_date - 10",
            "valid_until": "current_date + 355",
            "issued_by_id": f"{BASE} + 1",
        },
    ),
    Fill(
        "resources_staffevent",
        rows(20_000),
        {
            "code": "'assigned'",
            "at": "now() - n * interval '10 minutes'",
            "person_id": f"{BASE} + 1 + n % {PEOPLE}",
            "post_id": f"{BASE} + 1 + n % {POSTS}",
        },
    ),
)
