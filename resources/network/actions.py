"""The only writers of regions, sites and terminals, the import's bulk statement aside. History keeps who, when and why."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden, Refused
from emergency_ops.lib.roles import Role, has_role

from .access import require_editor, require_replacer
from .choices import TerminalStatus
from .divisions import with_parents
from .models import Region, Site, Terminal
from .rules import check_status_change

SITE_FIELDS = (
    "code",
    "name",
    "region_id",
    "address",
    "longitude",
    "latitude",
    "kind",
    "opening_hours",
    "daily_visitors",
    "elderly_share",
    "phone",
)
TERMINAL_FIELDS = (
    "code",
    "site_id",
    "model",
    "software_version",
    "line",
    "payment_methods",
    "services",
    "hourly_payments",
    "installed_on",
)
#: what a terminal has from its place, and passes on to the one that replaces it
PLACE_FIELDS = ("site_id", "line", "payment_methods", "services", "hourly_payments")
M = TypeVar("M", Site, Terminal)


def ensure_regions(codes: Iterable[str]) -> None:
    """Creates the regions that are missing, those above them included, with the names that are known."""
    wanted = [Region(code=code, name=name) for code, name in with_parents(codes).items()]
    if wanted:
        Region.objects.bulk_create(wanted, ignore_conflicts=True)


def save_site(site: Site, *, actor: Any, now: datetime, reason: str = "") -> Site:
    """Creates a site, or writes what differs from its row. The actor must answer for its region, before and after."""
    with transaction.atomic():
        before = Site.objects.select_for_update().get(pk=site.pk) if site.pk else None
        require_editor(actor, site.region_id, *([before.region_id] if before else []))
        if before is None or before.region_id != site.region_id:
            ensure_regions([site.region_id])
        return _write(site, before, SITE_FIELDS, actor, now, reason)


def save_terminal(terminal: Terminal, *, actor: Any, now: datetime, reason: str = "") -> Terminal:
    """Creates a terminal, or writes what differs from its row, its status aside: that is `change_status`."""
    with transaction.atomic():
        before = _locked(terminal.pk) if terminal.pk else None
        require_editor(actor, terminal.site.region_id, *([before.site.region_id] if before else []))
        return _write(terminal, before, TERMINAL_FIELDS, actor, now, reason)


def change_status(terminal_id: int, status: str, *, actor: Any, now: datetime, reason: str = "") -> Terminal:
    """Puts a terminal into service, reserve, maintenance or out of use. Raises Refused, Invalid or Forbidden."""
    with transaction.atomic():
        terminal = _locked(terminal_id)
        require_editor(actor, terminal.site.region_id)
        check_status_change(terminal.status, status, reason)
        terminal.status = status
        _save(terminal, ["status"], actor, now, reason)
    return terminal


def follow_device(terminal_id: int, status: str, *, actor: Any, now: datetime, reason: str = "") -> Terminal:
    """The status that a terminal has because its device is repaired, stored or scrapped, in the caller's transaction.

    Asks no access: that is the custody's. A terminal that has the status already stays as it is.
    """
    terminal = _locked(terminal_id)
    if terminal.status != status:
        check_status_change(terminal.status, status, reason)
        terminal.status = status
        _save(terminal, ["status"], actor, now, reason)
    return terminal


def replace(
    failed_id: int, replacement: Terminal, *, set_aside: str, actor: Any, now: datetime, reason: str
) -> tuple[Terminal, Terminal]:
    """Puts a terminal, new or known, into service in the place of another, which becomes `set_aside` (a status).

    Site, line, payment methods, services and usual payments are taken over; code, model and version stay its own.
    Returns the failed one and its replacement. Raises Refused, Invalid or Forbidden.
    """
    with transaction.atomic():
        ids = [pk for pk in (failed_id, replacement.pk) if pk]
        rows = Terminal.objects.select_related("site").select_for_update(of=("self",)).filter(pk__in=ids)
        locked = {row.pk: row for row in rows.order_by("pk")}
        failed = locked[failed_id]
        require_replacer(actor, failed.site.region_id)
        installed = _installed(failed, locked.get(replacement.pk), replacement, now)
        _save(installed, [*PLACE_FIELDS, "status", "installed_on"] if installed.pk else None, actor, now, reason)
        if failed.status != set_aside:
            check_status_change(failed.status, set_aside, reason)
            failed.status = set_aside
            _save(failed, ["status"], actor, now, reason)
    return failed, installed


def _installed(failed: Terminal, known: Terminal | None, new: Terminal, now: datetime) -> Terminal:
    if known is None:
        _refuse_taken_code(new)
    else:
        check_status_change(known.status, TerminalStatus.IN_SERVICE, "")
    installed = known or new
    installed.site = failed.site
    for name in PLACE_FIELDS:
        setattr(installed, name, getattr(failed, name))
    installed.status, installed.installed_on = TerminalStatus.IN_SERVICE, timezone.localdate(now)
    return installed


def _locked(terminal_id: int) -> Terminal:
    return Terminal.objects.select_related("site").select_for_update(of=("self",)).get(pk=terminal_id)


def _write(row: M, before: M | None, fields: Iterable[str], actor: Any, now: datetime, reason: str) -> M:
    if before is None:
        _refuse_taken_code(row)
        _save(row, None, actor, now, reason)
        return row
    changed = [name for name in fields if getattr(row, name) != getattr(before, name)]
    if "code" in changed:
        raise Refused("network_code_fixed", _("编号不能修改：上报、事件和公告都用它。"))
    if changed:
        _save(row, changed, actor, now, reason)
    return row


def _refuse_taken_code(row: Site | Terminal) -> None:
    if type(row)._default_manager.filter(code=row.code).exists():
        raise Refused("network_code_taken", _("编号 %(number)s 已被使用。"), number=row.code)


def _save(row: Site | Terminal, changed: list[str] | None, actor: Any, now: datetime, reason: str) -> None:
    """Saves with the history row that tells who did it, when and why."""
    facts: Any = row
    facts._history_user, facts._history_date, facts._change_reason = actor, now, reason or None
    row.save(update_fields=changed)


def name_regions(named: Mapping[str, str], *, actor: Any) -> int:
    """Creates these regions and those above them; how many are new. An administrator also changes the names of known ones."""
    if actor is not None and not has_role(actor, Role.ADMINISTRATOR, Role.MANAGER):
        raise Forbidden("not_allowed", _("只有系统管理员和值班经理可以建立区域。"))
    with transaction.atomic():
        before = Region.objects.count()
        ensure_regions(named)
        renames = actor is None or has_role(actor, Role.ADMINISTRATOR)
        for region in Region.objects.select_for_update().filter(code__in=named):
            if region.name != named[region.code] and (renames or region.name == region.code):
                region.name = named[region.code]
                region.save(update_fields=["name"])
        return Region.objects.count() - before
