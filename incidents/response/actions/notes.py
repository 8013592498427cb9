"""What people say: notes, and that they have it."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid
from incidents.response.attaching import params_of
from incidents.response.choices import SUBJECT, EntryKind
from incidents.response.mentions.actions import mentioned_in, tell
from incidents.response.models import Incident, TimelineEntry
from incidents.response.rules.transitions import Verb
from resources.attachments.actions import keep, read_all
from resources.attachments.reading import Upload
from resources.staff.models import Person

from .deciding import hold
from .moving import moving


def note(
    incident: Incident, text: str, *, actor: Person, now: datetime, uploads: Sequence[Upload] = ()
) -> TimelineEntry:
    """Add to the timeline, in every status: what becomes known later belongs there too.

    Whom @ means is told once. Raises Invalid without a text and without files, for a file that is not taken, for an @ that may
    mean several people.
    """
    if not text.strip() and not uploads:
        raise Invalid("text", _("请填写备注内容，或选择附件。"))
    files = read_all(uploads)
    with moving(incident, Verb.NOTE, actor=actor, now=now) as move:
        meant = mentioned_in(move.incident, text)
        kept = keep((SUBJECT, move.incident.pk), files, actor=actor, now=now)
        if kept:
            entry = move.write(EntryKind.ATTACHMENT, "attached", text, **params_of(kept), **meant.params)
        else:
            entry = move.write(EntryKind.NOTE, "note", text, **meant.params)
        tell(move, entry, meant)
        return entry


def acknowledge(incident: Incident, *, actor: Person, now: datetime, by_link: bool = False) -> datetime:
    """接警确认: the actor has it. Returns until when that holds; after that the calls go on.

    by_link: by the link in a message, without a login; the timeline says so.
    """
    with moving(incident, Verb.ACKNOWLEDGE, actor=actor, now=now) as move:
        until = hold(move, actor)
        code = "acknowledged_by_link" if by_link else "acknowledged"
        move.write(EntryKind.ACKNOWLEDGED, code, until=until.isoformat())
    return until
