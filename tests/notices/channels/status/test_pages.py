"""What anybody reads on the status page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emergency_ops.lib.unbroken import unbroken
from notices.channels.status import regions as directory
from notices.content import actions
from tests.conftest import NOON

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"


def main_of(page):
    return page.partition("<main")[2].partition("</main")[0]


def test_an_outage_is_told_in_words(read, told, incident):
    told(incident)
    page = read("/status/")
    assert "目前有1起服务中断" in page
    assert "自助缴费暂停服务" in page


def test_without_trouble_it_says_when_it_was_last_looked(read, looked):
    looked()
    page = read("/status/")
    assert "目前没有已知故障" in page
    assert f"最近一次检查：{unbroken('11月23日 12:00')}" in page


@pytest.mark.parametrize("minutes", [6, None], ids=["long ago", "never"])
@pytest.mark.parametrize("path", ["", "sites/310101-0001/", "regions/310101/", "?q=网点"])
def test_nobody_says_that_all_is_well_without_having_looked(read, looked, site, path, minutes):
    if minutes:
        looked(NOON - timedelta(minutes=minutes))
    assert "没有已知故障" not in main_of(read(f"/status/{path}"))


def test_a_site_tells_what_is_down_and_how_to_pay(read, told, incident, site):
    told(incident)
    page = read(f"/status/sites/{site.code}/")
    for text in ("这个网点现在有故障", "涉及设备", "现金缴费", "请携带", "营业时间", "应急热线"):
        assert text in page


def test_a_page_does_not_speak_of_a_code_that_only_paper_has(read, told, incident, site):
    told(incident)
    assert "扫下方二维码" not in read(f"/status/sites/{site.code}/")


def test_another_site_is_told_to_have_no_known_trouble(read, told, looked, incident, make_site):
    make_site("310104-0001")
    looked()
    told(incident)
    assert "这个网点没有已知故障" in read("/status/sites/310104-0001/")


def test_a_notice_about_a_whole_region_holds_at_each_of_its_sites(read, told, regions, site):
    told(kind="maintenance", region=regions["310000"], began_at=NOON + timedelta(days=1), words={"title": "全市检修"})
    assert "全市检修" in read(f"/status/sites/{site.code}/")
    assert "全市检修" in read("/status/regions/310101/")


def test_a_region_counts_its_sites_and_those_in_trouble(read, told, incident, make_site):
    make_site("310104-0001")
    told(incident)
    assert "2个网点中1个有故障" in read("/status/regions/310000/")
    assert "310104-0001网点" in read("/status/regions/310104/")


@pytest.mark.parametrize("query", ["黄浦中心", "HPZX", "人民大道 517", "310101-0001"])
def test_a_site_is_found_by_name_pinyin_address_and_code(read, make_site, query):
    make_site(name="黄浦中心医院", address="人民大道517号")
    assert "黄浦中心医院" in main_of(read(f"/status/?q={query}"))


@pytest.mark.parametrize("query", ["", "%20", "%00", "没有的网点", "%27%22<>", "a" * 500])
def test_any_search_is_answered(read, site, query):
    read(f"/status/?q={query}")


def test_too_many_searches_are_put_off(client, settings, monkeypatch):
    monkeypatch.setattr("notices.channels.status.views.SEARCHES_A_MINUTE", 1)
    assert client.get("/status/?q=a").status_code == 200
    assert client.get("/status/?q=b").status_code == 429


def test_a_replaced_notice_leads_to_the_newest(read, told, incident):
    first = told(incident)
    second = told(incident, "update", now=NOON + timedelta(minutes=5), words={"title": "最新进展"})
    page = read(f"/status/notices/{first.number}/")
    assert "这份公告已被新公告替代" in page
    assert f"../../notices/{second.number}/" in page
    assert "最新进展" in page


def test_a_withdrawn_notice_says_so_and_no_longer_says_the_rest(read, told, incident, publisher):
    notice = told(incident, words={"lead": "写错的原因。"})
    actions.withdraw(notice, actor=publisher, now=NOON, reason="内部：写错了")
    page = read(f"/status/notices/{notice.number}/")
    assert "已撤回" in page
    assert "写错的原因" not in page
    assert "内部" not in page


def test_an_expired_notice_ends_without_waiting_for_a_sweep(read, told, incident, clock):
    notice = told(incident, expires_at=NOON + timedelta(hours=1), open_end=True)
    clock.shift(3600)
    assert "服务中断</h1>" not in read("/status/")
    assert "这份公告已过有效期" in read(f"/status/notices/{notice.number}/")


def test_the_history_keeps_the_notices_of_one_trouble_together(read, told, incident):
    told(incident)
    told(incident, "all_clear", now=NOON + timedelta(hours=1), words={"title": "已经恢复"})
    page = read("/status/history/2026-11/")
    assert page.count('<section class="trouble"') == 1
    assert "发布故障公告" in page


@pytest.mark.parametrize("month", ["2026-07", "2026-12", "1999-99", "x"])
def test_the_history_ends_after_ninety_days(client, month):
    assert client.get(f"/status/history/{month}/").status_code == 404


def test_english_pages_speak_english_where_the_notice_does(read, told, incident):
    told(incident, en=True)
    page = read("/status/en/")
    assert '<html lang="en">' in page
    assert "Payment terminals out of service" in page


def test_an_english_site_page_tells_in_english_how_to_pay(read, told, incident, site):
    told(incident, en=True)
    page = read(f"/status/en/sites/{site.code}/")
    assert "<li>Hotline 95598</li>" in page
    assert "ID card, account number" in page


def test_chinese_words_on_an_english_page_are_marked_as_chinese(read, told, incident):
    told(incident)
    assert 'lang="zh-Hans">自助缴费暂停服务</a>' in read("/status/en/")


@pytest.mark.parametrize("path", ["sites/none/", "notices/FB-0/", "regions/999999/", "regions/000000/", "en/x/y/z/"])
def test_what_is_not_there_is_404_with_a_way_on(client, path):
    response = client.get(f"/status/{path}")
    assert response.status_code == 404
    assert 'class="button"' in response.content.decode()


@pytest.mark.parametrize("path", ["", "sites/310101-0001/", "history/"])
def test_markup_in_texts_and_names_is_text(read, told, make_incident, make_site, path):
    site = make_site(name=f"网点{SCRIPT}", address=SCRIPT, phone="<b>1", opening_hours=SCRIPT)
    told(make_incident(site), words=dict.fromkeys(("title", "short", "lead", "until", "cash", "bring"), f"12 {SCRIPT}"))
    page = read(f"/status/{path}")
    assert "<script" not in page
    assert "<b>1" not in page


@pytest.fixture
def unpublished(make_notice, make_incident, make_site, publisher, told, request):
    """A notice that is not public, by the kind of its not being so."""
    incident = make_incident(make_site(), is_drill=request.param == "drill")
    if request.param == "drill":
        return told(incident)
    notice = make_notice(incident, actor=publisher)
    if request.param == "discarded":
        actions.discard(notice, actor=publisher, now=NOON)
    if request.param == "in review":
        actions.submit(notice, actor=publisher, now=NOON)
    return notice


HIDDEN = pytest.mark.parametrize("unpublished", ["drill", "draft", "discarded", "in review"], indirect=True)


@HIDDEN
@pytest.mark.parametrize("path", ["", "sites/310101-0001/", "regions/310101/", "history/", "atom.xml", "?q=网点"])
def test_what_is_not_public_is_nowhere(read, unpublished, path):
    assert "自助缴费暂停服务" not in read(f"/status/{path}")


@HIDDEN
def test_what_is_not_public_has_no_page(client, unpublished):
    assert client.get(f"/status/notices/{unpublished.number}/").status_code == 404


def test_nothing_internal_is_told(read, told, incident, publisher):
    notice = told(incident)
    for path in ("", f"notices/{notice.number}/", "sites/310101-0001/", "history/", "atom.xml"):
        page = read(f"/status/{path}")
        assert incident.number not in page
        assert publisher.name not in page


def test_pages_have_no_script_and_no_inline_style(read, told, incident):
    told(incident)
    page = read("/status/")
    assert "<script" not in page
    assert "style=" not in page
    assert "<style" not in page


def queries_of(client, path):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.fixture
def many(told, make_incident, make_site):
    """many(range(10)): so many outages, each with a site, an alert and an update."""

    def make(numbers):
        for number in numbers:
            incident = make_incident(make_site(f"310101-{number:04d}"))
            told(incident)
            told(incident, "update")

    return make


def test_queries_do_not_grow_with_notices_and_sites(client, many):
    def cost():
        paths = ("", "regions/310000/", "regions/310101/", "sites/310101-0001/", "history/", "atom.xml", "?q=网点")
        return {path: queries_of(client, f"/status/{path}") for path in paths}

    many(range(1, 4))
    directory.read()
    few = cost()
    many(range(4, 20))
    assert cost() == few
