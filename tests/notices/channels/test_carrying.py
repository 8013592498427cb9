"""From the issued notice to what the public reads, over the stubs."""

import pytest

from emergency_ops.lib.clock import now
from notices.content.actions import withdraw

pytestmark = pytest.mark.django_db


def test_a_notice_is_read_on_both_channels(stubs, wechat, weibo, out, carry, delivery_of):
    carry(10)
    assert [one["title"] for one in stubs.articles] == [out.title]
    assert len(stubs.statuses) == 1
    assert {delivery_of(out, channel).state for channel in ("wechat", "weibo")} == {"published"}


def test_the_links_are_kept(stubs, wechat, weibo, out, carry, delivery_of):
    carry(10)
    assert delivery_of(out, "wechat").link == stubs.articles[0]["url"]
    assert delivery_of(out, "weibo").link.startswith("https://weibo.com/1404376560/")


def test_what_was_published_is_withdrawn(stubs, wechat, weibo, out, carry, clock, publisher):
    carry(10)
    withdraw(out, actor=publisher, now=now(), reason="已恢复")
    carry(1)
    assert (stubs.articles, stubs.statuses) == ([], [])
