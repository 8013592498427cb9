"""Slow work by id."""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from celery import shared_task
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from emergency_ops.lib import clock
from emergency_ops.lib.facts import told

from . import mail
from .actions.sending import claim, claim_next, settle
from .channels import delivery
from .channels.actions.links import issue
from .channels.actions.receipts import follow
from .channels.fates import Sent
from .channels.packing import absolute
from .choices import Channel
from .models import OutboxMessage

#: after this a batch leaves its rest to the next sweep; below the task's soft time limit
PATIENCE = timedelta(seconds=40)
#: a limit that ends this soon is waited for, a longer one is left to the next sweep
SHORT_WAIT = timedelta(seconds=2)


@shared_task(name="incidents.escalation.jobs.deliver")
def deliver(ids: Sequence[int]) -> int:
    """Send the messages to single people that are still due, one by one: claimed (committed), sent, settled; how many were tried.

    Any id may be given any number of times and to any number of workers at once.
    """
    began = clock.now()
    tried = 0
    for message_id in ids:
        if clock.now() - began > PATIENCE:
            break
        message = claim(message_id, now=clock.now())
        if message is None:
            continue
        with translation.override(settings.LANGUAGE_CODE):
            settle(message, _send(message), now=clock.now())
        tried += 1
    return tried


@shared_task(name="incidents.escalation.jobs.deliver_account")
def deliver_account(account_id: int) -> int:
    """Send what waits for a robot or a webhook, in its order and no faster than it bears; how many calls.

    Any number of workers may be at it at once: one message is on its way at a time.
    """
    began = clock.now()
    calls = 0
    while clock.now() - began <= PATIENCE:
        found = claim_next(account_id, now=clock.now())
        if isinstance(found, datetime) and found - clock.now() <= SHORT_WAIT:
            time.sleep(max(0.0, (found - clock.now()).total_seconds()))
            continue
        if found is None or isinstance(found, datetime):
            break
        with translation.override(settings.LANGUAGE_CODE):
            settle(found.message, delivery.send(found.message, found.folded), now=clock.now())
        calls += 1
    return calls


@shared_task(name="incidents.escalation.jobs.follow_receipts")
def follow_receipts(ids: Sequence[int]) -> int:
    """Ask for receipts that are due; how many were asked for."""
    began = clock.now()
    asked = 0
    for message_id in ids:
        if clock.now() - began > PATIENCE:
            break
        asked += follow(message_id, now=clock.now())
    return asked


def _send(message: OutboxMessage) -> Sent:
    token = issue(message, now=clock.now())
    if message.channel == Channel.EMAIL:
        return mail.send(_letter(message, token))
    return delivery.send(message, token=token)


def _letter(message: OutboxMessage, token: str) -> mail.Letter:
    return mail.Letter(
        key=message.idempotency_key,
        to=message.recipient.email,
        title=message.title,
        body="\n\n".join([message.body, *_links(message, token)]) + ("\n" if message.link else ""),
    )


def _links(message: OutboxMessage, token: str) -> list[str]:
    found = []
    if token:
        words = _("一键接警（无需登录，%(counted_minutes)s内有效，仅限本人使用一次）：%(url)s")
        facts = {"minutes": settings.ACKNOWLEDGE_LINK_MINUTES, "url": absolute(f"/a/{token}")}
        found.append(told(words, facts))
    if message.link:
        pattern = _("查看与接警：%(url)s") if message.stop_on_acknowledgement else _("查看详情：%(url)s")
        found.append(pattern % {"url": absolute(message.link)})
    return found
