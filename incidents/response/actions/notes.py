"""What people say: notes, and that they have it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid
from incidents.response.choices import EntryKind
from incidents.response.models import Incident, TimelineEntry
from incidents.response.rules.transitions import Verb
from resources.staff.models import Person

from .deciding import hold
from .moving import moving


def note(incident: Incident, text: str, *, actor: Person, now: datetime) -> TimelineEntry:
    """Add to the timeline, in every status: what becomes known later belongs there too. Raises Invalid without a text."""
    if not text.strip():
        raise Invalid("text", _("请填写备注内容。"))
    with moving(incident, Verb.NOTE, actor=actor, now=now) as move:
        return move.write(EntryKind.NOTE, "note", text)


def acknowledge(incident: Incident, *, actor: Person, now: datetime) -> datetime:
    """接警确认: the actor has it. Returns until when that holds; after that the calls go on."""
    with moving(incident, Verb.ACKNOWLEDGE, actor=actor, now=now) as move:
        until = hold(move, actor)
        move.write(EntryKind.ACKNOWLEDGED, "acknowledged", until=until.isoformat())
    return until
