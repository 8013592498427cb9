"""The pages: who sees what, that drawings and tables agree, and that their queries do not grow."""

import re
from html import unescape
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emergency_ops.pictures.sections import SECTIONS
from incidents.monitoring.summing import sum_due
from tests.conftest import NOON

#: what each group shows of the only site with something, in Shanghai
SHANGHAI = {
    "payments": "微信支付失败率",
    "states": "310101-0000网点",
    "courses": "YJ-310101-0000",
    "keeping": "共1件，其中1件",
    "waits": "普通号9:00等得最久，中位12分钟",
    "stock": "D-0备件库的部件0",
    "duty": "值班员0",
}


def body(client, section, query=""):
    response = client.get(f"/pictures/{section}/?days=7{query}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def world(full):
    full(1)


@pytest.mark.parametrize(("section", "words"), SHANGHAI.items())
class TestWhoSees:
    def test_the_owner(self, client, commander, world, section, words):
        client.force_login(commander)
        assert words in body(client, section)

    def test_a_member_of_the_region(self, client, manager, world, section, words):
        client.force_login(manager)
        assert words in body(client, section)

    def test_an_outsider_sees_nothing_of_it(self, client, outsider, world, section, words):
        client.force_login(outsider)
        page = body(client, section)
        assert words not in page
        assert '<svg class="chart' not in page

    def test_nobody_who_is_not_signed_in(self, client, world, section, words):
        assert client.get(f"/pictures/{section}/").status_code == 302


@pytest.mark.parametrize("section", SECTIONS)
class TestPictures:
    def test_drawings_are_whole_named_and_described_like_the_page(self, client, commander, world, section):
        client.force_login(commander)
        page = body(client, section)
        drawings = re.findall(r'<svg class="chart .*?</svg>', page, re.DOTALL)
        assert drawings
        for drawing in drawings:
            root = ElementTree.fromstring(drawing)  # noqa: S314 - our own markup
            assert root.find("title").text
            assert f'picture__finding">{escaped(root.find("desc").text)}</p>' in page

    def test_every_picture_has_a_table_and_files_with_its_numbers(self, client, commander, world, section):
        client.force_login(commander)
        page = body(client, section)
        files = re.findall(r'href="([^"]*export=csv&amp;[^"]*)"', page)
        assert len(files) == page.count("<table")
        for file in files:
            sheet = b"".join(client.get(file.replace("&amp;", "&")).streaming_content).decode("utf-8-sig")
            named = 1 if section == "payments" else 0
            assert sheet.splitlines()[1].split(",")[named].strip('"') in page

    def test_its_queries_do_not_grow(self, client, commander, full, section):
        client.force_login(commander)
        counts = []
        for size, start in ((2, 0), (8, 2)):
            full(size, start)
            with CaptureQueriesContext(connection) as found:
                body(client, section)
            counts.append(len(found))
        assert counts[0] == counts[1]
        assert counts[1] <= 14

    def test_while_there_is_nothing_it_says_what_will_come(self, client, commander, section):
        client.force_login(commander)
        page = body(client, section)
        assert "picture__empty" in page
        assert '<svg class="chart' not in page

    def test_a_fragment_for_other_pages(self, client, manager, world, section):
        client.force_login(manager)
        page = client.get(f"/pictures/{section}/embedded/").content.decode()
        assert SHANGHAI[section] in page
        assert "<html" not in page


def escaped(text):
    return text.replace("&", "&amp;").replace("'", "&#x27;").replace('"', "&quot;")


def test_the_report_has_all_groups_with_open_tables(client, commander, world):
    client.force_login(commander)
    page = client.get("/pictures/report/?days=7&all=1").content.decode()
    assert all(words in page for words in SHANGHAI.values())
    assert page.count("<details") == page.count("open>")


def test_the_report_fetches_most_of_its_groups(client, commander, world):
    client.force_login(commander)
    page = client.get("/pictures/report/?days=7").content.decode()
    fetched = re.findall(r'hx-get="(/pictures/report/[a-z]+/[^"]*)"', page)
    parts = [client.get(unescape(address)).content.decode() for address in fetched]
    assert len(parts) == len(SHANGHAI) - 2
    assert all(words in page + "".join(parts) for words in SHANGHAI.values())
    assert not any("<html" in part for part in parts)


def test_the_site_of_another_region_is_not_found(client, outsider, world):
    client.force_login(outsider)
    assert "没有这个网点" in body(client, "payments", "&site=310101-0000")


def test_a_region_of_others_is_refused(client, outsider, world):
    client.force_login(outsider)
    assert SHANGHAI["courses"] not in body(client, "courses", "&region=310000")


def test_drills_are_left_out_unless_asked_for(client, commander, make_incident):
    make_incident("YJ-DRILL", is_drill=True)
    client.force_login(commander)
    assert "YJ-DRILL" not in body(client, "courses")
    assert "YJ-DRILL" in body(client, "courses", "&drills=on")


def test_days_by_date_count_more_than_a_number_of_days(client, commander, make_incident):
    make_incident("YJ-TODAY")
    client.force_login(commander)
    assert "YJ-TODAY" not in body(client, "courses", "&since=2026-11-01&until=2026-11-20")


def test_a_period_that_ends_before_it_starts_is_an_error_and_no_crash(client, commander, world):
    client.force_login(commander)
    assert "结束日期不能早于开始日期" in body(client, "payments", "&since=2026-11-20&until=2026-11-01")


@pytest.mark.parametrize(("days", "cell"), [(1, "2026-11-23 11:20:00"), (30, "2026-11-23")])
def test_times_in_files_are_times(client, commander, terminal, pay, days, cell):
    pay(terminal)
    sum_due(NOON)
    client.force_login(commander)
    answer = client.get(f"/pictures/payments/rates/table/?export=csv&days={days}")
    assert cell in [line.split(",")[0] for line in b"".join(answer.streaming_content).decode().splitlines()]


@pytest.mark.parametrize("address", ["nothing/", "payments/nothing/table/?export=csv", "payments/rates/table/"])
def test_what_is_not_there_is_not_found(client, commander, address):
    client.force_login(commander)
    assert client.get(f"/pictures/{address}").status_code == 404


def test_a_terminals_last_day(client, manager, outsider, world):
    client.force_login(manager)
    page = client.get("/pictures/terminals/310101-0000-01/").content.decode()
    assert "最近24小时的状态" in page
    client.force_login(outsider)
    assert client.get("/pictures/terminals/310101-0000-01/").status_code == 404


def test_a_counters_waits(client, manager, outsider, make_site, make_counter):
    counter = make_counter(make_site(), [(False, 9, 12)])
    client.force_login(manager)
    assert "中位12分钟" in client.get(f"/pictures/counters/{counter.pk}/").content.decode()
    client.force_login(outsider)
    assert client.get(f"/pictures/counters/{counter.pk}/").status_code == 404


def test_names_of_a_rota_are_for_those_who_may_see_it(client, outsider, make_person, serve):
    serve(make_person("wang", name="王强"))
    client.force_login(outsider)
    assert "王强" not in body(client, "duty")
