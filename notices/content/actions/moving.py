"""What every action does first: check who acts, lock the incident and the notice, ask the rule."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Refused
from emergency_ops.lib.wording import listed
from incidents.response import timeline
from incidents.response.choices import EntryKind
from incidents.response.models import Incident
from incidents.response.posts import acting_for
from notices.content import access
from notices.content.choices import PENDING_STATUSES, NoticeEventKind
from notices.content.models import Notice, NoticeEvent
from notices.content.rules import MOVES, Verb, is_possible
from resources.network.regions import WHOLE_COUNTRY
from resources.staff import queries as staff
from resources.staff.models import Person


@dataclass(slots=True)
class Move:
    """A notice that is locked (after its incident), and who changes it at which instant. actor None is the system."""

    notice: Notice
    actor: Person | None
    acting_for: Person | None
    now: datetime

    def save(self, **changes: Any) -> None:
        for name, value in changes.items():
            setattr(self.notice, name, value)
        self.notice.save(update_fields=list(changes))

    def write(self, kind: NoticeEventKind, text: str = "", /, **params: Any) -> NoticeEvent:
        return write_event(
            self.notice, kind, now=self.now, actor=self.actor, acting_for=self.acting_for, text=text, **params
        )

    def tell_incident(self, code: str, text: str = "", /, **params: Any) -> None:
        """An entry in the incident's timeline, where the notice has an incident."""
        if self.notice.incident is not None:
            given = {"notice": self.notice.number, "title": self.notice.title, **params}
            timeline.write(
                self.notice.incident, EntryKind.NOTICE, code, now=self.now, actor=self.actor,
                acting_for=self.acting_for, params=given, text=text,
            )  # fmt: skip


def write_event(
    notice: Notice,
    kind: NoticeEventKind,
    *,
    now: datetime,
    actor: Person | None = None,
    acting_for: Person | None = None,
    text: str = "",
    **params: Any,
) -> NoticeEvent:
    """Append a row to the notice's history, in the caller's transaction."""
    return NoticeEvent.objects.create(
        notice=notice, kind=kind, at=now, actor=actor, acting_for=acting_for, text=text.strip(), params=params
    )


@contextmanager
def moving(notice: Notice, verb: Verb, *, actor: Person | None, now: datetime) -> Iterator[Move]:
    """One transaction with the incident's and the notice's rows locked and fresh.

    What is not issued yet follows its incident into another region. Raises Forbidden for a role or region that may not,
    Refused("notice_status") for a move that the status does not allow.
    """
    access.require(actor, verb, notice.region_id)
    with transaction.atomic():
        if notice.incident_id is not None:
            Incident.objects.select_for_update(of=("self",), no_key=True).get(pk=notice.incident_id)
        locked = (
            Notice.objects.select_for_update(of=("self",), no_key=True)
            .select_related("incident__policy_version", "incident__region", "region")
            .get(pk=notice.pk)
        )
        require_possible(locked, verb)
        if _follow_incident(locked):
            access.require(actor, verb, locked.region_id)
        yield Move(locked, actor, on_behalf(actor, locked.incident, locked.region_id, now), now)


def _follow_incident(notice: Notice) -> bool:
    incident = notice.incident
    if incident is None or notice.status not in PENDING_STATUSES or notice.region_id == incident.region_id:
        return False
    notice.region = incident.region
    notice.save(update_fields=["region"])
    return True


def require_possible(notice: Notice, verb: Verb) -> None:
    if not is_possible(notice.status, verb):
        wanted = listed(str(status.label) for status in sorted(MOVES[verb][0]))
        raise Refused(
            "notice_status",
            _("公告%(number)s现为“%(status)s”，只有%(wanted)s的公告可以这样处理。请刷新页面。"),
            number=notice.number, status=notice.get_status_display(), wanted=wanted,
        )  # fmt: skip


def on_behalf(actor: Person | None, incident: Incident | None, region: str | None, now: datetime) -> Person | None:
    """The A in whose place the actor acts."""
    if actor is None:
        return None
    if incident is not None:
        return acting_for(actor, incident, now)
    return staff.acting_for(actor, region or WHOLE_COUNTRY, now)
