"""What the system knows of a checklist's items, and what of the list is open."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from emergency_ops.lib.wording import listed
from incidents.response.choices import SubstituteStatus
from incidents.response.models import Substitute
from resources.inventory.choices import CustodyKind, EquipmentState
from resources.inventory.models import CustodyEntry

from .choices import CashMoment, CheckCode, CheckPhase, TicketState
from .models import Counter, Ticket
from .models_opening import CounterCheck
from .wording import item_text


def missing(substitute: Substitute, status: SubstituteStatus) -> Sequence[str]:
    """What keeps a counter from being ready, from serving without ever having been ready, or from being withdrawn.

    A counter that is not set up here may serve all the same: what shows that it does is evidence, not a list.
    """
    counter = Counter.objects.filter(pk=substitute.pk).first()
    if counter is None:
        return [_("设置窗口")] if status == SubstituteStatus.READY else []
    if status == SubstituteStatus.WITHDRAWN:
        return _to_close(counter) if substitute.status != SubstituteStatus.REQUESTED else _left_behind(counter)
    if status == SubstituteStatus.SERVING and substitute.status == SubstituteStatus.READY:
        return []
    return _open_items(counter, CheckPhase.OPENING)


def contradiction(check: CounterCheck) -> str:
    """Why an item cannot be ticked, by what the system knows; empty when nothing speaks against it."""
    counter = check.counter
    if check.code == CheckCode.STAFF:
        return _without_badge(counter)
    if check.code == CheckCode.CASH and not counter.cash.filter(moment=CashMoment.OUT).exists():
        return _("还没有登记备用金清点。")
    if check.code == CheckCode.EQUIPMENT_BACK and (items := still_out(counter)):
        return _("设备尚未归还：%(items)s。") % {"items": listed(items)}
    if check.code == CheckCode.CASH_BACK and _owes_cash(counter):
        return _("备用金尚未交回清点。")
    return ""


def still_out(counter: Counter) -> list[str]:
    """Codes of the items that were taken for the counter and are not back, whichever incident they were taken for.

    One that went out again later is out for another.
    """
    later = CustodyEntry.objects.filter(
        equipment=OuterRef("equipment"), kind=CustodyKind.OUT, at__gt=OuterRef("added_at")
    )
    rows = counter.equipment.filter(~Exists(later), equipment__state=EquipmentState.OUT)
    return list(rows.order_by("equipment__code").values_list("equipment__code", flat=True))


def _to_close(counter: Counter) -> list[str]:
    served = Ticket.objects.filter(queue__counter=counter, state=TicketState.CALLED)
    busy = [_("%(ticket)s正在办理") % {"ticket": ticket.code} for ticket in served]
    return [*busy, *_open_items(counter, CheckPhase.CLOSING)]


def _left_behind(counter: Counter) -> list[str]:
    """Of one that never opened: only what was really taken must come back."""
    items = [_("设备归还：%(item)s") % {"item": code} for code in still_out(counter)]
    return [*items, *([_("备用金交回清点")] if _owes_cash(counter) else [])]


def _open_items(counter: Counter, phase: CheckPhase) -> list[str]:
    return [item_text(check) for check in counter.checks.filter(phase=phase, done_at=None)]


def _without_badge(counter: Counter) -> str:
    present = counter.staff.filter(left_at=None).select_related("person")
    if not present:
        return _("还没有登记窗口人员。")
    bare = [str(row.person) for row in present if row.badge_id is None and not row.overruled]
    return _("没有统一标识：%(people)s。") % {"people": listed(bare)} if bare else ""


def _owes_cash(counter: Counter) -> bool:
    moments = set(counter.cash.values_list("moment", flat=True))
    return CashMoment.OUT in moments and CashMoment.BACK not in moments
