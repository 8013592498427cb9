"""替代方案: asked for, ready, serving, withdrawn. The first that serves, with evidence, stops the 30-minute clock."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from emergency_ops.lib.errors import Invalid, Refused
from emergency_ops.lib.wording import listed
from incidents.escalation import actions as escalation
from incidents.response import kinds
from incidents.response.access import require_place
from incidents.response.attaching import SUBSTITUTE, params_of
from incidents.response.choices import EntryKind, SubstituteKind, SubstituteStatus
from incidents.response.models import Incident, Substitute
from incidents.response.rules.clock import minutes_and_seconds
from incidents.response.rules.transitions import Verb
from resources.attachments.actions import keep, read_all
from resources.attachments.reading import Read, Upload
from resources.network.models import Site
from resources.staff.models import Person

from . import clocks, duties
from .moving import Move, moving

#: the deadline of a substitute that was asked for, and how long it may take to be ready
READY_DUE = "substitute_ready_due"
READY_WITHIN = timedelta(minutes=10)

#: which status a substitute must have before it gets another one
BEFORE = {
    SubstituteStatus.READY: (SubstituteStatus.REQUESTED,),
    SubstituteStatus.SERVING: (SubstituteStatus.REQUESTED, SubstituteStatus.READY),
    SubstituteStatus.WITHDRAWN: (SubstituteStatus.REQUESTED, SubstituteStatus.READY, SubstituteStatus.SERVING),
}


def request_substitute(
    incident: Incident,
    kind: str,
    place: str,
    *,
    actor: Person,
    now: datetime,
    site: Site | None = None,
    hours: str = "",
    capacity: int | None = None,
    text: str = "",
) -> Substitute:
    """Ask for a substitute at a site, or for the whole incident (site None). Raises Invalid for a site that is not affected.

    Raises Forbidden beyond the actor's regions, as the other changes of a substitute do.
    """
    if not place.strip():
        raise Invalid("place", _("请填写地点、渠道或电话号码。"))
    with moving(incident, Verb.SUBSTITUTE, actor=actor, now=now) as move:
        if site is not None and not move.incident.terminals.filter(site=site).exists():
            raise Invalid("site", _("该网点不在事件的影响范围内。"))
        require_place(actor, move.incident, site)
        substitute = Substitute.objects.create(
            incident=move.incident,
            site=site,
            kind=SubstituteKind(kind),
            place=place.strip(),
            hours=hours.strip(),
            capacity=capacity,
            created_at=now,
            created_by=actor,
        )
        tell(move, substitute, "substitute_requested", text)
        owe_readiness(substitute, 0, now + READY_WITHIN)
    return substitute


def owe_readiness(substitute: Substitute, round_: int, due_at: datetime) -> None:
    """It is to be ready by then."""
    escalation.schedule(SUBSTITUTE, substitute.pk, READY_DUE, round=round_, due_at=due_at)


def ready_substitute(
    substitute: Substitute,
    *,
    actor: Person,
    now: datetime,
    text: str = "",
    uploads: Sequence[Upload] = (),
    overruled: str = "",
) -> Substitute:
    """It could serve: staff, devices and place are there. `overruled`: why it is ready although something is missing."""
    files = read_all(uploads)
    with _changing(substitute, SubstituteStatus.READY, actor, now, overruled) as (move, row):
        _save(row, status=SubstituteStatus.READY)
        tell(move, row, "substitute_ready", text, **_kept(move, row, files))
    return row


def serve_substitute(
    substitute: Substitute,
    evidence: str,
    *,
    actor: Person,
    now: datetime,
    uploads: Sequence[Upload] = (),
    overruled: str = "",
) -> Substitute:
    """It serves, and this is what shows it: a first receipt, who saw it, photos. Raises Invalid without evidence."""
    if not evidence.strip() and not uploads:
        raise Invalid("evidence", _("请填写证据，例如首笔业务单号、现场照片编号或核实人。没有证据，时限不会停止。"))
    files = read_all(uploads)
    with _changing(substitute, SubstituteStatus.SERVING, actor, now, overruled) as (move, row):
        stops = move.incident.clock_stopped_at is None and clocks.covers_more(row)
        kept = _kept(move, row, files)
        shown = evidence.strip() or str(kept["names"])
        _save(row, status=SubstituteStatus.SERVING, evidence=shown, serving_since=now)
        if stops:
            _stop_clock(move, row, kept)
        else:
            tell(move, row, "substitute_serving", shown, **kept)
    return row


def withdraw_substitute(
    substitute: Substitute,
    *,
    actor: Person,
    now: datetime,
    text: str = "",
    uploads: Sequence[Upload] = (),
    overruled: str = "",
) -> Substitute:
    """It serves no longer. The clock does not start again; the page shows when nothing serves."""
    files = read_all(uploads)
    with _changing(substitute, SubstituteStatus.WITHDRAWN, actor, now, overruled) as (move, row):
        _save(row, status=SubstituteStatus.WITHDRAWN, withdrawn_at=now)
        tell(move, row, "substitute_withdrawn", text, **_kept(move, row, files))
    return row


def state_capacity(
    substitute: Substitute, capacity: int, *, actor: Person, now: datetime, text: str = ""
) -> Substitute:
    """How many people an hour it serves. Raises Refused once it is withdrawn."""
    with changing_place(substitute, actor=actor, now=now) as (move, row):
        set_capacity(move, row, capacity, text)
    return row


def set_capacity(move: Move, row: Substitute, capacity: int, text: str = "") -> None:
    """The same of a locked one, for the kinds that compute it; nothing where it is so already."""
    if row.capacity != capacity:
        _save(row, capacity=capacity)
        tell(move, row, "substitute_capacity", text, capacity=capacity)


@contextmanager
def changing_place(
    substitute: Substitute, *, actor: Person, now: datetime, winding_up: bool = False
) -> Iterator[tuple[Move, Substitute]]:
    """A substitute that stands, locked after its incident, for whoever answers for its place. Raises Forbidden or Refused.

    winding_up: what is put away or taken back, also after the substitute or the incident has come to its end.
    """
    with _locked(substitute, Verb.WITHDRAW if winding_up else Verb.SUBSTITUTE, actor, now) as (move, row):
        if row.status == SubstituteStatus.WITHDRAWN and not winding_up:
            raise Refused("substitute_withdrawn", _("替代方案已撤除，不能再修改。"))
        yield move, row


@contextmanager
def _changing(
    substitute: Substitute, status: SubstituteStatus, actor: Person, now: datetime, overruled: str
) -> Iterator[tuple[Move, Substitute]]:
    verb = Verb.WITHDRAW if status == SubstituteStatus.WITHDRAWN else Verb.SUBSTITUTE
    with _locked(substitute, verb, actor, now) as (move, row):
        if row.status not in BEFORE[status]:
            raise Refused(
                "substitute_status",
                _("替代方案处于“%(before)s”状态，不能改为“%(after)s”。"),
                before=row.get_status_display(),
                after=status.label,
            )
        _require_in_place(move, row, status, overruled.strip())
        yield move, row
        escalation.cancel(SUBSTITUTE, row.pk, READY_DUE, now=now)
        kinds.kind_of(row).follow(row, actor=actor, now=now)


@contextmanager
def _locked(substitute: Substitute, verb: Verb, actor: Person, now: datetime) -> Iterator[tuple[Move, Substitute]]:
    with moving(substitute.incident, verb, actor=actor, now=now) as move:
        row = Substitute.objects.select_for_update(of=("self",)).select_related("site").get(pk=substitute.pk)
        if row.incident_id != move.incident.pk:
            raise Refused("substitute_moved", _("替代方案已转到另一个事件，请刷新页面后再试。"))
        require_place(actor, move.incident, row.site)
        yield move, row


def _require_in_place(move: Move, row: Substitute, status: SubstituteStatus, overruled: str) -> None:
    """Raises Refused for what the kind misses, unless a reason overrules it; the timeline keeps both."""
    missing = kinds.kind_of(row).missing(row, status)
    if not missing:
        return
    if not overruled:
        named = listed(missing)
        raise Refused("substitute_missing", _("尚未完成：%(missing)s。请先完成，或写明理由后继续。"), missing=named)
    with override(settings.LANGUAGE_CODE):
        named = listed(kinds.kind_of(row).missing(row, status))
    tell(move, row, "substitute_overruled", overruled, missing=named)


def _save(row: Substitute, **changes: object) -> None:
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))


def _kept(move: Move, row: Substitute, files: Sequence[Read]) -> dict[str, Any]:
    """Keeps the files at the substitute: what the timeline's entry says of them, nothing without any."""
    if not files:
        return {}
    return params_of(keep((SUBSTITUTE, row.pk), files, actor=move.actor, now=move.now))


def _stop_clock(move: Move, row: Substitute, kept: Mapping[str, Any]) -> None:
    late = move.now > move.incident.clock_due_at
    move.save(clock_stopped_at=move.now)
    duties.stop_clock(move.incident, move.now)
    elapsed = minutes_and_seconds(move.now - move.incident.clock_started_at)
    code = "substitute_stopped_clock_late" if late else "substitute_stopped_clock"
    tell(move, row, code, row.evidence, elapsed=elapsed, **kept)


def tell(move: Move, row: Substitute, code: str, text: str = "", **params: Any) -> None:
    """Append what happened to a substitute to its incident's timeline; by its id it is found for the substitute's own history."""
    move.write(EntryKind.SUBSTITUTE, code, text, substitute=row.pk, kind=row.kind, place=row.place, **params)
