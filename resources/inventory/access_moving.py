"""Who sees which transfers and stocktakes, and who may move them on."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.roles import COORDINATORS, OPERATORS, Role, has_role
from resources.network.access import sees_region, visible_regions
from resources.network.models import Site

from .access import (
    KEEPER_ROLES,
    depots_for,
    kept_depots,
    may_keep,
    may_reserve,
    may_see_inventory,
    require_keeper,
    sees_depot,
)
from .access_needs import may_plan
from .models import Depot, Stocktake, Transfer


def transfers_for(person: Any) -> QuerySet[Transfer]:
    """Those that leave from, or go to, a place that the person sees. None is the system: all."""
    everything = Transfer.objects.all()
    if person is None:
        return everything
    if not may_see_inventory(person):
        return everything.none()
    prefixes = visible_regions(person)
    if "" in prefixes:
        return everything
    seen = Q(source__in=_kept(person)) | Q(to_depot__in=_kept(person))
    for prefix in prefixes:
        for place in ("source", "to_depot", "to_site"):
            seen |= Q(**{f"{place}__region__code__startswith": prefix})
    return everything.filter(seen)


def _kept(person: Any) -> Any:
    return Depot.objects.filter(Q(keeper=person) | Q(deputy=person)).values("pk")


def transfer_or_404(person: Any, number: str) -> Transfer:
    """The transfer with both its ends. Somebody else's transfer does not exist."""
    transfer = with_ends(transfers_for(person)).filter(number=number).first()
    if transfer is None:
        raise Http404(number)
    return transfer


def with_ends(transfers: QuerySet[Transfer]) -> QuerySet[Transfer]:
    return transfers.select_related(
        "source__keeper", "source__deputy", "source__region", "to_depot__keeper", "to_depot__deputy",
        "to_depot__region", "to_site__region", "created_by", "sent_by", "received_by",
    )  # fmt: skip


def may_send(person: Any, transfer: Transfer) -> bool:
    """The keepers of the source: they hand the parts over, and take them back when they are called back."""
    return may_keep(person, transfer.source)


def may_receive(person: Any, transfer: Transfer) -> bool:
    """At a depot its keepers; at a site everybody who takes part in an emergency and sees the site."""
    if person is None:
        return True
    if transfer.to_depot:
        return may_keep(person, transfer.to_depot)
    site = transfer.to_site
    return site is not None and has_role(person, *OPERATORS, Role.ADMINISTRATOR) and sees_region(person, site.region_id)


def may_draft(person: Any, source: Depot, destination: Depot | Site) -> bool:
    """Those who promise the source's stock, those who decide for the site, and keepers who ask a depot that they see.

    A draft takes nothing: it is the source's keepers who send it.
    """
    if may_reserve(person, source):
        return True
    if isinstance(destination, Depot):
        return may_keep(person, destination) and sees_depot(person, source)
    return may_plan(person, destination.region_id)


def may_change(person: Any, transfer: Transfer) -> bool:
    """Whether the person may edit or cancel the draft: whoever may have made it."""
    return may_draft(person, transfer.source, transfer.destination)


def may_draft_any(person: Any) -> bool:
    """Whether there is a depot from which the person may plan a transfer."""
    return has_role(person, *COORDINATORS, *KEEPER_ROLES) or kept_depots(person).exists()


def require_some_depot(person: Any) -> None:
    """Raises Forbidden for whoever can plan no transfer at all."""
    if not may_draft_any(person):
        raise Forbidden("transfer_no_depot", _("您不能开具调拨单：请联系库管员、总指挥或值班经理。"))


def require_drafter(person: Any, source: Depot, destination: Depot | Site) -> None:
    """Raises Forbidden unless the person may plan a transfer between these places."""
    if not may_draft(person, source, destination):
        raise Forbidden(
            "transfer_not_yours",
            _("您不能从备件库 %(depot)s 调拨备件：请联系该库的库管员，或者负责该区域的总指挥、值班经理。"),
            depot=source.name,
        )


def require_sender(person: Any, transfer: Transfer) -> None:
    """Raises Forbidden unless the person keeps the source."""
    require_keeper(person, transfer.source)


def require_receiver(person: Any, transfer: Transfer) -> None:
    """Raises Forbidden unless the person may sign for the parts."""
    if transfer.to_depot:
        require_keeper(person, transfer.to_depot)
    elif not may_receive(person, transfer):
        raise Forbidden(
            "transfer_not_receiver",
            _("只有负责%(site)s所在区域的应急人员可以签收这张调拨单。"),
            site=transfer.to_site.name if transfer.to_site else "",
        )


def stocktakes_for(person: Any) -> QuerySet[Stocktake]:
    """The stocktakes of the depots that the person sees."""
    return Stocktake.objects.filter(depot__in=depots_for(person).values("pk"))


def stocktake_or_404(person: Any, number: str) -> Stocktake:
    """The stocktake with its depot and people. Somebody else's stocktake does not exist."""
    stocktakes = stocktakes_for(person).select_related(
        "depot__region", "depot__keeper", "depot__deputy", "started_by", "counted_by", "posted_by"
    )
    stocktake = stocktakes.filter(number=number).first()
    if stocktake is None:
        raise Http404(number)
    return stocktake
