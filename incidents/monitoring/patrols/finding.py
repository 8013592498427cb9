"""From entries to findings, and from findings to monitoring: reported when something is wrong, cleared when it is in order."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from incidents.monitoring.choices import SignalKind, WarningSource
from incidents.monitoring.reported import actions as reported
from incidents.monitoring.reported.rules import Observation
from resources.network.models import Terminal
from resources.staff.models import Person

from . import access, rules
from .choices import FindingEventKind, Outcome
from .models import FindingEvent, PatrolEntry, PatrolFinding


def follow(entry: PatrolEntry, now: datetime) -> None:
    """What an entry means for the finding of its item, where no newer one is known; the terminal is locked."""
    if not rules.counts(entry.outcome) or _newest(entry) != entry:
        return
    known = PatrolFinding.objects.filter(terminal=entry.terminal, item=entry.item, resolved_at=None).first()
    if entry.outcome == Outcome.FINDING:
        _find(entry, known, now)
    elif known is not None:
        _end(known, now, actor=entry.person, entry=entry, at=entry.seen_at)


def resolve(finding: PatrolFinding, *, reason: str, actor: Person, now: datetime) -> PatrolFinding:
    """It is in order although nobody has gone round since. Raises Forbidden, Invalid without a reason, Refused if it is over."""
    access.require_recorder(actor, finding.terminal.site)
    if not reason.strip():
        raise Invalid("reason", _("请写明问题如何消除。"))
    with transaction.atomic():
        Terminal.objects.select_for_update(no_key=True).get(pk=finding.terminal_id)
        found = PatrolFinding.objects.select_related("terminal__site").get(pk=finding.pk)
        if found.resolved_at is not None:
            raise Refused("finding_resolved", _("这个问题已经消除。"))
        _end(found, now, actor=actor, reason=reason.strip()[:200], at=now)
    return found


def _newest(entry: PatrolEntry) -> PatrolEntry | None:
    same = PatrolEntry.objects.filter(terminal=entry.terminal, item=entry.item).exclude(outcome=Outcome.SKIPPED)
    return same.order_by("-seen_at", "-id").first()


def _find(entry: PatrolEntry, known: PatrolFinding | None, now: datetime) -> None:
    if known is not None and known.fault_code == entry.fault_code:
        known.entry = entry
        known.save(update_fields=["entry"])
        return
    kind = FindingEventKind.OPENED if known is None else FindingEventKind.CHANGED
    finding = known or PatrolFinding(terminal=entry.terminal, item=entry.item, opened_at=entry.seen_at)
    before = finding.report_key
    finding.entry, finding.item_name, finding.fault_code = entry, entry.item_name, entry.fault_code
    _report(finding, entry, now)
    finding.save()
    if before and before != finding.report_key:
        reported.clear(WarningSource.PATROL, before, terminals=[entry.terminal], now=now)
    _tell(finding, kind, entry.seen_at, entry.person, entry.remark)


def _report(finding: PatrolFinding, entry: PatrolEntry, now: datetime) -> None:
    finding.report_key, finding.warning = "", None
    if not rules.is_worth_a_warning(entry.fault_code):
        return
    site, terminal = entry.terminal.site, entry.terminal
    finding.report_key = rules.report_key(site.code, terminal.code, entry.item, entry.fault_code)
    detail = {"entry": str(entry.uuid), "item": entry.item, "remark": entry.remark}
    seen = Observation(terminal, SignalKind.FAULT, entry.fault_code, entry.seen_at, detail)
    finding.warning = reported.report(WarningSource.PATROL, finding.report_key, [seen], now=now)


def _end(
    finding: PatrolFinding,
    now: datetime,
    *,
    actor: Person,
    at: datetime,
    entry: PatrolEntry | None = None,
    reason: str = "",
) -> None:
    finding.resolved_at, finding.resolved_by, finding.resolved_entry, finding.reason = at, actor, entry, reason
    finding.save(update_fields=["resolved_at", "resolved_by", "resolved_entry", "reason"])
    if finding.report_key:
        reported.clear(WarningSource.PATROL, finding.report_key, terminals=[finding.terminal], now=now)
    _tell(finding, FindingEventKind.RESOLVED, at, actor, reason or (entry.remark if entry else ""))


def _tell(finding: PatrolFinding, kind: FindingEventKind, at: datetime, actor: Person, text: str) -> None:
    FindingEvent.objects.create(
        finding=finding, kind=kind, at=at, actor=actor, fault_code=finding.fault_code, text=text
    )
