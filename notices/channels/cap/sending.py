"""The only writer of CAP messages, within the transaction that issues or ends the notice (its row is locked there)."""

import hashlib
from datetime import datetime

from django.conf import settings

from notices.content.choices import NoticeStatus
from notices.content.models import Notice
from notices.content.queries import told
from notices.content.told import Told
from resources.staff.models import Person

from . import building, queries
from .alert import Alert, Reference
from .models import CapMessage
from .writing import line, text, xml


def publish(notice: Notice, *, actor: Person | None, now: datetime) -> None:
    """The message of a notice that is issued: an Alert, or an Update of those before it."""
    _keep(notice, message_of(told(notice), notice, now))


def withdraw(notice: Notice, *, actor: Person | None, now: datetime) -> None:
    """The Cancel of a notice that ended before its time; nothing where its message has expired, so that nothing is to be taken back."""
    references = queries.standing_before(notice, now)
    if not any(reference.identifier.startswith(f"{notice.number}.") for reference in references):
        return
    envelope = _envelope(notice, now, references)
    replaced = notice.status == NoticeStatus.SUPERSEDED
    _keep(notice, building.cancelled(told(notice), queries.ground(notice), envelope, is_replaced=replaced))


def message_of(said: Told, notice: Notice, now: datetime) -> Alert:
    """What publish() keeps, or would keep now of these words."""
    envelope = _envelope(notice, now, queries.standing_before(notice, now))
    return building.issued(said, queries.ground(notice), envelope)


def shown(said: Told, notice: Notice, now: datetime) -> tuple[Alert, str]:
    """What the notice's issue says in CAP, and its XML: as it was sent, else as it would be sent now."""
    kept = CapMessage.objects.filter(notice=notice).order_by("pk").first()
    if kept is None:
        alert = message_of(said, notice, now)
        return alert, xml(alert).decode()
    references = [Reference.parse(part) for part in kept.references.split()]
    envelope = building.Envelope(kept.identifier, kept.sender, kept.sent, references)
    return building.issued(said, queries.ground(notice), envelope), kept.xml


def sender() -> str:
    return str(settings.CAP_SENDER)


def _envelope(notice: Notice, now: datetime, references: list[Reference]) -> building.Envelope:
    count = CapMessage.objects.filter(notice=notice).count() + 1
    return building.Envelope(building.identifier(notice.number, count), sender(), now, references)


def _keep(notice: Notice, alert: Alert) -> None:
    document = xml(alert)
    first = alert.infos[0]
    CapMessage.objects.create(
        notice=notice,
        identifier=alert.identifier,
        sender=alert.sender,
        sent=alert.sent.replace(microsecond=0),
        status=alert.status,
        msg_type=alert.msg_type,
        references=" ".join(map(str, alert.references)),
        expires=first.expires,
        headline=line(first.headline)[:200],
        summary=text(first.description),
        sha256=hashlib.sha256(document).hexdigest(),
        xml=document.decode(),
    )
