"""A part is put into a terminal: what it is, which piece it is, and what came out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from incidents.response.actions.moving import moving
from incidents.response.actions.resources import subject_of
from incidents.response.choices import SUBJECT, EntryKind
from incidents.response.dispatch.models import Dispatch, PartReplacement
from incidents.response.models import Incident
from incidents.response.queries import lineage
from incidents.response.rules.transitions import Verb
from resources.inventory.access import depots_for, kept_depots
from resources.inventory.actions import ledger
from resources.inventory.choices import MovementKind, TransferState
from resources.inventory.models import Depot, PartType, StockLevel, StockMovement, TransferLine
from resources.network.access import require_replacer
from resources.network.choices import ComponentKind
from resources.network.models import Component, Terminal
from resources.staff.models import Person

TEXT_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Source:
    """Where a piece comes from: of a signed transfer ("line"), issued before ("movement"), or from a depot's shelf now ("depot")."""

    kind: str
    pk: int
    part: PartType
    name: str
    pieces: int

    @property
    def value(self) -> str:
        """As forms carry it."""
        return f"{self.kind}:{self.pk}:{self.part.pk}"


@dataclass(frozen=True, slots=True)
class Work:
    """What was done at a terminal."""

    terminal: Terminal
    component: str
    source: Source
    old_serial: str = ""
    new_serial: str = ""
    note: str = ""


def sources(incident: Incident, terminal: Terminal, person: Person) -> list[Source]:
    """The pieces that could have been put in: signed for at the site, issued for the incident, in depots that the person keeps.

    What came for an incident that was merged into this one, or that it was split from, came for this one.
    """
    fits = Q(part__terminal_models=[]) | Q(part__terminal_models__contains=[terminal.model])
    return [*_signed(incident, terminal, fits), *_issued(incident, person, fits), *_shelves(person, fits)]


def replace_part(incident: Incident, work: Work, *, actor: Person, now: datetime, key: str = "") -> PartReplacement:
    """登记更换部件. A piece from the shelf is issued by the ledger with it. Repeats of a key are one replacement.

    Raises Forbidden, Invalid, or Refused where the piece is used up.
    """
    require_replacer(actor, work.terminal.site.region_id)
    _check(incident, work)
    with moving(incident, Verb.ATTEND, actor=actor, now=now) as move:
        same = PartReplacement.objects.filter(key=key, incident__in=lineage(move.incident))
        known = same.first() if key else None
        if known is not None:
            return known
        row = PartReplacement(
            incident=move.incident,
            terminal=work.terminal,
            dispatch=_dispatch(move.incident, work.terminal, actor),
            component=work.component,
            part=work.source.part,
            old_serial=work.old_serial.strip()[:60],
            new_serial=work.new_serial.strip()[:60],
            note=work.note.strip()[:TEXT_LENGTH],
            at=now,
            actor=actor,
            key=key or None,
        )
        _take_piece(row, work.source, actor, now, key)
        row.save(force_insert=True)
        _follow_component(row)
        move.write(
            EntryKind.DISPATCH,
            "part_replaced",
            row.note,
            dispatch=row.dispatch_id,
            terminal=work.terminal.code,
            component=work.component,
            part=work.source.part.name,
            source=work.source.name,
        )
    return row


def _check(incident: Incident, work: Work) -> None:
    if work.component not in ComponentKind.values:
        raise Invalid("replace_component", _("请选择部件。"))
    if not incident.terminals.filter(terminal=work.terminal).exists():
        raise Invalid("replace_terminal", _("终端%(terminal)s不在事件的影响范围内。"), terminal=work.terminal.code)


def _dispatch(incident: Incident, terminal: Terminal, actor: Person) -> Dispatch | None:
    """The one by which the actor is there."""
    rows = incident.dispatches.filter(site=terminal.site_id, person=actor, on_site_at__isnull=False)
    return rows.order_by("-on_site_at").first()


def _take_piece(row: PartReplacement, source: Source, actor: Person, now: datetime, key: str) -> None:
    """Locks what the piece comes from, so that two who take the last one do not both get it."""
    if source.kind == "line":
        row.line = TransferLine.objects.select_for_update().get(pk=source.pk)
        _require_left((row.line.received or 0) - row.line.replacements.count(), source)
    elif source.kind == "movement":
        row.movement = StockMovement.objects.select_for_update().get(pk=source.pk)
        _require_left(-row.movement.quantity - row.movement.replacements.count(), source)
    else:
        depot = Depot.objects.get(pk=source.pk)
        subject, ledger_key = subject_of(row.incident), f"part:{key}" if key else None
        row.movement = ledger.issue(depot, source.part, 1, actor=actor, now=now, subject=subject, key=ledger_key)


def _require_left(pieces: int, source: Source) -> None:
    if pieces < 1:
        raise Refused(
            "replace_used_up", _("%(source)s的%(part)s已用完：请选择其他来源。"), source=source.name, part=source.part
        )


def _follow_component(row: PartReplacement) -> None:
    """The terminal's list of components has the new serial number."""
    if not row.new_serial:
        return
    known = Component.objects.filter(terminal=row.terminal, kind=row.component)
    old = known.filter(serial_number=row.old_serial).first() if row.old_serial else known.first()
    if old is None:
        Component.objects.get_or_create(
            terminal=row.terminal,
            kind=row.component,
            serial_number=row.new_serial,
            defaults={"part_number": row.part.code},
        )
        return
    old.serial_number, old.part_number = row.new_serial, row.part.code
    old.save(update_fields=["serial_number", "part_number"])


def _signed(incident: Incident, terminal: Terminal, fits: Q) -> Sequence[Source]:
    lines = TransferLine.objects.filter(
        fits,
        transfer__subject_kind=SUBJECT,
        transfer__subject_id__in=lineage(incident),
        transfer__to_site=terminal.site_id,
        transfer__state__in=[TransferState.RECEIVED, TransferState.SHORT],
    )
    left = (
        lines.annotate(left=F("received") - Count("replacements")).filter(left__gt=0).select_related("transfer", "part")
    )
    return [Source("line", one.pk, one.part, one.transfer.number, one.left) for one in left.order_by("pk")]


def _issued(incident: Incident, person: Person, fits: Q) -> Sequence[Source]:
    rows = StockMovement.objects.filter(
        fits, kind=MovementKind.ISSUE, subject_kind=SUBJECT, subject_id__in=lineage(incident), transfer=None
    )
    left = rows.annotate(left=-F("quantity") - Count("replacements")).filter(left__gt=0)
    seen = left.filter(depot__in=depots_for(person)).select_related("depot", "part")
    return [Source("movement", one.pk, one.part, one.depot.name, one.left) for one in seen.order_by("pk")]


def _shelves(person: Person, fits: Q) -> Sequence[Source]:
    levels = StockLevel.objects.filter(fits, on_hand__gt=F("reserved"), depot__in=kept_depots(person))
    rows = levels.select_related("depot", "part").order_by("part__code", "depot__code")
    return [Source("depot", one.depot_id, one.part, one.depot.name, one.available) for one in rows]
