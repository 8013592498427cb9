"""What happens when a deadline of command falls due. Imported once, when the app is ready."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from emergency_ops.lib.wording import listed
from incidents.escalation import registry
from incidents.escalation.actions.announcing import announce
from incidents.escalation.models import Deadline
from incidents.response.actions import duties
from incidents.response.actions.moving import Move
from incidents.response.choices import RUNNING_STATUSES, SUBJECT, EntryKind
from incidents.response.messages import body, subject
from incidents.response.models import Incident
from incidents.response.rules.duties import SHIFT_ENDS, TRANSFER_DUE
from resources.staff.models import Person, Shift

from .actions import ANSWER_WITHIN
from .choices import TransferState
from .models import CommandTransfer
from .queries import commander, open_transfer


def _locked(deadline: Deadline, now: datetime) -> Move | None:
    """The incident, locked; None when it is over."""
    incident = Incident.objects.select_for_update(of=("self",)).select_related("policy_version", "region")
    row = incident.get(pk=deadline.subject_id)
    return Move(row, None, None, now) if row.status in RUNNING_STATUSES else None


def _transfer_due(deadline: Deadline, now: datetime) -> None:
    """The taker has not accepted: both are reminded, until somebody answers."""
    with transaction.atomic():
        move = _locked(deadline, now)
        row = CommandTransfer.objects.select_related("giver", "taker").get(pk=deadline.payload["transfer"])
        if move is None or row.state != TransferState.PROPOSED:
            return
        people = [person for person in (row.taker, row.giver) if person is not None]
        link = reverse("incidents:command_transfer", args=[move.incident.number, row.pk])
        _remind(move, people, _("指挥交接仍未确认：%(subject)s"), deadline, link)
        names = {"taker": str(row.taker), "people": listed(people), "transfer": row.pk}
        move.write(EntryKind.COMMAND, "command_unanswered", **names)
        duties.schedule_next(move.incident, TRANSFER_DUE, now + ANSWER_WITHIN, deadline.payload)


def _shift_ends(deadline: Deadline, now: datetime) -> None:
    """The commander's shift is about to end while the incident goes on: they and whoever comes after are told to hand over."""
    with transaction.atomic():
        move = _locked(deadline, now)
        shift = Shift.objects.filter(pk=deadline.payload["shift"]).select_related("person").first()
        if move is None or shift is None or shift.person is None or open_transfer(move.incident):
            return
        if commander(move.incident, now) != shift.person:
            return
        people = list(dict.fromkeys([shift.person, *_following(shift)]))
        link = reverse("incidents:command_hand_over", args=[move.incident.number])
        _remind(move, people, _("班次即将结束，请交接指挥：%(subject)s"), deadline, link)
        until = shift.period.upper.isoformat()
        move.write(EntryKind.COMMAND, "command_shift_ends", person=str(shift.person), until=until)


def _following(shift: Shift) -> list[Person]:
    """Who serves at the post when the shift ends."""
    rows = Shift.objects.filter(post=shift.post_id, period__contains=shift.period.upper, person__is_active=True)
    return [row.person for row in rows.select_related("person") if row.person is not None]


def _remind(move: Move, people: Iterable[Person], what: Promise, deadline: Deadline, link: str) -> None:
    with override(settings.LANGUAGE_CODE):
        title, text = str(what) % {"subject": subject(move.incident)}, body(move.incident, move.now)
    key = f"incident:{move.incident.pk}:{deadline.kind}:{deadline.round}"
    about = (SUBJECT, move.incident.pk)
    announce(people, subject=about, title=title, body=text, link=link, key=key, now=move.now, urgent=True)


registry.register(TRANSFER_DUE, _transfer_due)
registry.register(SHIFT_ENDS, _shift_ends)
