"""Ending a count, and bringing the books to what was counted."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from emergency_ops.lib.errors import Refused
from resources.inventory.access import require_keeper
from resources.inventory.actions.ledger import lock_levels
from resources.inventory.actions.ledger import post as post_movement
from resources.inventory.choices import MovementKind, ReservationState, StocktakeState
from resources.inventory.models import Reservation, Stocktake, StocktakeLine
from resources.inventory.rules import stocktakes as rules

from .common import OPEN, counters_of, locked_in, names_of, write_event

#: parts named in a refusal
NAMED = 5


def finish(stocktake: Stocktake, *, actor: Any, now: datetime, leave_uncounted: bool = False) -> Stocktake:
    """The count is done: the variances become visible. Lines without a count stay as the books have them, if that is confirmed.

    Repeats by the same person change nothing. Raises Forbidden, or Refused: naming what is not counted, or when nothing is.
    """
    require_keeper(actor, stocktake.depot)
    with transaction.atomic():
        held = locked_in(stocktake, *StocktakeState)
        if held.state == StocktakeState.COUNTED and _is_same(held.counted_by_id, actor):
            return held
        rules.check_state(held.state, [StocktakeState.COUNTING], held.number)
        uncounted = list(held.lines.filter(counted=None).select_related("part").order_by("part__code"))
        if len(uncounted) == held.lines.count():
            raise Refused("stocktake_nothing_counted", _("还没有清点任何备件：请先填写实盘数量，或者取消这次盘点。"))
        if uncounted and not leave_uncounted:
            raise _uncounted(uncounted)
        held.state, held.counted_at, held.counted_by = StocktakeState.COUNTED, now, actor
        held.save(update_fields=["state", "counted_at", "counted_by"])
        write_event(held, "counted", actor, now, uncounted=len(uncounted))
    return held


def post(
    stocktake: Stocktake,
    reasons: Mapping[int, str],
    *,
    actor: Any,
    now: datetime,
    remark: str = "",
) -> Stocktake:
    """Adjusts the ledger by every variance; reasons: by line id. By somebody who did not count; repeats of theirs change nothing.

    Raises Forbidden, Invalid where a reason is missing, or Refused: for a counter, and where promised pieces are missing.
    """
    require_keeper(actor, stocktake.depot)
    with transaction.atomic():
        held = locked_in(stocktake, *StocktakeState)
        if held.state == StocktakeState.POSTED and _is_same(held.posted_by_id, actor):
            return held
        rules.check_state(held.state, [StocktakeState.COUNTED], held.number)
        rules.check_poster(actor.pk if actor else None, counters_of(held))
        lines = _explained(held, reasons)
        for line in lines:
            _adjust(held, line, actor, now)
        StocktakeLine.objects.bulk_update(lines, ["reason"])
        held.state, held.posted_at, held.posted_by = StocktakeState.POSTED, now, actor
        held.remark = remark.strip() or held.remark
        held.save(update_fields=["state", "posted_at", "posted_by", "remark"])
        write_event(held, "posted", actor, now, remark.strip(), **_sums(lines))
    return held


def cancel(stocktake: Stocktake, *, actor: Any, now: datetime, reason: str = "") -> Stocktake:
    """Ends it without a trace in the ledger. Repeats change nothing. Raises Forbidden, or Refused once it is posted."""
    require_keeper(actor, stocktake.depot)
    with transaction.atomic():
        held = locked_in(stocktake, *OPEN, StocktakeState.CANCELLED)
        if held.state == StocktakeState.CANCELLED:
            return held
        held.state = StocktakeState.CANCELLED
        held.save(update_fields=["state"])
        write_event(held, "cancelled", actor, now, reason)
    return held


def _is_same(done_by: int | None, actor: Any) -> bool:
    """Whether the actor repeats what they did, e.g. by a second click."""
    return done_by == (actor.pk if actor else None)


def _uncounted(lines: Sequence[StocktakeLine]) -> Refused:
    return Refused(
        "stocktake_uncounted",
        ngettext_lazy(
            "还有 %(count)d 种备件没有清点：%(parts)s。请补盘，或者确认这些备件保持账面数量。",
            "还有 %(count)d 种备件没有清点：%(parts)s。请补盘，或者确认这些备件保持账面数量。",
            "count",
        ),
        count=len(lines),
        parts=names_of([line.part for line in lines[:NAMED]]) + ("…" if len(lines) > NAMED else ""),
    )


def _explained(held: Stocktake, reasons: Mapping[int, str]) -> list[StocktakeLine]:
    """The variances with their reasons, none of which takes what is promised; their levels are locked."""
    lines = [line for line in held.lines.select_related("part").order_by("part__code") if line.variance]
    levels = lock_levels((held.depot_id, line.part_id) for line in lines)
    promises = _promises(held, lines)
    for line in lines:
        line.reason = reasons.get(line.pk, "").strip()
        rules.check_reason(line.part.name, line.reason)
        on_hand = levels[held.depot_id, line.part_id].on_hand
        rules.check_promises(line.part.name, on_hand, line.variance, promises[line.part_id])
    return lines


def _promises(stocktake: Stocktake, lines: Sequence[StocktakeLine]) -> dict[int, list[rules.Promise]]:
    """What is promised of the lines' parts, by part; their levels are locked, so it stays so."""
    parts = [line.part_id for line in lines]
    rows = Reservation.objects.filter(depot_id=stocktake.depot_id, part_id__in=parts, state=ReservationState.OPEN)
    found: dict[int, list[rules.Promise]] = {part: [] for part in parts}
    for row in rows.order_by("pk"):
        found[row.part_id].append(rules.Promise(row.reference, row.outstanding))
    return found


def _adjust(stocktake: Stocktake, line: StocktakeLine, actor: Any, now: datetime) -> None:
    post_movement(
        stocktake.depot,
        line.part,
        MovementKind.ADJUSTMENT,
        line.variance,
        actor=actor,
        now=now,
        reason=line.reason,
        stocktake=stocktake,
        key=f"stocktake:{stocktake.pk}:{line.part_id}",
    )


def _sums(lines: Sequence[StocktakeLine]) -> dict[str, int]:
    return {
        "lines": len(lines),
        "found": sum(line.variance for line in lines if line.variance > 0),
        "missing": -sum(line.variance for line in lines if line.variance < 0),
    }
