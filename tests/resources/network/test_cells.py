"""What the text of a cell of sites and terminals means."""

import pytest

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


@pytest.mark.parametrize(
    ("text", "found"), [("投用", "in_service"), ("备用", "standby"), ("Maintenance", "maintenance")]
)
def test_status(text, found):
    assert own.status(text) == found


def test_services_are_kept_once_and_in_order():
    assert own.services("电费、水费|电费") == ["电费", "水费"]


@pytest.mark.parametrize("text", ["31010", "310001", "黄浦区", "990101 "])
def test_no_region(text):
    with pytest.raises(ValueError, match="区划代码"):
        own.region(text)
