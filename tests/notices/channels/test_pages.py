"""Pages of deliveries and accounts: rights, cards, what is said, lists."""

import pytest
from django.urls import reverse

from notices.channels.models import Delivery, PublicAccount
from tests.notices.channels.stubs.weibo import TOKEN

pytestmark = pytest.mark.django_db


@pytest.fixture
def card(out, delivery_of, clock):
    """Nothing is configured, so Weibo is a card."""
    return delivery_of(out, "weibo")


def say(client, card, verb, **data):
    return client.post(reverse("channels:say", args=[card.pk, verb]), data)


def test_the_card_has_the_text_to_copy(client, publisher, card):
    client.force_login(publisher)
    page = client.get(reverse("channels:delivery", args=[card.pk])).content.decode()
    assert card.payload["status"] in page
    assert "data-copy" in page


def test_a_link_completes_the_card(client, publisher, card):
    client.force_login(publisher)
    say(client, card, "out", link="https://weibo.com/1/abc")
    card.refresh_from_db()
    assert (card.state, card.link, card.handled_by) == ("published", "https://weibo.com/1/abc", publisher)


def test_a_wrong_link_is_refused_and_what_was_entered_stays(client, publisher, card):
    client.force_login(publisher)
    answer = say(client, card, "out", link="weibo.com/1/abc", text="晚了十分钟")
    assert answer.status_code == 422
    assert "晚了十分钟" in answer.content.decode()


@pytest.mark.parametrize("link", ["javascript:alert(1)", "", "https://", "ftp://weibo.com/1"])
def test_only_addresses_of_pages_are_links(client, publisher, card, link):
    client.force_login(publisher)
    assert say(client, card, "out", link=link).status_code == 422


def test_giving_up_wants_a_reason(client, publisher, card):
    client.force_login(publisher)
    assert say(client, card, "drop").status_code == 422
    say(client, card, "drop", text="不用微博")
    card.refresh_from_db()
    assert card.state == "cancelled"


def test_sending_without_an_account_says_what_to_do(client, publisher, card):
    client.force_login(publisher)
    answer = say(client, card, "again")
    assert answer.status_code == 422
    assert "没有可用的发布账号" in answer.content.decode()


def test_an_account_that_came_later_takes_the_card(client, publisher, card, weibo, stubs):
    client.force_login(publisher)
    say(client, card, "again")
    card.refresh_from_db()
    assert (card.state, card.account) == ("queued", weibo)


def test_a_manager_of_another_region_does_not_find_it(client, outsider, card):
    client.force_login(outsider)
    assert client.get(reverse("channels:delivery", args=[card.pk])).status_code == 404


def test_an_auditor_reads_and_does_nothing(client, auditor, card):
    client.force_login(auditor)
    assert "data-copy" in client.get(reverse("channels:delivery", args=[card.pk])).content.decode()
    assert say(client, card, "drop", text="x").status_code == 403


def test_field_staff_have_no_part_in_it(client, field_staff, card):
    client.force_login(field_staff)
    assert client.get(reverse("channels:deliveries")).status_code == 403


def test_the_list_is_filtered_by_what_waits_for_people(client, publisher, card):
    client.force_login(publisher)
    assert card.notice.number in client.get(reverse("channels:deliveries") + "?need=hand").content.decode()
    assert card.notice.number not in client.get(reverse("channels:deliveries") + "?need=standing").content.decode()


def test_the_list_is_exported(client, publisher, card):
    client.force_login(publisher)
    answer = client.get(reverse("channels:deliveries") + "?export=csv")
    assert "微博" in b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode("utf-8-sig")


def test_the_list_costs_the_same_with_many_rows(
    client, publisher, card, django_assert_max_num_queries, make_public_account
):
    client.force_login(publisher)
    with django_assert_max_num_queries(50) as few:
        client.get(reverse("channels:deliveries"))
    for number in range(20):
        account = make_public_account("wechat", f"号{number}")
        Delivery.objects.create(
            notice=card.notice, channel="wechat", account=account, operation="publish", state="failed",
            created_at=card.created_at, changed_at=card.created_at, handled_by=publisher,
        )  # fmt: skip
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("channels:deliveries"))


def test_only_administrators_keep_accounts(client, publisher):
    client.force_login(publisher)
    assert client.get(reverse("channels:accounts")).status_code == 403


def test_an_account_is_made_and_its_secret_never_shown(client, administrator, stubs):
    client.force_login(administrator)
    data = {
        "name": "市民微博",
        "region": "",
        "option_domain": "a.cn",
        "option_rip": "203.0.113.7",
        "secret_access_token": TOKEN,
    }
    client.post(reverse("channels:new_account", args=["weibo"]), data)
    account = PublicAccount.objects.get()
    assert TOKEN not in account.sealed
    assert TOKEN not in client.get(reverse("channels:account", args=[account.pk])).content.decode()


def test_a_changed_account_keeps_its_secret(client, administrator, weibo, stubs):
    client.force_login(administrator)
    data = {
        "name": "改名",
        "region": "",
        "option_domain": "a.cn",
        "option_rip": "203.0.113.7",
        "secret_access_token": "",
    }
    client.post(reverse("channels:account", args=[weibo.pk]), data)
    assert "可以使用" in client.post(reverse("channels:test_account", args=[weibo.pk])).content.decode()


def test_the_test_of_a_revoked_token_says_so(client, administrator, make_public_account, stubs):
    account = make_public_account("weibo", secrets={"access_token": "old"})
    client.force_login(administrator)
    page = client.post(reverse("channels:test_account", args=[account.pk])).content.decode()
    assert "没有权限" in page
    assert "21332" in page


def test_testing_publishes_nothing(client, administrator, wechat, stubs):
    client.force_login(administrator)
    client.post(reverse("channels:test_account", args=[wechat.pk]))
    assert [call.name for call in stubs.calls] == ["stable_token", "freepublish/batchget"]


def test_an_account_is_switched_off(client, administrator, weibo):
    client.force_login(administrator)
    client.post(reverse("channels:switch_account", args=[weibo.pk]), {"enabled": "0"})
    weibo.refresh_from_db()
    assert not weibo.is_enabled
