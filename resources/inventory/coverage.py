"""What is promised, sent and there for needs: parts by their reservations, equipment by what is out for the subject."""

from collections import Counter
from collections.abc import Collection, Sequence

from django.db.models import F, Q, Sum

from .choices import EquipmentState, ReservationState, TransferState
from .models import Equipment, Need, Reservation, TransferLine
from .rules.needs import Coverage

OPEN = Q(state=ReservationState.OPEN)
#: what goes to another place than the need's is lost to it
TO_ITS_SITE = Q(transfer__to_site=F("reservation__need__site"))
ON_THE_WAY = TO_ITS_SITE & Q(transfer__state=TransferState.SENT)
SIGNED = TO_ITS_SITE & Q(transfer__state__in=(TransferState.RECEIVED, TransferState.SHORT))
#: transfers whose parts have left the depot, those that came back to it among them
LEFT = (TransferState.SENT, TransferState.RECEIVED, TransferState.SHORT, TransferState.RECALLED)


def coverage_of(needs: Sequence[Need]) -> dict[int, Coverage]:
    """By need. Three queries at most, however many needs."""
    parts = [need.pk for need in needs if need.part_id is not None]
    items = [need for need in needs if need.part_id is None]
    return {need.pk: Coverage() for need in needs} | _of_parts(parts) | _of_equipment(items)


def _of_parts(needs: Collection[int]) -> dict[int, Coverage]:
    """What was issued without a transfer was handed over at the depot, so it is there."""
    if not needs:
        return {}
    reservations = Reservation.objects.filter(need__in=needs).order_by().values("need")
    promised = reservations.annotate(out=Sum("issued"), kept=Sum(F("quantity") - F("issued"), filter=OPEN, default=0))
    lines = TransferLine.objects.filter(reservation__need__in=needs, transfer__state__in=LEFT).order_by()
    travelled = lines.values(need=F("reservation__need")).annotate(
        all=Sum("quantity"),
        going=Sum("quantity", filter=ON_THE_WAY, default=0),
        there=Sum("received", filter=SIGNED, default=0),
    )
    ways = {row["need"]: row for row in travelled}
    found = {}
    for row in promised:
        way = ways.get(row["need"], {"all": 0, "going": 0, "there": 0})
        handed_over = max(0, row["out"] - way["all"])
        found[row["need"]] = Coverage(row["kept"], way["going"], way["there"] + handed_over)
    return found


def _of_equipment(needs: Sequence[Need]) -> dict[int, Coverage]:
    """Items that are out for the subject at the site count for its needs of their kind, the oldest need first."""
    if not needs:
        return {}
    held = Equipment.objects.filter(
        state__in=(EquipmentState.OUT, EquipmentState.INSTALLED),
        subject_kind__in={need.subject_kind for need in needs},
        subject_id__in={need.subject_id for need in needs},
    )
    out: Counter[tuple[object, ...]] = Counter(held.values_list("subject_kind", "subject_id", "kind", "site_id"))
    found = {}
    for need in sorted(needs, key=lambda one: one.pk):
        key = (need.subject_kind, need.subject_id, need.equipment_kind, need.site_id)
        pieces = min(need.quantity, out[key])
        out[key] -= pieces
        found[need.pk] = Coverage(arrived=pieces)
    return found
