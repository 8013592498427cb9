"""What happened on the walls: one event a change, in the notice's history, or on the incident's timeline where there is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from incidents.response import posts, timeline
from incidents.response.attaching import params_of
from incidents.response.choices import EntryKind
from incidents.response.models import Incident, TimelineEntry
from incidents.response.wall_sentences import sentence
from notices.content.choices import NoticeEventKind
from notices.content.models import Notice, NoticeEvent
from resources.attachments.models import Attachment
from resources.staff import queries as staff
from resources.staff.models import Person

from .choices import PAPER
from .models import Posting

#: rows of a wall's history that are shown
_MOST: Final = 200


def write(
    code: str,
    *,
    notice: Notice | None,
    incident: Incident | None,
    now: datetime,
    actor: Person | None = None,
    acting_for: Person | None = None,
    text: str = "",
    **params: Any,
) -> None:
    """Append one event; code is a key of WALLS."""
    if notice is not None:
        NoticeEvent.objects.create(
            notice=notice, kind=NoticeEventKind.OUTLET, at=now, actor=actor, acting_for=acting_for,
            params={"outlet": PAPER, "code": code, **params}, text=text,
        )  # fmt: skip
    elif incident is not None:
        timeline.write(
            incident, EntryKind.NOTICE, code, now=now, actor=actor, acting_for=acting_for, params=params, text=text
        )


def write_of(
    posting: Posting,
    code: str,
    *,
    actor: Person | None,
    now: datetime,
    text: str = "",
    files: Sequence[Attachment] = (),
    **params: Any,
) -> None:
    """The same about one wall."""
    named = {"posting": posting.pk, "site": posting.site.name, "sheet": str(posting.sheet or "—"), **params}
    write(
        code, notice=posting.notice, incident=posting.incident, now=now, actor=actor,
        acting_for=_acting_for(posting, actor, now), text=text, **named, **(params_of(files) if files else {}),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """An event as the page of a wall shows it."""

    at: datetime
    title: str
    text: str
    actor: Person | None
    acting_for: Person | None


def of(posting: Posting) -> list[Told]:
    """The wall's events, the newest first; one query."""
    if posting.notice_id is not None:
        events = NoticeEvent.objects.filter(notice=posting.notice_id, kind=NoticeEventKind.OUTLET)
        rows = events.filter(params__posting=posting.pk).select_related("actor", "acting_for")
        return [_told(row, str(row.params["code"])) for row in rows.order_by("-at", "-id")[:_MOST]]
    entries = TimelineEntry.objects.filter(incident=posting.incident_id, kind=EntryKind.NOTICE)
    found = entries.filter(params__posting=posting.pk).select_related("actor", "acting_for")
    return [_told(row, row.code) for row in found.order_by("-at", "-id")[:_MOST]]


def _told(row: Any, code: str) -> Told:
    return Told(row.at, sentence(code, row.params), row.text, row.actor, row.acting_for)


def _acting_for(posting: Posting, actor: Person | None, now: datetime) -> Person | None:
    if actor is None:
        return None
    if posting.incident is not None:
        return posts.acting_for(actor, posting.incident, now)
    return staff.acting_for(actor, posting.site.region_id, now)
