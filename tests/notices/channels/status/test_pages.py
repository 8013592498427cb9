"""What anybody reads on the status page."""

from datetime import timedelta

import pytest

from tests.conftest import NOON

pytestmark = pytest.mark.django_db


def test_an_outage_is_told_in_words(read, told, incident):
    told(incident)
    page = read("/status/")
    assert "目前有1起服务中断" in page
    assert "自助缴费暂停服务" in page


def test_without_trouble_it_says_when_it_was_last_looked(read, looked):
    looked()
    page = read("/status/")
    assert "目前没有已知故障" in page
    assert "最近一次检查：11月23日 12:00" in page


@pytest.mark.parametrize("minutes", [6, None], ids=["long ago", "never"])
def test_nobody_says_that_all_is_well_without_having_looked(read, looked, minutes):
    if minutes:
        looked(NOON - timedelta(minutes=minutes))
    assert "没有已知故障" not in read("/status/").partition("<main")[2].partition("</main")[0]


def test_a_site_tells_what_is_down_and_how_to_pay(read, told, incident, site):
    told(incident)
    page = read(f"/status/sites/{site.code}/")
    for text in ("这个网点现在有故障", "涉及设备", "现金缴费", "请携带", "营业时间", "应急热线"):
        assert text in page
