"""How a delivery's state changes: the row, the notice's history, the incident's timeline, and what hangs on it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.utils import translation

from incidents.response import timeline
from incidents.response.choices import EntryKind
from notices.channels.choices import WAITING, DeliveryState, Operation
from notices.channels.models import Delivery
from notices.channels.rules import Change
from notices.channels.telling import tell_of_card
from notices.content.actions.moving import on_behalf, write_event
from notices.content.choices import NoticeEventKind
from resources.staff.models import Person

#: what the people who handle the incident are told
_TOLD: Final[Mapping[DeliveryState, str]] = {
    DeliveryState.PUBLISHED: "outlet_published",
    DeliveryState.WITHDRAWN: "outlet_withdrawn",
    DeliveryState.FAILED: "outlet_failed",
    DeliveryState.UNKNOWN: "outlet_unknown",
    DeliveryState.BY_HAND: "outlet_by_hand",
}
_COLUMNS: Final = (
    "state", "step", "due_at", "error", "ids", "link", "attempts", "looks", "changed_at", "handled_by",
)  # fmt: skip
#: between two steps of one call nothing has happened that is worth a line
_SILENT: Final = frozenset({DeliveryState.QUEUED, DeliveryState.SENDING})


def change(delivery: Delivery, to: Change, *, now: datetime, actor: Person | None = None, text: str = "") -> None:
    """Carry a change out on a locked row."""
    was = delivery.state
    delivery.state, delivery.due_at, delivery.error = to.state, to.due_at, to.error[:300]
    delivery.step = delivery.step if to.step is None else to.step
    delivery.ids, delivery.link = {**delivery.ids, **to.ids}, to.link[:400] or delivery.link
    delivery.attempts = delivery.attempts if to.attempts is None else to.attempts
    delivery.looks = delivery.looks if to.looks is None else to.looks
    delivery.changed_at, delivery.handled_by = now, actor or delivery.handled_by
    delivery.save(update_fields=_COLUMNS)
    is_given_up = to.state == DeliveryState.UNKNOWN and to.due_at is None
    if is_given_up or (to.state != was and (to.state not in _SILENT or actor)):
        record(delivery, now=now, actor=actor, text=text)
        _consequences(delivery, now)


def record(delivery: Delivery, *, now: datetime, actor: Person | None = None, text: str = "") -> None:
    """One row in the notice's history; in the incident's timeline what its people have to know."""
    notice, incident = delivery.notice, delivery.notice.incident
    for_whom = on_behalf(actor, incident, notice.region_id, now)
    params = {
        "outlet": delivery.channel,
        "delivery": delivery.pk,
        "account": str(delivery.account or ""),
        "operation": delivery.operation,
        "state": delivery.state,
        "error": delivery.error,
        "link": delivery.link,
        "attempt": delivery.attempts,
    }
    write_event(notice, NoticeEventKind.OUTLET, now=now, actor=actor, acting_for=for_whom, text=text, **params)
    if actor is None:
        tell_of_card(delivery, now)
    code = _TOLD.get(DeliveryState(delivery.state))
    if incident is not None and code is not None:
        told = {"notice": notice.number, "where": _where(delivery)}
        timeline.write(
            incident, EntryKind.NOTICE, f"{code}_back" if _is_open_withdrawal(delivery) else code, now=now, actor=actor,
            acting_for=for_whom, params={**told, "error": delivery.error or "—"}, text=text,
        )  # fmt: skip


def _where(delivery: Delivery) -> dict[str, str]:
    """The channel in both languages, with the account."""
    found = {}
    for name, language in (("zh", "zh-hans"), ("en", "en")):
        with translation.override(language):
            label = delivery.get_channel_display()
        found[name] = f"{label} {delivery.account}" if delivery.account else label
    return found


def _is_open_withdrawal(delivery: Delivery) -> bool:
    return not delivery.is_publication and delivery.state != DeliveryState.WITHDRAWN


def _consequences(delivery: Delivery, now: datetime) -> None:
    """A publication that is seen lets the one before it go; a withdrawal ends its publication."""
    if delivery.state == DeliveryState.PUBLISHED and delivery.notice.previous_id:
        before = Delivery.objects.filter(
            notice=delivery.notice.previous_id, channel=delivery.channel, account=delivery.account,
            operation=Operation.WITHDRAW, state__in=WAITING, due_at__gt=now,
        )  # fmt: skip
        before.update(due_at=now)
    if delivery.state == DeliveryState.WITHDRAWN and delivery.takes_back_id:
        standing = Delivery.objects.filter(pk=delivery.takes_back_id).exclude(state=DeliveryState.WITHDRAWN)
        standing.update(state=DeliveryState.WITHDRAWN, due_at=None, changed_at=now)
