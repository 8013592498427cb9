"""Slow work by id."""

from collections.abc import Sequence
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from emergency_ops.lib import clock

from . import mail
from .actions.messages import claim, settle
from .models import OutboxMessage

#: after this a batch leaves its rest to the next sweep; below the task's soft time limit
PATIENCE = timedelta(seconds=40)


@shared_task(name="incidents.escalation.jobs.deliver")
def deliver(ids: Sequence[int]) -> int:
    """Send the messages that are still due, one by one: claimed (committed), sent, settled; how many were tried.

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
        settle(message, mail.send(_letter(message)), now=clock.now())
        tried += 1
    return tried


def _letter(message: OutboxMessage) -> mail.Letter:
    with translation.override(settings.LANGUAGE_CODE):
        pattern = _("查看与接警：%(url)s") if message.stop_on_acknowledgement else _("查看详情：%(url)s")
        where = pattern % {"url": settings.SITE_URL.rstrip("/") + message.link}
    return mail.Letter(
        key=message.idempotency_key,
        to=message.recipient.email,
        title=message.title,
        body=f"{message.body}\n\n{where}\n" if message.link else message.body,
    )
