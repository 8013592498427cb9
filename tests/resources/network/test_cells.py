"""What the text of one cell means."""

from datetime import date

import pytest

from emergency_ops.lib.sheets import cells
from resources.network.importing import cells as own


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("wechat|cash", ["wechat", "cash"]),
        ("现金、微信", ["wechat", "cash"]),
        ("支付宝,银行卡;现金", ["alipay", "bank_card", "cash"]),
        ("WeChat Pay/刷卡", ["wechat", "bank_card"]),
        ("微信支付｜微信", ["wechat"]),
    ],
)
def test_payment_methods(text, found):
    assert own.methods(text) == found


def test_an_unknown_method_is_named_with_those_that_are_known():
    with pytest.raises(ValueError, match=r"贝壳.*微信支付、支付宝、银行卡、现金"):
        own.methods("wechat|贝壳")


@pytest.mark.parametrize(("text", "found"), [("0.35", 0.35), ("35%", 0.35), ("３５％", 0.35), ("1", 1), ("0", 0)])
def test_share(text, found):
    assert cells.share(text) == found


@pytest.mark.parametrize("text", ["35", "-1", "101%", "nan", "inf", "很多"])
def test_no_share(text):
    with pytest.raises(ValueError, match=r"。$"):
        cells.share(text)


@pytest.mark.parametrize(("text", "found"), [("600", 600), ("1,200", 1200), ("600.0", 600), ("１２", 12)])
def test_whole(text, found):
    assert cells.whole(text, 10_000) == found


@pytest.mark.parametrize("text", ["1.5", "-1", "10001", "一百"])
def test_not_whole(text):
    with pytest.raises(ValueError, match=r"。$"):
        cells.whole(text, 10_000)


@pytest.mark.parametrize(
    "text", ["2024-05-01", "2024/5/1", "2024.5.1", "2024年5月1日", "20240501", "2024-05-01 00:00:00"]
)
def test_day(text):
    assert cells.day(text) == date(2024, 5, 1)


@pytest.mark.parametrize("text", ["2024-13-01", "明天", "45413"])
def test_no_day(text):
    with pytest.raises(ValueError, match="不是日期"):
        cells.day(text)


@pytest.mark.parametrize(
    ("text", "found"), [("投用", "in_service"), ("备用", "standby"), ("Maintenance", "maintenance")]
)
def test_status(text, found):
    assert own.status(text) == found


@pytest.mark.parametrize("text", ["有 空格", "a/b", "a?b", "#1", "a\nb"])
def test_codes_fit_into_addresses(text):
    with pytest.raises(ValueError, match="编号只能"):
        cells.code(text, 32)


def test_a_code_that_excel_has_turned_into_a_number_is_explained():
    with pytest.raises(ValueError, match="科学计数法"):
        cells.code("3.10101E+11", 32)


@pytest.mark.parametrize("text", ["#REF!", "#N/A", "a\x00b", "长" * 121])
def test_text_that_is_none(text):
    with pytest.raises(ValueError, match=r"。$"):
        cells.text(text, 120)


def test_services_are_kept_once_and_in_order():
    assert own.services("电费、水费|电费") == ["电费", "水费"]


@pytest.mark.parametrize("text", ["31010", "310001", "黄浦区", "990101 "])
def test_no_region(text):
    with pytest.raises(ValueError, match="区划代码"):
        own.region(text)
