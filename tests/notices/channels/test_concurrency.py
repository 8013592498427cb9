"""Workers at the same delivery at once, and a worker that died between the call and its answer."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from emergency_ops.lib.clock import now
from notices.channels import calling, jobs
from notices.channels.actions import claim, mark_stale, settle
from notices.channels.actions.carrying import STALE_CLAIM
from notices.channels.models import Delivery

pytestmark = pytest.mark.django_db


def die_after(delivery, clock):
    """Make the call of the next step and never write down what came of it."""
    claimed = claim(delivery.pk, now=now())
    calling.act(claimed, now())
    clock.shift((STALE_CLAIM + timedelta(seconds=1)).total_seconds())
    return claimed


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("channel", ["wechat", "weibo"])
def test_workers_at_the_same_delivery_publish_once(stubs, wechat, weibo, out, delivery_of, channel):
    delivery = delivery_of(out, channel)
    Delivery.objects.filter(pk=delivery.pk).update(due_at=now() - timedelta(days=1))
    stubs.delay = 0.1
    start = threading.Barrier(4)

    def work():
        start.wait()
        try:
            jobs.carry([delivery.pk])
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    name = {"wechat": "freepublish/submit", "weibo": "statuses/share"}[channel]
    assert len(stubs.called(name)) == 1
    assert delivery_of(out, channel).state in ("published", "accepted")


def test_a_share_whose_worker_died_is_unknown_and_then_found(stubs, weibo, out, delivery_of, clock, carry):
    die_after(delivery_of(out, "weibo"), clock)
    assert mark_stale(now=now()) == 1
    assert delivery_of(out, "weibo").state == "unknown"
    carry()
    assert delivery_of(out, "weibo").state == "published"
    assert len(stubs.called("statuses/share")) == 1


def test_a_submission_whose_worker_died_is_unknown_and_then_found(stubs, wechat, out, delivery_of, clock, carry):
    stubs.wechat.polls = 0
    delivery = delivery_of(out, "wechat")
    first = claim(delivery.pk, now=now())
    settle(first, calling.act(first, now()), now=now())
    die_after(delivery, clock)
    carry()
    assert delivery_of(out, "wechat").state == "published"
    assert len(stubs.called("freepublish/submit")) == 1


def test_a_deletion_whose_worker_died_is_made_again(stubs, weibo, out, delivery_of, clock, carry):
    carry()
    Delivery.objects.create(
        notice=out, channel="weibo", account=weibo, operation="withdraw", state="queued", step="take_back",
        takes_back=delivery_of(out, "weibo"), due_at=now(), created_at=now(), changed_at=now(),
    )  # fmt: skip
    die_after(delivery_of(out, "weibo", "withdraw"), clock)
    carry(10)
    assert delivery_of(out, "weibo", "withdraw").state == "withdrawn"


def test_an_answer_that_comes_after_the_claim_was_given_up_changes_nothing(
    stubs, weibo, out, delivery_of, clock, carry
):
    claimed = die_after(delivery_of(out, "weibo"), clock)
    carry()
    settle(claimed, calling.act(claimed, now()), now=now())
    assert delivery_of(out, "weibo").state == "published"


def test_a_fresh_claim_is_left_alone(stubs, weibo, out, delivery_of, clock):
    claim(delivery_of(out, "weibo").pk, now=now())
    clock.shift(60)
    assert mark_stale(now=now()) == 0
