"""From rows to what an adapter is given."""

from collections.abc import Sequence

from django.conf import settings
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from incidents.escalation.choices import PERSONAL_CHANNELS
from incidents.escalation.models import OutboxMessage
from resources.staff.models import Person

from .models import ChannelAccount, ChannelHandle
from .parcels import Account, Addressee, Parcel
from .sealing import unseal


def opened(account: ChannelAccount) -> Account:
    """Raises sealing.Sealed for secrets that the keys at hand do not open."""
    address = account.address or settings.CHANNEL_ADDRESSES.get(account.channel, "")
    return Account(account.channel, address.rstrip("/"), account.options, unseal(account.sealed))


def pack(message: OutboxMessage, folded: Sequence[OutboxMessage] = (), token: str = "") -> Parcel:
    """A message with the earlier ones that go with it. Two queries for a group's, none for a text message."""
    with translation.override(settings.LANGUAGE_CODE):
        return Parcel(
            key=message.idempotency_key,
            title=message.title,
            body=message.body,
            link=absolute(message.link),
            link_label=_("查看与接警（需登录）：") if message.stop_on_acknowledgement else _("查看详情："),
            people=addressees(message, folded),
            token=token,
            is_call=message.stop_on_acknowledgement,
            earlier=_earlier(folded),
            facts={
                "subject": {"kind": message.subject_kind, "id": message.subject_id},
                "urgent": message.urgent,
                "ids": [one.idempotency_key for one in (*folded, message)],
            },
            created_at=message.created_at,
        )


def absolute(path: str) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{path}" if path else ""


def addressees(message: OutboxMessage, folded: Sequence[OutboxMessage] = ()) -> list[Addressee]:
    """Whom a text message reaches, or all whom a group's messages are for, each once."""
    if message.channel in PERSONAL_CHANNELS:
        return [Addressee(str(message.recipient), message.recipient.phone)]
    wanted = list(dict.fromkeys(pk for one in (*folded, message) for pk in (one.mentions or [one.recipient_id])))
    people = {person.pk: person for person in Person.objects.filter(pk__in=wanted)}
    handles = ChannelHandle.objects.filter(channel=message.channel, person__in=wanted)
    by_person = dict(handles.values_list("person_id", "value"))
    known = [people[pk] for pk in wanted if pk in people]
    return [Addressee(str(person), person.phone, by_person.get(person.pk, "")) for person in known]


def _earlier(folded: Sequence[OutboxMessage]) -> str:
    if not folded:
        return ""
    lines = [f"{localtime(one.created_at):%H:%M} {one.title}" for one in folded]
    return "\n".join([_("此前%(number)d条一并发送：") % {"number": len(folded)}, *lines])
