"""The supply chain list on paper: to telephone along, with room for what is agreed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from emergency_ops.lib.errors import Refused
from resources.documents import registry
from resources.documents.actions import order, printed_language
from resources.documents.choices import PaperKind
from resources.documents.models import Paper
from resources.network.access import visible_regions
from resources.staff.models import Person

from .actions.supply import thing_of
from .models import SupplyRequest

#: more than this nobody telephones along
MOST_ROWS: Final = 500


def order_supply_list(rows: Sequence[SupplyRequest], *, actor: Person, now: datetime) -> Paper:
    """The list as it is now. Raises Refused where it is too long, or empty."""
    if not rows:
        raise Refused("supply_none", _("清单为空，无需打印。"))
    if len(rows) > MOST_ROWS:
        raise Refused("supply_too_many", _("清单超过%(most)d行，请先筛选再打印。"), most=MOST_ROWS)
    with printed_language():
        facts = {
            "number": f"{localtime(now):%Y-%m-%d %H:%M}",
            "subtitle": "",
            "prefixes": visible_regions(actor),
            "rows": [_row(row) for row in rows],
        }
        title = _("供应链清单 %(at)s") % {"at": facts["number"]}
        return order(PaperKind.SUPPLY_LIST, facts, title=title, region=None, actor=actor, now=now)


def _row(row: SupplyRequest) -> dict[str, Any]:
    return {
        "number": row.number,
        "drill": row.is_drill,
        "thing": thing_of(row),
        "quantity": row.quantity,
        "place": str(row.site or row.depot or ""),
        "reference": row.reference,
        "supplier": " ".join(text for text in (row.supplier, row.supplier_contact) if text),
        "state": row.get_state_display(),
        "asked_on": f"{localtime(row.asked_at):%m-%d}",
        "expected_on": row.expected_on.isoformat() if row.expected_on else "",
        "owner": str(row.owner or ""),
    }


def _may_open(person: Person, paper: Paper) -> bool:
    """Who sees all that it shows."""
    own = tuple(visible_regions(person))
    return all(prefix.startswith(own) for prefix in paper.facts["prefixes"]) if own else False


registry.register(
    PaperKind.SUPPLY_LIST,
    template="papers/supply_list.html",
    page="A4 landscape",
    may_open=_may_open,
    back=lambda paper: reverse("inventory:supplies"),
)
