"""What people decide about what failed, is unknown, or is theirs from the start."""

import pytest

from emergency_ops.lib.clock import now
from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from notices.channels import actions, calling
from notices.channels.models import Delivery
from notices.channels.outcomes import Look, Seen
from notices.channels.outlets import lines
from notices.content.actions import withdraw
from notices.content.models import NoticeEvent
from resources.staff.models import Memo
from tests.notices.channels.stubs import DROP, code

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed(stubs, wechat, out, carry, delivery_of):
    """A publication on WeChat that the platform refused."""
    stubs.plan("freepublish/submit", code(53503))
    carry()
    return delivery_of(out, "wechat")


@pytest.fixture
def unknown(stubs, weibo, out, carry, delivery_of):
    """A text whose answer was lost, and that the timeline does not have."""
    stubs.plan("statuses/share", DROP)
    carry()
    return delivery_of(out, "weibo")


def test_it_is_out_there(unknown, publisher, carry, stubs):
    actions.say_out(unknown, actor=publisher, now=now(), link="https://weibo.com/1/a")
    carry(60)
    unknown.refresh_from_db()
    assert (unknown.state, unknown.link, stubs.statuses) == ("published", "https://weibo.com/1/a", [])


def test_it_is_not_so_it_is_sent_again(unknown, publisher, carry, stubs):
    actions.send_again(unknown, actor=publisher, now=now())
    carry()
    unknown.refresh_from_db()
    assert (unknown.state, len(stubs.statuses)) == ("published", 1)


def test_the_draft_that_is_there_is_used_again(failed, publisher, carry, stubs):
    stubs.wechat.drafts["draft-9"] = {"content_source_url": failed.payload["url"], "title": "从前的草稿"}
    actions.send_again(failed, actor=publisher, now=now())
    carry(10)
    assert len(stubs.called("draft/add")) == 1
    assert [one["title"] for one in stubs.articles] == ["从前的草稿"]


def test_i_do_it_by_hand(failed, publisher):
    assert actions.handle_by_hand(failed, actor=publisher, now=now()).state == "by_hand"


def test_what_waits_may_be_taken_over_and_is_not_sent_any_more(weibo, out, publisher, carry, stubs, delivery_of):
    actions.handle_by_hand(delivery_of(out, "weibo"), actor=publisher, now=now())
    carry(5)
    assert stubs.statuses == []


def test_nothing_is_sent_again_for_a_notice_that_has_ended(unknown, out, publisher):
    withdraw(out, actor=publisher, now=now(), reason="已恢复")
    with pytest.raises(Refused, match="公告已结束"):
        actions.send_again(unknown, actor=publisher, now=now())


def test_what_was_published_by_hand_after_the_end_is_to_be_deleted(out, publisher, delivery_of):
    card = delivery_of(out, "weibo")
    withdraw(out, actor=publisher, now=now(), reason="已恢复")
    Delivery.objects.filter(operation="withdraw", channel="weibo").delete()
    Delivery.objects.filter(pk=card.pk).update(state="unknown")
    actions.say_out(card, actor=publisher, now=now(), link="https://weibo.com/1/a")
    assert delivery_of(out, "weibo", "withdraw").state == "by_hand"


def test_a_withdrawal_done_by_hand_ends_the_publication(out, publisher, delivery_of):
    Delivery.objects.filter(channel="weibo").update(state="published", link="https://weibo.com/1/a")
    withdraw(out, actor=publisher, now=now(), reason="已恢复")
    actions.say_gone(delivery_of(out, "weibo", "withdraw"), actor=publisher, now=now())
    assert delivery_of(out, "weibo").state == "withdrawn"


def test_what_is_settled_is_not_decided_again(unknown, publisher):
    actions.say_out(unknown, actor=publisher, now=now(), link="https://weibo.com/1/a")
    with pytest.raises(Refused, match="状态已经变化"):
        actions.send_again(unknown, actor=publisher, now=now())


@pytest.mark.parametrize("who", ["auditor", "field_staff", "administrator", "outsider"])
def test_who_may_not_decide(request, unknown, who):
    with pytest.raises(Forbidden):
        actions.give_up(unknown, actor=request.getfixturevalue(who), now=now(), text="x")


def test_who_decided_is_on_record(unknown, publisher):
    actions.give_up(unknown, actor=publisher, now=now(), text="本单位没有微博")
    event = NoticeEvent.objects.filter(kind="outlet", actor=publisher).get()
    assert (event.text, event.params["state"]) == ("本单位没有微博", "cancelled")


def test_the_places_of_many_notices_cost_one_query(out, django_assert_num_queries, make_public_account):
    for number in range(10):
        Delivery.objects.create(
            notice=out, channel="wechat", account=make_public_account("wechat", f"号{number}"), operation="publish",
            state="published", created_at=now(), changed_at=now(),
        )  # fmt: skip
    with django_assert_num_queries(1):
        found = list(lines("wechat", [out], now()))
    assert sum(line.standing for line in found) == 10


def test_a_card_leads_to_where_it_is_handled(out, delivery_of):
    line = next(iter(lines("weibo", [out], now())))
    assert (line.open, line.standing, line.tone) == (True, False, "warn")
    assert line.action == f"/notices/channels/{delivery_of(out, 'weibo').pk}/"


# ---- what may not be said


@pytest.mark.parametrize("link", ["http://[x", "https://x\ny", "https://a\tb", "javascript:alert(1)", "https://a\x00b"])
def test_an_address_that_is_none_is_refused(out, publisher, delivery_of, link):
    with pytest.raises(Invalid) as refused:
        actions.say_out(delivery_of(out, "weibo"), actor=publisher, now=now(), link=link)
    assert refused.value.code == "link"


def test_what_turns_out_to_be_there_after_all_is_taken_back(failed, publisher, carry, delivery_of, out):
    Delivery.objects.filter(pk=failed.pk).update(state="unknown", due_at=now())
    withdraw(out, actor=publisher, now=now(), reason="误报")
    Delivery.objects.filter(pk=failed.pk).update(state="failed", due_at=None)
    carry()
    assert delivery_of(out, "wechat", "withdraw").state == "cancelled"
    actions.say_out(failed, actor=publisher, now=now(), link="https://mp.weixin.qq.com/s/a")
    carry(20)
    assert delivery_of(out, "wechat", "withdraw").state == "by_hand"


@pytest.fixture
def to_delete(stubs, weibo, out, carry, delivery_of, publisher):
    """A withdrawal that the platform has refused; the text stands."""
    carry()
    stubs.plan("statuses/destroy", code(10014))
    withdraw(out, actor=publisher, now=now(), reason="误报")
    carry()
    return delivery_of(out, "weibo", "withdraw")


def test_another_account_cannot_delete_it(to_delete, weibo, make_public_account, publisher):
    weibo.is_enabled = False
    weibo.save()
    make_public_account("weibo", name="另一个")
    with pytest.raises(Refused) as refused:
        actions.send_again(to_delete, actor=publisher, now=now())
    assert refused.value.code == "delivery_no_account"


def test_what_stands_is_not_dropped(to_delete, publisher):
    with pytest.raises(Refused) as refused:
        actions.give_up(to_delete, actor=publisher, now=now())
    assert refused.value.code == "delivery_standing"


def test_who_has_sent_it_again_is_told_when_it_fails_again(failed, stubs, publisher, carry):
    before = Memo.objects.count()
    stubs.plan("freepublish/submit", code(53503))
    actions.send_again(failed, actor=publisher, now=now())
    carry(5)
    assert Memo.objects.count() > before


def test_what_is_found_while_it_is_queued_again_is_not_sent_a_second_time(
    unknown, publisher, carry, stubs, monkeypatch, clock
):
    def look(*_):
        actions.send_again(unknown, actor=publisher, now=now())
        return Look(Seen.PUBLIC, ids={"id": "1"}, link="https://weibo.com/1/a")

    monkeypatch.setattr(calling, "look", look)
    clock.shift(10)
    assert actions.look_up(unknown.pk, now=now())
    carry(5)
    unknown.refresh_from_db()
    assert (unknown.state, stubs.statuses) == ("published", [])
