"""Who is told what about a transfer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib import timing
from resources.inventory.keepers import keepers_of
from resources.inventory.models import Transfer, TransferLine
from resources.staff.choices import Function
from resources.staff.memos import tell
from resources.staff.models import Person
from resources.staff.queries_acting import Where, acting


def tell_draft(transfer: Transfer, lines: Sequence[TransferLine], *, actor: Any, now: datetime) -> None:
    """The source's keepers: there is something to pack."""
    tell(
        _others(keepers_of(transfer.source), actor),
        key=f"transfer-draft:{transfer.pk}",
        title=_("请发出调拨单%(number)s：送往%(to)s"),
        body=_("%(from)s发往%(to)s：%(lines)s。"),
        params=_params(transfer, lines),
        link=link_of(transfer),
        now=now,
    )


def tell_sent(transfer: Transfer, lines: Sequence[TransferLine], *, actor: Any, now: datetime) -> None:
    """Those who wait for it: the keepers of the depot or who acts on site, and whoever asked for it."""
    tell(
        _others([*_receivers(transfer, now), transfer.created_by], actor),
        key=f"transfer-sent:{transfer.pk}",
        title=_("调拨单%(number)s已发出，送往%(to)s"),
        body=_("%(from)s发往%(to)s：%(lines)s。预计到达：%(expected)s。到货后请核对数量并签收。"),
        params=_params(transfer, lines),
        link=link_of(transfer),
        now=now,
    )


def tell_short(transfer: Transfer, lines: Sequence[TransferLine], *, actor: Any, now: datetime) -> None:
    """The sender, the source's keepers, and whoever asked for it."""
    short = [line for line in lines if line.received is not None and line.received < line.quantity]
    missing = [f"{line.part.name}×{line.quantity - (line.received or 0)}" for line in short]
    tell(
        _others([transfer.sent_by, transfer.created_by, *keepers_of(transfer.source)], actor),
        key=f"transfer-short:{transfer.pk}",
        title=_("调拨单%(number)s短少签收"),
        body=_("%(to)s签收时短少：%(missing)s。原因：%(remark)s。"),
        params={**_params(transfer, lines), "missing": missing, "remark": transfer.remark},
        link=link_of(transfer),
        now=now,
    )


def tell_overdue(transfer: Transfer, *, now: datetime) -> None:
    """Both ends: it should have arrived."""
    tell(
        _others(
            [transfer.sent_by, transfer.created_by, *keepers_of(transfer.source), *_receivers(transfer, now)],
            None,
        ),
        key=f"transfer-overdue:{transfer.pk}",
        title=_("调拨单%(number)s超过预计到达时间仍未签收"),
        body=_("%(from)s发往%(to)s，预计%(expected)s到达。请与承运人核实；到货请签收，未发成请登记退回。"),
        params=_params(transfer, []),
        link=link_of(transfer),
        now=now,
    )


def _receivers(transfer: Transfer, now: datetime) -> list[Person]:
    """The keepers of the depot; at a site who acts there for the on-site post."""
    if transfer.to_depot:
        return keepers_of(transfer.to_depot)
    site = transfer.to_site
    on_site = acting(Where(Function.ON_SITE, site.region_id, (site.pk,)), now) if site else None
    return [on_site.person] if on_site else []


def link_of(transfer: Transfer) -> str:
    return reverse("inventory:transfer", args=[transfer.number])


def _others(people: Sequence[Person | None], actor: Any) -> list[Person]:
    """Nobody is told what they did themselves."""
    return [person for person in people if person is not None and person != actor]


def _params(transfer: Transfer, lines: Sequence[TransferLine]) -> dict[str, Any]:
    return {
        "number": transfer.number,
        "from": transfer.source.name,
        "to": transfer.destination.name,
        "lines": [f"{line.part.name}×{line.quantity}" for line in lines],
        "expected": timing.full(transfer.expected_at)[:16] if transfer.expected_at else "—",
    }
