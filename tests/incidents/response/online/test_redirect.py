"""`/e/CODE`: where a scan leads."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.cache import cache
from django.db import connection

from emergency_ops.lib import clock as now_clock
from incidents.response import actions
from incidents.response.online import signing
from incidents.response.online.actions import revoke
from incidents.response.online.choices import ScanAnswer
from incidents.response.online.counting import count_scan
from incidents.response.online.models import ScanCount

PHONE = {"user-agent": "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0"}


@pytest.fixture
def scan(client):
    def go(code, method="get", **headers):
        return getattr(client, method)(f"/e/{code}", headers={**PHONE, **headers})

    return go


def counts():
    return dict(ScanCount.objects.values_list("answer", "count"))


def test_leads_to_the_signed_payment_page(scan, code, responding, place, settings):
    response = scan(code.code)
    assert response.status_code == 302
    claims = signing.verify(
        response["Location"],
        keys=settings.EMERGENCY_QR_KEYS,
        allowed_hosts=settings.EMERGENCY_QR_ALLOWED_HOSTS,
        now=now_clock.now(),
    )
    assert (claims.code, claims.site, claims.incident) == (code.code, place.code, responding.number)


def test_is_never_kept_and_tells_nobody_where_it_came_from(scan, code):
    response = scan(code.code)
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies


def test_takes_one_read_and_one_count(scan, code, django_assert_num_queries):
    with django_assert_num_queries(2):
        scan(code.code)


def test_small_letters_do_too(scan, code):
    assert scan(code.code.lower()).status_code == 302


def test_counts_scans_by_the_hour(scan, code, clock):
    for _ in range(3):
        scan(code.code)
    clock.shift(3600)
    scan(code.code)
    assert sorted(ScanCount.objects.values_list("count", flat=True)) == [1, 3]


def test_a_head_request_leads_there_and_counts_nothing(scan, code):
    assert scan(code.code, "head").status_code == 302
    assert counts() == {}


def test_a_preview_leads_there_and_counts_nothing(scan, code):
    assert scan(code.code, purpose="preview").status_code == 302
    assert counts() == {}


def test_nothing_can_be_sent_there(scan, code):
    assert scan(code.code, "post").status_code == 405


def test_a_revoked_code_shows_where_to_go(scan, code, manager):
    revoke(code, "网点二维码被覆盖", actor=manager, now=now_clock.now())
    response = scan(code.code)
    assert response.status_code == 410
    assert "12345" in response.text
    assert "pay.example.cn" not in response.text
    assert counts() == {ScanAnswer.GUIDANCE: 1}


def test_an_expired_code_shows_where_to_go(scan, code, clock):
    clock.shift(timedelta(days=4))
    assert scan(code.code).status_code == 410


def test_an_unknown_code_is_a_page_that_may_be_kept(scan, db):
    response = scan("AAAAAAAA")
    assert response.status_code == 404
    assert "max-age=60" in response["Cache-Control"]
    assert "Accept-Language" in response["Vary"]
    assert not response.cookies


def test_what_cannot_be_a_code_asks_the_database_for_no_code(scan, db, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr("incidents.response.online.queries.lead_of", lambda code: pytest.fail("asked"))
    assert scan("https:~evil.example").status_code == 404


def test_many_unknown_codes_are_answered_shortly(scan, db, monkeypatch):
    monkeypatch.setattr("incidents.response.online.views.public._too_many", lambda: True)
    response = scan("AAAAAAAA")
    assert response.status_code == 429
    assert response["Retry-After"] == "60"


def test_the_bound_is_over_everybody(scan, clock, db, monkeypatch):
    clock.move_to(now_clock.now() + timedelta(days=1))
    monkeypatch.setattr("incidents.response.online.views.public.UNKNOWN_A_MINUTE", 2)
    clear()
    assert [scan("AAAAAAAA").status_code for _ in range(4)] == [404, 404, 429, 429]


def test_goes_on_without_the_cache(scan, code, without_cache):
    assert scan(code.code).status_code == 302
    assert scan("AAAAAAAA").status_code == 404


def test_a_drill_says_so_and_never_leads_to_the_payment_page(scan, code, drill):
    response = scan(code.code)
    assert response.status_code == 200
    assert "演练" in response.text
    assert "pay.example.cn" not in response.text
    assert counts() == {ScanAnswer.DRILL: 1}


def test_a_dead_code_of_a_drill_sends_nobody_to_the_drills_counters(scan, code, drill, place, manager):
    now = now_clock.now()
    row = actions.request_substitute(drill, "counter", "演习窗口", actor=manager, now=now, site=place)
    actions.serve_substitute(row, "演习首笔", actor=manager, now=now)
    revoke(code, "演练结束", actor=manager, now=now)
    response = scan(code.code)
    assert response.status_code == 410
    assert "这是演练用的二维码" in response.text
    assert "演习窗口" not in response.text


@pytest.mark.logs_errors
def test_never_leads_to_a_host_that_is_not_allowed(scan, code, settings):
    settings.EMERGENCY_QR_BASE_URL = "https://evil.example.com"
    response = scan(code.code)
    assert response.status_code == 503
    assert "evil.example.com" not in response.text


def test_the_log_says_nothing_of_who_scanned(scan, code, manager, caplog):
    revoke(code, "停用", actor=manager, now=now_clock.now())
    with caplog.at_level("DEBUG"):
        scan(code.code)
    assert any("request_finished" in record.getMessage() for record in caplog.records)
    assert "127.0.0.1" not in caplog.text


def test_query_parameters_change_nothing(client, code):
    response = client.get(f"/e/{code.code}?next=https://evil.example.com&s=x", headers=PHONE)
    assert response["Location"].startswith("https://pay.example.cn/e/")
    assert "evil" not in response["Location"]


def test_says_it_in_english(client, db):
    assert '<html lang="en"' in client.get("/e/AAAAAAAA?lang=en").text


def test_names_the_counter_that_serves(scan, code, responding, place, manager):
    now = now_clock.now()
    row = actions.request_substitute(
        responding, "counter", "一楼大厅3号窗口", actor=manager, now=now, site=place, hours="09:00-17:00"
    )
    revoke(code, "停用", actor=manager, now=now)
    clear()
    assert "一楼大厅3号窗口" not in scan(code.code).text
    actions.serve_substitute(row, "首笔业务单号 1", actor=manager, now=now)
    clear()
    text = scan(code.code).text
    assert "一楼大厅3号窗口" in text
    assert "09:00-17:00" in text


def test_leads_on_to_the_code_that_took_its_place(scan, code, online, manager):
    now = now_clock.now()
    revoke(code, "更换", actor=manager, now=now)
    actions.serve_substitute(online, "测试缴费单号 1", actor=manager, now=now)
    clear()
    fresh = online.codes.get(revoked_at=None)
    assert f"/e/{fresh.code}" in scan(code.code).text


def test_shows_channels_with_steps_and_documents(scan, code, manager, make_channel):
    make_channel()
    make_channel("停用的", is_active=False)
    revoke(code, "停用", actor=manager, now=now_clock.now())
    clear()
    text = scan(code.code).text
    assert "点“缴费”" in text
    assert "停用的" not in text


@pytest.mark.django_db(transaction=True)
def test_scans_at_once_are_all_counted(code):
    now, gate = now_clock.now(), Barrier(8)

    def scan_often():
        gate.wait()
        for _ in range(25):
            count_scan(code.pk, ScanAnswer.PAYMENT, now)
        connection.close()

    threads = [Thread(target=scan_often) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts() == {ScanAnswer.PAYMENT: 200}


def clear():
    """What was read for the public some seconds ago is forgotten."""
    cache.clear()
