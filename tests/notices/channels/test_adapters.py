"""Every documented answer of WeChat and Weibo, over HTTP, and what it means."""

from datetime import datetime, timedelta

import pytest

from incidents.escalation.channels.fates import Fate
from incidents.escalation.channels.http import Answer
from notices.channels import tokens, wechat, wechat_codes, weibo
from notices.channels.outcomes import Seen
from tests.conftest import CST
from tests.notices.channels.stubs import DROP, DROP_AFTER, GARBAGE, HANG_AFTER, UNAVAILABLE, code

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=CST)
ARTICLE = {
    "title": "题",
    "author": "者",
    "digest": "要",
    "content": "<p>文</p>",
    "plain": "文",
    "url": "https://ops.cn/n/1/",
}
STATUS = {"status": "停用，请到窗口。详情：https://ops.cn/n/1/", "url": "https://ops.cn/n/1/"}


@pytest.fixture
def account(opened):
    return opened("wechat")


@pytest.fixture
def weibo_account(opened):
    return opened("weibo")


@pytest.fixture
def submitted(account):
    """The numbers of an article whose publication was asked for."""
    draft = wechat.add_draft(account, ARTICLE, NOW)
    return {**draft.ids, **wechat.submit(account, draft.ids, NOW).ids}


def now():
    return datetime.now(CST)


# ---- WeChat: tokens


def test_a_token_is_fetched_once(account, stubs):
    wechat.add_draft(account, ARTICLE, NOW)
    wechat.add_draft(account, ARTICLE, NOW)
    assert stubs.wechat.fetched == 1


def test_a_worn_token_is_replaced_once_and_the_call_made_again(account, stubs):
    wechat.add_draft(account, ARTICLE, NOW)
    stubs.wechat.expire_token()
    assert wechat.add_draft(account, ARTICLE, NOW).fate == Fate.ACCEPTED
    assert (stubs.wechat.fetched, stubs.wechat.forced) == (2, 0)


@pytest.mark.parametrize("number", [40001, 40014, 42001])
def test_a_token_that_stays_refused_is_forced_once_and_then_it_is_over(account, stubs, number):
    stubs.plan("draft/add", code(number), code(number))
    result = wechat.add_draft(account, ARTICLE, NOW)
    assert result.fate == Fate.AUTH
    assert stubs.wechat.forced == 1
    assert len(stubs.called("draft/add")) == 2


@pytest.mark.parametrize(
    ("told", "kept"),
    [(7200, 6900), (1000, 700), (300, 150), (0, 1), (None, 30), ("7200", 6900), (99999, 6900), (-5, 1)],
)
def test_how_long_a_token_is_kept(told, kept):
    assert tokens.life(told) == kept


@pytest.mark.parametrize("number", [40013, 40125, 40164, 50004, 89503])
def test_credentials_that_are_no_good_are_final(account, stubs, number):
    stubs.plan("stable_token", code(number))
    assert wechat.add_draft(account, ARTICLE, NOW).fate == Fate.AUTH
    assert stubs.called("draft/add") == []


@pytest.mark.parametrize("reply", [DROP, DROP_AFTER, GARBAGE, UNAVAILABLE, code(-1)])
def test_no_token_means_that_nothing_was_done(account, stubs, reply):
    stubs.plan("stable_token", reply)
    assert wechat.submit(account, {"media_id": "m"}, NOW).fate == Fate.TRANSIENT


def test_no_secret_is_in_an_error(account, stubs):
    stubs.plan("draft/add", HANG_AFTER)
    error = wechat.add_draft(account, ARTICLE, NOW).error
    assert error
    assert "token-" not in error
    assert account.secret("secret") not in error


# ---- WeChat: drafts and publications


def test_a_draft_is_known_by_its_address(account, stubs):
    stubs.plan("draft/add", DROP_AFTER)
    assert wechat.add_draft(account, ARTICLE, NOW).fate == Fate.UNKNOWN
    assert wechat.seek_draft(account, ARTICLE, NOW).ids == {"media_id": "draft-1"}


def test_a_draft_that_is_not_there_is_not_found(account):
    assert wechat.seek_draft(account, ARTICLE, NOW).ids == {}


@pytest.mark.parametrize(
    ("reply", "fate"),
    [
        (code(53503), Fate.PERMANENT),
        (code(53504), Fate.PERMANENT),
        (code(53505), Fate.PERMANENT),
        (code(40007), Fate.PERMANENT),
        (code(48001), Fate.AUTH),
        (code(48004), Fate.AUTH),
        (code(45009), Fate.THROTTLED),
        (code(45011), Fate.THROTTLED),
        (code(-1), Fate.TRANSIENT),
        (UNAVAILABLE, Fate.TRANSIENT),
        (DROP, Fate.UNKNOWN),
        (DROP_AFTER, Fate.UNKNOWN),
        (HANG_AFTER, Fate.UNKNOWN),
        (GARBAGE, Fate.UNKNOWN),
    ],
)
def test_what_became_of_a_publication_that_was_asked_for(account, stubs, reply, fate):
    draft = wechat.add_draft(account, ARTICLE, NOW)
    stubs.plan("freepublish/submit", reply)
    assert wechat.submit(account, draft.ids, NOW).fate == fate


def test_the_quota_of_a_day_is_filled_up_at_midnight(account, stubs):
    stubs.plan("draft/add", code(45009))
    assert wechat.add_draft(account, ARTICLE, NOW).until == datetime(2026, 11, 24, 0, 1, tzinfo=CST)


def test_submitting_is_no_publication(account, submitted, stubs):
    assert stubs.articles == []
    assert wechat.look(account, ARTICLE, submitted, NOW).seen == Seen.RUNNING


def test_the_second_look_sees_it_with_its_address(account, submitted):
    wechat.look(account, ARTICLE, submitted, NOW)
    look = wechat.look(account, ARTICLE, submitted, NOW)
    assert look.seen == Seen.PUBLIC
    assert look.link == "https://mp.weixin.qq.com/s/100000001"
    assert look.ids == {"article_id": "article-100000001"}


@pytest.mark.parametrize(
    ("status", "seen"), [(2, Seen.REFUSED), (3, Seen.REFUSED), (4, Seen.REFUSED), (5, Seen.GONE), (6, Seen.GONE)]
)
def test_publications_that_fail(account, submitted, stubs, status, seen):
    stubs.wechat.polls, stubs.wechat.outcome = 0, status
    assert wechat.look(account, ARTICLE, submitted, NOW).seen == seen


@pytest.mark.parametrize("reply", [DROP, GARBAGE, UNAVAILABLE, code(45009), code(-1)])
def test_a_look_without_an_answer_says_nothing(account, submitted, stubs, reply):
    stubs.plan("freepublish/get", reply)
    assert wechat.look(account, ARTICLE, submitted, NOW).seen == Seen.NO_ANSWER


def test_a_lost_publication_is_found_among_what_is_out(account, submitted, stubs):
    wechat.look(account, ARTICLE, submitted, NOW)
    wechat.look(account, ARTICLE, submitted, NOW)
    found = wechat.look(account, ARTICLE, {"media_id": "draft-1"}, NOW)
    assert (found.seen, found.ids) == (Seen.PUBLIC, {"article_id": "article-100000001"})


def test_one_that_is_not_out_is_not_found(account):
    assert wechat.look(account, ARTICLE, {"media_id": "draft-1"}, NOW).seen == Seen.ABSENT


def test_an_article_is_deleted_and_deleting_it_again_is_no_harm(account, submitted, stubs):
    wechat.look(account, ARTICLE, submitted, NOW)
    ids = wechat.look(account, ARTICLE, submitted, NOW).ids
    assert wechat.take_back(account, ids, NOW).fate == Fate.ACCEPTED
    assert stubs.articles == []
    stubs.plan("freepublish/delete", code(53600))
    assert wechat.take_back(account, ids, NOW).fate == Fate.ACCEPTED


@pytest.mark.parametrize("reply", [DROP_AFTER, GARBAGE])
def test_a_lost_deletion_is_tried_again(account, stubs, reply):
    stubs.plan("freepublish/delete", reply)
    assert wechat.take_back(account, {"article_id": "a"}, NOW).fate == Fate.TRANSIENT


# ---- Weibo


def test_a_text_is_shared(weibo_account, stubs):
    result = weibo.share(weibo_account, STATUS, now())
    assert result.is_public
    assert result.link == f"https://weibo.com/1404376560/{weibo.short(result.ids['id'])}"
    assert stubs.called("statuses/share")[0].form["rip"] == "203.0.113.7"


def test_numbers_in_addresses():
    assert weibo.short("3501756485200075") == "z0JH2lOMb"


@pytest.mark.parametrize(
    ("number", "fate"),
    [
        *((number, Fate.THROTTLED) for number in (10022, 10023, 10024)),
        *((number, Fate.PERMANENT) for number in (20012, 20016, 20017, 10017, 20021)),
        *((number, Fate.AUTH) for number in (21327, 21332, 21315, 21319, 10014, 10006)),
        *((number, Fate.TRANSIENT) for number in (10002, 10009)),
        *((number, Fate.UNKNOWN) for number in (10001, 10010, 20019)),
    ],
)
def test_codes_of_weibo(weibo_account, stubs, number, fate):
    stubs.plan("statuses/share", code(number))
    result = weibo.share(weibo_account, STATUS, now())
    assert result.fate == fate
    assert result.error.startswith(str(number))


@pytest.mark.parametrize("reply", [DROP, DROP_AFTER, HANG_AFTER, GARBAGE])
def test_a_lost_answer_leaves_it_open(weibo_account, stubs, reply):
    stubs.plan("statuses/share", reply)
    assert weibo.share(weibo_account, STATUS, now()).fate == Fate.UNKNOWN


def test_delayed_is_accepted_and_seen_later(weibo_account, stubs):
    stubs.weibo.is_delayed = True
    result = weibo.share(weibo_account, STATUS, now())
    assert (result.fate, result.is_public) == (Fate.ACCEPTED, False)
    assert weibo.look(weibo_account, STATUS, now(), now()).seen == Seen.PUBLIC


def test_a_lost_text_is_found_in_the_timeline_although_its_address_was_changed(weibo_account, stubs):
    stubs.plan("statuses/share", DROP_AFTER)
    weibo.share(weibo_account, STATUS, now())
    look = weibo.look(weibo_account, STATUS, now(), now())
    assert (look.seen, look.ids["id"]) == (Seen.PUBLIC, "3504803600502730")


def test_an_older_text_of_the_same_words_is_another(weibo_account):
    weibo.share(weibo_account, STATUS, now())
    assert weibo.look(weibo_account, STATUS, now() + timedelta(hours=1), now()).seen == Seen.ABSENT


def test_a_text_is_deleted_and_deleting_it_again_is_no_harm(weibo_account, stubs):
    ids = weibo.share(weibo_account, STATUS, now()).ids
    assert weibo.take_back(weibo_account, ids, now()).fate == Fate.ACCEPTED
    assert stubs.statuses == []
    assert weibo.take_back(weibo_account, ids, now()).fate == Fate.ACCEPTED


def test_without_the_right_to_delete_a_person_does(weibo_account, stubs):
    stubs.weibo.may_destroy = False
    ids = weibo.share(weibo_account, STATUS, now()).ids
    assert weibo.take_back(weibo_account, ids, now()).fate == Fate.AUTH


# ---- a server that breaks off


@pytest.mark.parametrize(("status", "fate"), [(500, Fate.UNKNOWN), (408, Fate.UNKNOWN), (503, Fate.TRANSIENT)])
def test_a_server_that_broke_off_its_work_may_have_done_it(status, fate):
    answer = Answer(status, b"<html>")
    assert weibo.classify(answer, NOW).fate == fate
    assert wechat_codes.read(answer, NOW, is_idempotent=False).fate == fate


def test_what_may_be_repeated_is_repeated_after_it():
    answer = Answer(500, b"<html>")
    assert weibo.read(answer, NOW, is_idempotent=True).fate == Fate.TRANSIENT
    assert wechat_codes.read(answer, NOW, is_idempotent=True).fate == Fate.TRANSIENT
