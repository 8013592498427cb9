"""Notices with their words, sites, deliveries, CAP messages, screens, sheets and walls."""

from .filling import Fill, pick, rows
from .sizes import BASE, INCIDENTS, NOTICES, OPEN, PEOPLE, POSTINGS, TERMINALS

_AT = f"now() - CASE WHEN n <= {OPEN} THEN n * interval '3 minutes' ELSE n * interval '100 minutes' END"
_SITE = f"{BASE} + 1 + (((n * 7919::bigint) % {TERMINALS - 400}) / 8 + k) % 12500"
_NOTICE = f"1 + p % {NOTICES}"

FILLS = (
    Fill(
        "notices_statusedition", "(SELECT 1) x", {"id": "1", "version": "1", "mark": "'bench'", "changed_at": "now()"}
    ),
    Fill(
        "notices_notice",
        rows(NOTICES),
        {
            "id": f"{BASE} + n",
            "number": "'FB-20251101-' || lpad(n::text, 5, '0')",
            "kind": pick("n", "alert", "update"),
            "status": f"CASE WHEN n > {OPEN} THEN 'superseded' WHEN n % 4 = 0 THEN 'review' ELSE 'issued' END",
            "title": "'部分网点自助缴费终端暂停服务'",
            "version": "1",
            "approved_version": f"CASE WHEN n > {OPEN} OR n % 4 > 0 THEN 1 END",
            "outlets": """'["paper", "screens", "status"]'""",
            "began_at": _AT,
            "expected_until": f"{_AT} + interval '6 hours'",
            "expires_at": "now() + interval '6 hours'",
            "created_at": _AT,
            "submitted_at": _AT,
            "approved_at": f"CASE WHEN n > {OPEN} OR n % 4 > 0 THEN {_AT} END",
            "issued_at": f"CASE WHEN n > {OPEN} OR n % 4 > 0 THEN {_AT} END",
            "ended_at": f"CASE WHEN n > {OPEN} THEN {_AT} + interval '90 minutes' END",
            "created_by_id": f"{BASE} + 1 + n % {PEOPLE}",
            "submitted_by_id": f"{BASE} + 1 + n % {PEOPLE}",
            "approved_by_id": f"{BASE} + 2 + n % {PEOPLE - 1}",
            "issued_by_id": f"{BASE} + 2 + n % {PEOPLE - 1}",
            "incident_id": f"{BASE} + CASE WHEN n <= {OPEN} THEN n ELSE 1 + (n * 10) % {INCIDENTS} END",
        },
    ),
    Fill(
        "notices_noticetext",
        f"{rows(NOTICES)}, unnest(ARRAY['zh-hans', 'en']) language",
        {
            "notice_id": f"{BASE} + n",
            "version": "1",
            "language": "language",
            "title": "'部分网点自助缴费终端暂停服务'",
            "short": "'部分网点自助缴费终端暂停服务，请到人工窗口缴费。'",
            "lead": "'因通信线路中断，部分网点终端暂停服务。'",
            "until": "'预计今天18时恢复'",
            "instead": "'请到人工窗口缴费。'",
            "cash": "'可以使用现金。'",
            "bring": "'缴费编号'",
            "priority": "'老年人优先'",
        },
    ),
    Fill(
        "notices_noticesite",
        f"{rows(NOTICES)}, LATERAL generate_series(0, CASE WHEN n = 1 THEN 700 WHEN n <= {OPEN} THEN 30 ELSE 5 END) k",
        {"notice_id": f"{BASE} + n", "site_id": _SITE, "affected": "8"},
    ),
    Fill(
        "notices_noticeevent",
        f"{rows(NOTICES)}, unnest(ARRAY['drafted', 'submitted', 'approved', 'issued', 'superseded']) WITH ORDINALITY AS e(kind, k)",
        {
            "notice_id": f"{BASE} + n",
            "kind": "e.kind",
            "at": f"{_AT} + k * interval '1 minute'",
            "actor_id": f"{BASE} + 1 + n % {PEOPLE}",
        },
    ),
    Fill(
        "notices_delivery",
        f"{rows(NOTICES)}, unnest(ARRAY['wechat', 'weibo']) channel",
        {
            "notice_id": f"{BASE} + n",
            "channel": "channel",
            "operation": "'publish'",
            "state": f"CASE WHEN n <= {OPEN} THEN {pick('n', 'queued', 'failed', 'published')} ELSE 'published' END",
            "step": "'submit'",
            "created_at": _AT,
            "changed_at": _AT,
        },
    ),
    Fill(
        "notices_capmessage",
        rows(NOTICES),
        {
            "identifier": "'cap-' || n",
            "sender": "'ops.example.cn'",
            "sent": _AT,
            "status": "'Actual'",
            "msg_type": "'Alert'",
            "expires": "now() + interval '6 hours'",
            "headline": "'部分网点暂停服务'",
            "xml": "'<alert/>'",
            "notice_id": f"{BASE} + n",
        },
    ),
    Fill(
        "notices_screentext",
        "generate_series(1, 50) n, generate_series(0, 999) k",
        {
            "id": f"{BASE} + n * 1000 + k",
            "notice_id": f"{BASE} + n",
            "terminal_id": f"{BASE} + 1 + (n * 1000 + k) % {TERMINALS}",
            "text": "'部分终端暂停服务，请到人工窗口。'",
            "until": "now() + interval '6 hours'",
            "state": "CASE WHEN k % 50 = 0 THEN 'wanted' WHEN k % 51 = 0 THEN 'failed' ELSE 'shown' END",
            "shown_at": "now()",
        },
    ),
    Fill(
        "notices_screenslot",
        f"notices_screentext x WHERE x.id > {BASE}",
        {"terminal_id": "x.terminal_id", "showing_id": "x.id", "dirty_at": "now()"},
    ),
    Fill(
        "notices_printednotice",
        rows(POSTINGS, "p"),
        {
            "id": f"{BASE} + p",
            "number": "'GG-' || lpad(p::text, 8, '0')",
            "incident_id": f"{BASE} + CASE WHEN p <= {OPEN * 20} THEN 1 + p % {OPEN} ELSE 100 + p END",
            "site_id": f"{BASE} + 1 + p % 12500",
            "version": "1",
            "code": "'c' || p",
            "facts": "jsonb_build_object('number', 'GG-' || p, 'title', '暂停服务', 'drill', false, 'issuer', '王敏', 'url', 'https://pay.example/e/B' || p, 'issued_on', '11月1日', 'valid_until', '11月2日', 'site', jsonb_build_object('code', 'B' || p, 'name', '第' || p || '营业厅'))",
            "check_code": "'k' || p",
            "created_at": "now() - p * interval '5 minutes'",
            "created_by_id": f"{BASE} + 1 + p % {PEOPLE}",
        },
    ),
    Fill(
        "notices_posting",
        rows(POSTINGS, "p"),
        {
            "id": f"{BASE} + p",
            "incident_id": f"{BASE} + CASE WHEN p <= {OPEN * 20} THEN 1 + p % {OPEN} ELSE 100 + p END",
            "site_id": f"{BASE} + 1 + p % 12500",
            "sheet_id": f"{BASE} + p",
            "state": f"CASE WHEN p <= {OPEN * 20} THEN {pick('p / 60', 'to_print', 'printed', 'posted')} ELSE 'taken_down' END",
            "created_at": "now() - p * interval '5 minutes'",
            "due_at": f"CASE WHEN p <= {OPEN * 20} AND p / 60 % 3 < 2 THEN now() + (p % 40 - 20) * interval '1 minute' END",
            "copies": "1",
            "place": "CASE WHEN p / 60 % 3 = 2 THEN '大门' ELSE '' END",
            "posted_at": "CASE WHEN p / 60 % 3 = 2 THEN now() END",
        },
    ),
    Fill(
        "notices_printjob",
        rows(1000),
        {
            "id": f"{BASE} + n",
            "state": "'ready'",
            "pages": "20",
            "sha256": "lpad(n::text, 64, '0')",
            "key": "lpad(n::text, 64, '0')",
            "form": "'a4'",
            "starts": f"(SELECT jsonb_object_agg('GG-' || lpad(p::text, 8, '0'), 1) FROM generate_series(n - 1, {POSTINGS}, 1000) p)",
            "created_at": "now() - n * interval '1 hour'",
            "ready_at": "now() - n * interval '1 hour'",
            "created_by_id": f"{BASE} + 1 + n % {PEOPLE}",
            "incident_id": f"{BASE} + 1 + n % {OPEN}",
        },
    ),
    Fill(
        "notices_printjob_notices",
        rows(POSTINGS, "p"),
        {"printjob_id": f"{BASE} + 1 + p % 1000", "printednotice_id": f"{BASE} + p"},
    ),
)
