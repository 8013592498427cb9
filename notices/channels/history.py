"""What happened to a delivery, from the notice's history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from emergency_ops.lib.badges import look_of
from notices.content.choices import NoticeEventKind
from notices.content.models import NoticeEvent
from resources.staff.models import Person

from .models import Delivery


@dataclass(frozen=True, slots=True)
class Happened:
    """An entry as the timeline component shows it."""

    at: datetime
    title: str
    text: str
    actor: Person | None
    acting_for: Person | None
    tone: str
    icon: str
    attachments: Sequence[object] = ()


def history(delivery: Delivery) -> list[Happened]:
    """The newest first; one query."""
    mine = NoticeEvent.objects.filter(
        notice=delivery.notice_id, kind=NoticeEventKind.OUTLET, params__delivery=delivery.pk
    ).select_related("actor", "acting_for")
    return [_told(event) for event in mine.order_by("-at", "-pk")]


def _told(event: NoticeEvent) -> Happened:
    look, label = look_of("public_delivery", str(event.params.get("state", "")))
    said = [event.text, event.params.get("error") or "", event.params.get("link") or ""]
    return Happened(
        event.at, label, "\n".join(filter(None, said)), event.actor, event.acting_for, look.tone.value, look.icon
    )
