"""Links that acknowledge: issued with a call's message, used once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Refused
from incidents.escalation import registry
from incidents.escalation.channels.choices import LinkState
from incidents.escalation.channels.links import digest_of, is_ours, make_token
from incidents.escalation.channels.models import AcknowledgeLink
from incidents.escalation.choices import PERSONAL_CHANNELS, Channel
from incidents.escalation.models import Acknowledgement, OutboxMessage
from incidents.escalation.queries import standing_acknowledgement
from incidents.escalation.registry import Description

log = structlog.get_logger(__name__)

REFUSALS = {
    LinkState.UNKNOWN: _("链接无效，请登录后接警。"),
    LinkState.USED: _("链接已经使用过，不能再次使用。"),
    LinkState.EXPIRED: _("链接已过期，请登录后接警。"),
    LinkState.OVER: _("事件已经结束，无需接警。"),
    LinkState.HELD: _("已有人接警，无需再次确认。"),
}


@dataclass(frozen=True)
class Looked:
    """What stands behind a link; link and subject None for one that is not known or leads nowhere."""

    state: LinkState
    link: AcknowledgeLink | None = None
    subject: Description | None = None
    held: Acknowledgement | None = None


def issue(message: OutboxMessage, *, now: datetime) -> str:
    """A new token for a call to one person, or "" for a message that calls nobody, or a subject that cannot be acknowledged so.

    Every attempt has one of its own; using any of them uses up all of the message's.
    """
    port = registry.subject_ports().get(message.subject_kind)
    wanted = message.stop_on_acknowledgement and message.channel in PERSONAL_CHANNELS - {Channel.IN_APP}
    if not wanted or port is None or port.acknowledge is None:
        return ""
    token = make_token()
    AcknowledgeLink.objects.create(
        message=message,
        person_id=message.recipient_id,
        digest=digest_of(token),
        created_at=now,
        expires_at=now + timedelta(minutes=settings.ACKNOWLEDGE_LINK_MINUTES),
    )
    return token


def look(token: str, *, now: datetime) -> Looked:
    """What a link would do now. It changes nothing: previews and scanners open links, too."""
    if not is_ours(token):
        return Looked(LinkState.UNKNOWN)
    links = AcknowledgeLink.objects.select_related("message", "person")
    link = links.filter(digest=digest_of(token)).first()
    return _looked(link, now) if link is not None else Looked(LinkState.UNKNOWN)


def use(token: str, *, now: datetime) -> Looked:
    """Acknowledge the message's subject as the person whom it called. Raises Refused with why it cannot be done (any more).

    The subject's row is locked first, as everywhere, then the message's links.
    """
    seen = look(token, now=now)
    if seen.state != LinkState.READY or seen.link is None:
        raise Refused(seen.state, REFUSALS[seen.state])
    message, person = seen.link.message, seen.link.person
    port = registry.port_of(message.subject_kind)
    with transaction.atomic():
        port.lock(message.subject_id)
        links = list(AcknowledgeLink.objects.select_for_update().filter(message=message).order_by("pk"))
        again = _looked(next(one for one in links if one.pk == seen.link.pk), now)
        if again.state != LinkState.READY or port.acknowledge is None:
            raise Refused(again.state, REFUSALS[again.state])
        port.acknowledge(message.subject_id, person, now)
        AcknowledgeLink.objects.filter(message=message).update(used_at=now)
    log.info("acknowledged_by_link", message=message.pk, person=person.pk)
    return Looked(
        LinkState.USED,
        seen.link,
        registry.describe(message.subject_kind, message.subject_id),
        standing_acknowledgement(message.subject_kind, message.subject_id, now),
    )


def _looked(link: AcknowledgeLink, now: datetime) -> Looked:
    message = link.message
    port = registry.subject_ports().get(message.subject_kind)
    subject = port.describe([message.subject_id]).get(message.subject_id) if port else None
    if subject is None or not link.person.is_active:
        return Looked(LinkState.UNKNOWN)
    held = standing_acknowledgement(message.subject_kind, message.subject_id, now)
    return Looked(_state(link, subject, held, now), link, subject, held)


def _state(link: AcknowledgeLink, subject: Description, held: Acknowledgement | None, now: datetime) -> LinkState:
    if AcknowledgeLink.objects.filter(message=link.message_id).exclude(used_at=None).exists():
        return LinkState.USED
    if link.expires_at <= now:
        return LinkState.EXPIRED
    if not subject.is_open:
        return LinkState.OVER
    return LinkState.HELD if held is not None else LinkState.READY
