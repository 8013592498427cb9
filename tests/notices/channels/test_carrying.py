"""From the issued notice to what the public reads, over the stubs."""

import pytest
from django.db import InternalError, transaction
from django.db.utils import IntegrityError

from emergency_ops.lib.clock import now
from notices.channels import calling, jobs
from notices.channels.models import Delivery, PublicAccount
from notices.content.actions import withdraw
from notices.content.models import NoticeEvent
from tests.notices.channels.stubs import DROP, DROP_AFTER, HANG_AFTER, code

pytestmark = pytest.mark.django_db


@pytest.fixture
def take_back(publisher):
    def act(notice):
        withdraw(notice, actor=publisher, now=now(), reason="已恢复")

    return act


@pytest.fixture
def followed(make_notice, issued, incident, publisher):
    """followed(): an update of the incident's notice, issued now."""

    def act(kind="update", **words):
        update = make_notice(incident, kind, outlets=["wechat", "weibo"], actor=publisher, now=now(), words=words)
        return issued(update, now=now())

    return act


# ---- the way out


def test_a_notice_is_read_on_both_channels(stubs, wechat, weibo, out, carry, delivery_of):
    carry(10)
    assert [one["title"] for one in stubs.articles] == [out.title]
    assert len(stubs.statuses) == 1
    assert {delivery_of(out, channel).state for channel in ("wechat", "weibo")} == {"published"}


def test_the_links_are_kept(stubs, wechat, weibo, out, carry, delivery_of):
    carry(10)
    assert delivery_of(out, "wechat").link == stubs.articles[0]["url"]
    assert delivery_of(out, "weibo").link.startswith("https://weibo.com/1404376560/")


def test_the_number_of_the_draft_is_kept_before_the_next_step(stubs, wechat, out, carry, delivery_of):
    stubs.plan("freepublish/submit", code(-1))
    carry()
    assert delivery_of(out, "wechat").ids == {"media_id": "draft-1"}


def test_accepted_is_not_published(stubs, wechat, out, carry, delivery_of):
    stubs.wechat.polls = 3
    carry()
    assert delivery_of(out, "wechat").state == "accepted"
    carry(40)
    assert delivery_of(out, "wechat").state == "published"


def test_a_publication_that_the_platform_refuses_is_for_a_person(stubs, wechat, out, carry, delivery_of):
    stubs.wechat.outcome = 4
    carry(10)
    delivery = delivery_of(out, "wechat")
    assert delivery.state == "failed"
    assert "平台审核不通过" in delivery.error


def test_refused_content_is_not_sent_again(stubs, wechat, out, carry, delivery_of):
    stubs.plan("freepublish/submit", code(53503))
    carry(60)
    assert delivery_of(out, "wechat").state == "failed"
    assert len(stubs.called("freepublish/submit")) == 1


@pytest.mark.parametrize("number", [20016, 20017])
def test_what_weibo_calls_repeated_is_never_sent_again(stubs, weibo, out, carry, delivery_of, number):
    stubs.plan("statuses/share", code(number))
    carry(60)
    assert delivery_of(out, "weibo").state == "failed"
    assert len(stubs.called("statuses/share")) == 1


def test_a_text_that_is_out_already_is_found_and_not_sent_again(stubs, weibo, out, carry, delivery_of):
    carry()
    Delivery.objects.filter(notice=out, channel="weibo").update(state="queued", due_at=now(), ids={}, link="")
    stubs.plan("statuses/share", code(20019))
    carry(10)
    assert (delivery_of(out, "weibo").state, len(stubs.statuses)) == ("published", 1)
    assert delivery_of(out, "weibo").ids["id"]


def test_a_channel_that_was_away_for_a_moment(stubs, weibo, out, carry, delivery_of):
    stubs.plan("statuses/share", code(10002), code(10009))
    carry(30)
    assert delivery_of(out, "weibo").state == "published"
    assert len(stubs.statuses) == 1


def test_a_quota_that_is_used_up_makes_a_card(stubs, wechat, out, carry, delivery_of):
    stubs.plan("draft/add", code(45009))
    carry()
    assert delivery_of(out, "wechat").state == "by_hand"


def test_a_revoked_token_makes_a_card_and_shows_at_the_account(stubs, make_public_account, out, carry, delivery_of):
    account = make_public_account("weibo", secrets={"access_token": "old"})
    Delivery.objects.filter(notice=out, channel="weibo").update(account=account, state="queued", due_at=now())
    carry()
    account.refresh_from_db()
    assert delivery_of(out, "weibo").state == "by_hand"
    assert account.standing == "failing"


def test_a_secret_that_cannot_be_opened_makes_a_card(stubs, weibo, out, carry, delivery_of):
    PublicAccount.objects.update(sealed="nonsense")
    carry()
    assert delivery_of(out, "weibo").state == "by_hand"
    assert stubs.calls == []


def test_an_account_that_was_switched_off_makes_a_card(stubs, weibo, out, carry, delivery_of):
    PublicAccount.objects.update(is_enabled=False)
    carry()
    assert delivery_of(out, "weibo").state == "by_hand"


# ---- lost answers


@pytest.mark.parametrize("reply", [DROP_AFTER, HANG_AFTER])
def test_a_lost_share_is_found_and_not_sent_again(stubs, weibo, out, carry, delivery_of, reply, settings):
    settings.CHANNEL_SECONDS = 0.5
    stubs.plan("statuses/share", reply)
    carry(10)
    assert delivery_of(out, "weibo").state == "published"
    assert len(stubs.called("statuses/share")) == 1


def test_a_share_that_never_arrived_waits_for_a_person(stubs, weibo, out, carry, delivery_of, clock, publisher):
    stubs.plan("statuses/share", DROP)
    carry()
    for _look in range(7):
        clock.shift(700)
        carry()
    delivery = delivery_of(out, "weibo")
    assert (delivery.state, delivery.due_at, len(stubs.called("statuses/share"))) == ("unknown", None, 1)
    assert publisher.memos.filter(link=f"/notices/channels/{delivery.pk}/").count() == 1


def test_a_lost_submission_is_found_among_what_is_out(stubs, wechat, out, carry, delivery_of):
    stubs.wechat.polls = 0
    stubs.plan("freepublish/submit", DROP_AFTER)
    carry(30)
    assert delivery_of(out, "wechat").state == "published"
    assert len(stubs.articles) == 1


def test_a_lost_draft_is_sought_and_not_saved_twice(stubs, wechat, out, carry, delivery_of):
    stubs.plan("draft/add", DROP_AFTER)
    carry(20)
    assert delivery_of(out, "wechat").state == "published"
    assert len(stubs.called("draft/add")) == 1


# ---- the way back


def test_what_was_published_is_withdrawn(stubs, wechat, weibo, out, carry, take_back, delivery_of):
    carry(10)
    take_back(out)
    carry(1)
    assert (stubs.articles, stubs.statuses) == ([], [])
    assert delivery_of(out, "weibo", "withdraw").state == delivery_of(out, "weibo").state == "withdrawn"


def test_what_has_not_gone_out_is_cancelled(stubs, wechat, weibo, out, carry, take_back, delivery_of):
    take_back(out)
    carry(10)
    assert stubs.calls == []
    assert delivery_of(out, "wechat").state == "cancelled"


def test_what_is_under_way_is_withdrawn_once_it_is_out(stubs, wechat, out, carry, take_back):
    stubs.wechat.polls = 2
    carry()
    take_back(out)
    carry(60)
    assert stubs.articles == []
    assert len(stubs.called("freepublish/delete")) == 1


def test_without_the_right_to_delete_there_is_a_card_with_the_link(stubs, weibo, out, carry, take_back, delivery_of):
    carry()
    stubs.weibo.may_destroy = False
    take_back(out)
    carry()
    card = delivery_of(out, "weibo", "withdraw")
    assert card.state == "by_hand"
    assert card.takes_back.link


def test_what_was_published_by_hand_is_withdrawn_by_hand(out, take_back, delivery_of):
    Delivery.objects.filter(channel="weibo").update(state="published", link="https://weibo.com/1/a")
    take_back(out)
    assert delivery_of(out, "weibo", "withdraw").state == "by_hand"


def test_a_card_that_nobody_has_answered_leaves_one_to_check(out, take_back, delivery_of):
    take_back(out)
    assert delivery_of(out, "weibo").state == "cancelled"
    assert delivery_of(out, "weibo", "withdraw").state == "by_hand"


# ---- updates


def test_the_new_one_is_out_before_the_old_one_goes(stubs, weibo, out, carry, followed):
    carry()
    followed(short="预计提前恢复。")
    carry()
    assert len(stubs.called("statuses/share")) == 2
    assert ["提前" in one["written"] for one in stubs.statuses] == [False, True] or len(stubs.statuses) == 1
    carry(2)
    assert ["提前" in one["written"] for one in stubs.statuses] == [True]


def test_the_old_one_goes_also_where_the_new_one_fails(stubs, weibo, out, carry, followed, clock):
    carry()
    followed(short="预计提前恢复。")
    stubs.plan("statuses/share", code(20016))
    carry()
    assert len(stubs.statuses) == 1
    clock.shift(600)
    carry()
    assert stubs.statuses == []


# ---- rows


def test_nothing_at_all_happens_in_a_drill(stubs, wechat, weibo, make_notice, make_incident, site, issued, carry):
    issued(make_notice(make_incident(site, is_drill=True), outlets=["wechat", "weibo"]))
    carry(5)
    assert not Delivery.objects.exists()
    assert stubs.calls == []


def test_every_account_of_the_nearest_area_carries_it(make_public_account, notice, issued):
    for name, region in (("区一", "310101"), ("区二", "310101"), ("市", "310000"), ("全国", None), ("外省", "320000")):
        make_public_account("weibo", name, region)
    out = issued(notice)
    assert set(out.deliveries.filter(channel="weibo").values_list("account__name", flat=True)) == {"区一", "区二"}


def test_one_row_a_notice_channel_account_and_operation(out):
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(
            notice=out, channel="weibo", operation="publish", state="queued", created_at=now(), changed_at=now()
        )


def test_the_payload_never_changes(out):
    with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
        Delivery.objects.filter(channel="weibo").update(payload={"status": "anders"})


def test_every_change_is_in_the_notices_history_and_the_incidents(stubs, weibo, out, carry, incident):
    carry()
    events = NoticeEvent.objects.filter(notice=out, kind="outlet", params__outlet="weibo")
    assert list(events.values_list("params__state", flat=True)) == ["queued", "published"]
    assert incident.timeline.filter(code="outlet_published").count() == 1


def test_publishers_are_told_of_a_card(out, publisher):
    assert publisher.memos.filter(link__startswith="/notices/channels/").count() == 2


# ---- what breaks


def test_an_answer_that_the_database_cannot_keep_is_kept_without(stubs, weibo, out, carry, delivery_of):
    stubs.plan("statuses/share", code(20012, "a\x00b"))
    carry(1)
    assert (delivery_of(out, "weibo").state, delivery_of(out, "weibo").error) == ("failed", "20012 ab")


@pytest.mark.parametrize(("link", "kept"), [("http://a/b", "http://a/b"), ("javascript:alert(1)", ""), ("", "")])
def test_a_link_of_the_platforms_leads_to_a_website(link, kept):
    assert calling.address(link) == kept


def test_half_a_character_is_none():
    assert calling.storable("a\ud800b") == "a?b"


@pytest.mark.logs_errors
def test_what_breaks_while_it_is_sent_is_looked_for_and_holds_nobody_up(
    stubs, weibo, wechat, out, carry, delivery_of, monkeypatch
):
    monkeypatch.setitem(calling.ACTS, ("weibo", "share"), lambda *_: 1 / 0)
    carry(8)
    assert "ZeroDivisionError" in delivery_of(out, "weibo").error
    assert {channel: delivery_of(out, channel).state for channel in ("weibo", "wechat")} == {
        "weibo": "unknown", "wechat": "published",
    }  # fmt: skip


@pytest.mark.logs_errors
def test_a_delivery_that_cannot_be_carried_does_not_keep_the_others_back(
    stubs, weibo, wechat, out, delivery_of, monkeypatch, clock
):
    bad = delivery_of(out, "weibo").pk
    real = jobs.claim
    monkeypatch.setattr(jobs, "claim", lambda pk, *, now: 1 / 0 if pk == bad else real(pk, now=now))
    assert jobs.carry([bad, delivery_of(out, "wechat").pk]) == 2
