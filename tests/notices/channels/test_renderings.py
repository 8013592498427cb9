"""The article and the status: what they say, their limits, and that markup is text."""

from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser

import pytest

from notices.channels.counting import weibo_length
from notices.channels.renderings import article, status
from notices.content.told import SiteTold, Told, Words
from tests.conftest import CST

WORDS = Words(
    title="自助缴费暂停服务", short="黄浦区自助缴费终端暂停服务，请到人工窗口或扫码缴费", lead="因通信线路中断，自助终端暂停服务。",
    until="11月23日16:00前", instead="到一楼人工窗口办理\n拨打热线95598", cash="请到一楼人工窗口，不另收费；电话95598。",
    bring="身份证、户号", priority="老年人、残障人士优先办理。",
)  # fmt: skip
AT = datetime(2026, 11, 23, 12, 0, tzinfo=CST)
EVIL = '<script>alert("x")</script>&<img src=x onerror=y>'


def told(**changes):
    words = replace(WORDS, **{name: value for name, value in changes.items() if name in Words.__slots__})
    rest = {name: value for name, value in changes.items() if name not in Words.__slots__}
    values = {
        "pk": 1, "number": "FB-20261123-001", "kind": "alert", "status": "approved", "is_drill": False, "incident": "YJ-1",
        "grade": "II", "category": "external", "region_code": "310101", "region": "黄浦区", "began_at": AT, "expected_until": AT,
        "expires_at": AT, "issued_at": None, "ended_at": None, "organisation": "自助缴费运营中心", "hotline": "95598",
        "url": "https://ops.example.cn/status/notices/FB-20261123-001/", "issuer": "", "approver": "", "previous": "",
        "earlier": (), "sites": (SiteTold("1", "人民路网点", "310101", 3),),
    }  # fmt: skip
    return Told(**{**values, **rest}, words={"zh-hans": words})


class Tags(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes = set(), []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs


@pytest.mark.parametrize(
    "text",
    [
        "95598",
        "身份证、户号",
        "请到一楼人工窗口，不另收费",
        "/faq/",
        "FB-20261123-001",
        "人民路网点",
        "到一楼人工窗口办理",
        "以最新公告为准",
    ],
)
def test_the_article_says_all_that_people_need(text):
    assert text in article.article(told()).content


@pytest.mark.parametrize("field", ["title", "short", "lead", "until", "instead", "cash", "bring", "priority"])
def test_markup_in_a_field_is_text_in_the_article(field):
    html = Tags(article.article(told(**{field: EVIL})).content)
    assert html.tags <= {"section", "h3", "p", "ul", "li"}
    assert html.attributes == []


def test_markup_in_the_name_of_a_site_is_text():
    assert "<script" not in article.article(told(sites=(SiteTold("1", EVIL, "310101", 1),))).content


def test_too_long_a_title_stops_approval():
    assert "33" in article.problems(told(title="题" * 33))[0]
    assert article.problems(told(title="题" * 32)) == []


def test_author_and_digest_fit_by_themselves():
    made = article.article(told(organisation="某某市某某区自助缴费应急指挥运营中心", short="很长的一句话，" * 40))
    assert len(made.author) <= 16
    assert len(made.digest) <= 128
    assert "11月23日16:00前" in made.digest


def test_an_article_that_is_too_long_stops_approval():
    assert article.problems(told(lead="长" * 21_000))


def test_the_status_is_a_sentence_the_time_and_the_address():
    made = status.status(told())
    assert made.text == (
        "黄浦区自助缴费终端暂停服务，请到人工窗口或扫码缴费。预计恢复：11月23日16:00前。"
        "详情：https://ops.example.cn/status/notices/FB-20261123-001/"
    )


def test_a_long_sentence_is_shortened_and_the_rest_kept():
    made = status.status(told(short="很长的一句话，" * 40))
    assert made.is_cut
    assert weibo_length(made.text) <= 140
    assert made.text.endswith("预计恢复：11月23日16:00前。详情：https://ops.example.cn/status/notices/FB-20261123-001/")


def test_topics_and_mentions_are_taken_out():
    assert "#" not in status.status(told(short="#停电#请看@应急")).text
    assert "@" not in status.status(told(short="#停电#请看@应急")).text


def test_an_all_clear_does_not_speak_of_what_is_expected():
    assert "恢复时间：11月23日16:00前。" in status.status(told(kind="all_clear")).text


def test_no_room_for_the_sentence_stops_approval():
    assert status.problems(told(until="预" * 110), [])


@pytest.mark.parametrize(
    ("domain", "is_fine"),
    [("example.cn", True), ("ops.example.cn", True), ("", True), ("example.com", False), ("ample.cn", False)],
)
def test_the_address_must_be_below_the_bound_domain(domain, is_fine):
    assert (status.problems(told(), [domain]) == []) is is_fine


def test_foreign_addresses_stop_approval():
    assert status.problems(told(short="请看https://other.cn/1"), [])
