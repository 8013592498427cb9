"""The supply chain list follows the needs that no depot can meet, and the deliveries that it waits for. Idempotent."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from resources.inventory.choices import SUPPLY_LIVE, DeliveryState, NeedState, SupplyState
from resources.inventory.coverage import coverage_of
from resources.inventory.models import Need, SupplyRequest
from resources.inventory.rules.supply import Lack, shortfalls
from resources.inventory.sourcing_facts import facts_for, item_of

from .needs import MOST, STANDING
from .supply import ask_for_need, end, locked, note, tell_workers

#: within this time somebody finds out when it comes, else they are reminded
DATE_WITHIN = timedelta(hours=4)


def follow_supply(now: datetime) -> dict[str, int]:
    """Asks for what is missing, ends what is not, and tells of what is late or of no known date; how many of each."""
    missing = unmet(now)
    return {
        "asked": _ask(missing, now),
        "followed": sum(_in_step(pk, missing, now) for pk in _live()),
        "late": sum(_tell_late(pk, now) for pk in _overdue(now)),
        "undated": sum(_tell_undated(pk, now) for pk in _undated(now)),
    }


def unmet(now: datetime) -> dict[int, int]:
    """Pieces that no depot has, by need that stands; older needs get what there is first. A fixed number of queries."""
    rows = Need.objects.filter(state__in=STANDING).select_related("site__region", "part")
    needs = list(rows.order_by("created_at", "pk"))
    covered = coverage_of(needs)
    lacks = [Lack(need.pk, item_of(need), covered[need.pk].missing(need.quantity)) for need in needs]
    lacks = [lack for lack in lacks if lack.missing]
    wanted = {lack.need for lack in lacks}
    return shortfalls(lacks, _free([need for need in needs if need.pk in wanted], now))


def _free(needs: Sequence[Need], now: datetime) -> Mapping[str, int]:
    found: dict[str, int] = defaultdict(int)
    if needs:
        for (_depot, item), pieces in facts_for(needs, now).free.items():
            found[item] += pieces
    return found


def _ask(missing: Mapping[int, int], now: datetime) -> int:
    """For what nobody asks yet. What somebody has cancelled, or equipment that came and is not handed out yet, is not asked for again."""
    live, settled = Q(state__in=SUPPLY_LIVE), Q(ended_by__isnull=False)
    known: Counter[int] = Counter()
    asked = SupplyRequest.objects.filter(live | settled, need__in=missing)
    for need, state, quantity in asked.values_list("need_id", "state", "quantity"):
        known[need or 0] += MOST if state in SUPPLY_LIVE else quantity
    wanted = [need for need, pieces in missing.items() if known[need] < pieces]
    needs = Need.objects.filter(pk__in=wanted).select_related("site__region", "part").order_by("created_at", "pk")
    return sum(ask_for_need(need, missing[need.pk], now=now) is not None for need in needs)


def _live() -> list[int]:
    return list(SupplyRequest.objects.filter(state__in=SUPPLY_LIVE).order_by("pk").values_list("pk", flat=True))


def _in_step(pk: int, missing: Mapping[int, int], now: datetime) -> int:
    with transaction.atomic():
        row = locked(pk)
        if row.state not in SUPPLY_LIVE:
            return 0
        return _follow_delivery(row, now) or _follow_need(row, missing, now)


def _follow_delivery(row: SupplyRequest, now: datetime) -> int:
    """What was done on the delivery's own page."""
    delivery = row.delivery
    if delivery is None:
        return 0
    if delivery.state == DeliveryState.ARRIVED:
        end(row, SupplyState.ARRIVED, "arrived", None, now)
        return 1
    if delivery.state == DeliveryState.CANCELLED:
        row.state, row.delivery, row.expected_on = SupplyState.OPEN, None, None
        row.save(update_fields=["state", "delivery", "expected_on"])
        note(row, "reopened", None, now)
        return 1
    if delivery.expected_on != row.expected_on:
        row.expected_on = delivery.expected_on
        row.save(update_fields=["expected_on"])
        note(row, "postponed", None, now, expected_on=delivery.expected_on.isoformat(), supplier=row.supplier)
        return 1
    return 0


def _follow_need(row: SupplyRequest, missing: Mapping[int, int], now: datetime) -> int:
    """An order that is placed goes on until the need itself has ended; before that it is dropped when a depot has it."""
    if row.need is None:
        return 0
    row.need.refresh_from_db(fields=["state"])
    state, lacking = row.need.state, missing.get(row.need.pk, 0)
    if state == NeedState.CANCELLED:
        end(row, SupplyState.CANCELLED, "not_needed", None, now)
        return 1
    if state == NeedState.MET or (not lacking and row.state == SupplyState.OPEN):
        end(row, SupplyState.CANCELLED, "met", None, now)
        return 1
    if lacking and lacking != row.quantity and row.delivery is None:
        before, row.quantity = row.quantity, lacking
        row.save(update_fields=["quantity"])
        note(row, "changed", None, now, before=before)
        return 1
    return 0


def _overdue(now: datetime) -> list[int]:
    late = SupplyRequest.objects.filter(state__in=SUPPLY_LIVE, expected_on__lt=localdate(now))
    untold = late.filter(Q(told=None) | Q(told__lte=F("expected_on")))
    return list(untold.order_by("pk").values_list("pk", flat=True))


def _tell_late(pk: int, now: datetime) -> int:
    """Once an expected date."""
    with transaction.atomic():
        row = locked(pk)
        expected, today = row.expected_on, localdate(now)
        if row.state not in SUPPLY_LIVE or expected is None or expected >= today:
            return 0
        if row.told is not None and row.told > expected:
            return 0
        row.told = today
        row.save(update_fields=["told"])
        title = _("供应链清单：%(thing)s应于%(expected_on)s到货，已逾期")
        tell_workers(row, f"late:{expected.isoformat()}", title, now)
        note(row, "late", None, now, expected_on=expected.isoformat())
    return 1


def _undated(now: datetime) -> list[int]:
    waiting = SupplyRequest.objects.filter(state__in=SUPPLY_LIVE, expected_on=None, asked_at__lte=now - DATE_WITHIN)
    untold = waiting.filter(Q(told=None) | Q(told__lt=localdate(now)))
    return list(untold.order_by("pk").values_list("pk", flat=True))


def _tell_undated(pk: int, now: datetime) -> int:
    """Nobody knows yet when it comes: told once a day until somebody does."""
    with transaction.atomic():
        row, today = locked(pk), localdate(now)
        if row.state not in SUPPLY_LIVE or row.expected_on is not None or (row.told is not None and row.told >= today):
            return 0
        row.told = today
        row.save(update_fields=["told"])
        title = _("供应链清单：%(thing)s还没有到货日期，请联系供应商")
        tell_workers(row, f"undated:{today.isoformat()}", title, now)
        note(row, "undated", None, now)
    return 1
