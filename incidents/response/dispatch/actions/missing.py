"""An item that somebody was to take along is not to be had: another of its kind is needed."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Refused
from incidents.response.actions import resources
from incidents.response.dispatch.access import require_teller
from incidents.response.dispatch.choices import LIVE
from incidents.response.dispatch.models import Dispatch
from incidents.response.rules.transitions import Verb
from resources.inventory.actions.needs import STANDING
from resources.inventory.models import Equipment, Need
from resources.staff.models import Person

from .offering import write
from .stepping import going


def item_missing(dispatch: Dispatch, item: Equipment, *, actor: Person, now: datetime) -> None:
    """The item leaves the dispatch, and its kind becomes a need of the site: met from another depot, else by the supply chain list.

    Raises Forbidden, or Refused where the item is not among those of a dispatch that goes on.
    """
    require_teller(actor, dispatch)
    with going(dispatch, Verb.ATTEND, actor=actor, now=now) as own:
        if own.row.state not in LIVE or not own.row.equipment.filter(pk=item.pk).exists():
            raise Refused("dispatch_no_item", _("这件设备已不在派遣的携带清单中，请刷新页面。"))
        own.row.equipment.remove(item)
        _need(own.row, item, actor, now)
        write(own.move, own.row, "dispatch_item_missing", equipment_kind=item.kind, code=item.code)


def _need(row: Dispatch, item: Equipment, actor: Person, now: datetime) -> None:
    """One more of the kind at the site: of a need that stands already, or of a new one."""
    subject = resources.subject_of(row.incident)
    known = Need.objects.filter(
        subject_kind=subject.kind,
        subject_id=subject.id,
        site=row.site,
        equipment_kind=item.kind,
        terminal=None,
        state__in=STANDING,
    ).first()
    if known is not None:
        resources.change(row.incident, known, known.quantity + 1, actor=actor, now=now)
        return
    resources.ask(row.incident, row.site, 1, equipment_kind=item.kind, actor=actor, now=now, note=item.code)
