"""What the pages of things cost with 200 depots and 500 part types, as against ten of both."""

from datetime import timedelta

from django.db import connection, transaction
from django.urls import reverse

from emergency_ops.lib import clock
from emergency_ops.lib.roles import Role
from resources.inventory.choices import EquipmentKind, MovementKind
from resources.inventory.models import (
    Depot,
    Equipment,
    PartType,
    Reservation,
    StockLevel,
    StockMinimum,
    StockMovement,
    Transfer,
)
from resources.network.choices import ComponentKind
from resources.network.models import Region
from resources.staff.models import Person

from .measure import Measurement
from .visiting import queries, visitor, worst

DEPOTS = 200
PARTS = 500
FEW = 10
ON_HAND = 20
BATCH = 10_000
PAGES = (
    "stock",
    "depots",
    "parts",
    "movements",
    "transfers",
    "needs",
    "replenishment",
    "stocktakes",
    "equipment_list",
    "list_versions",
)


def run() -> list[Measurement]:
    """Leaves nothing behind."""
    with transaction.atomic():
        try:
            keeper, client = visitor(Role.MANAGER, "310000", "上海市")
            paths = [reverse(f"inventory:{name}") for name in PAGES]
            _fill(keeper, 0, FEW, FEW)
            paths += [reverse("inventory:depot", args=["BENCH-0"]), reverse("inventory:part", args=["BENCH-0"])]
            few = {path: queries(client, path) for path in paths}
            _fill(keeper, FEW, DEPOTS, PARTS)
            what = f"pages of {DEPOTS} depots × {PARTS} part types"
            return worst(what, client, paths, few, at_most_ms=150)
        finally:
            transaction.set_rollback(True)


def _fill(keeper: Person, start: int, depots: int, parts: int) -> None:
    """Every depot has every part, with a receipt, a minimum (one in ten is below it), and now and then a reservation."""
    components = list(ComponentKind)
    region, _ = Region.objects.get_or_create(code="310101", defaults={"name": "黄浦区"})
    Depot.objects.bulk_create(
        Depot(code=f"BENCH-{number}", name=f"备件库{number}", region=region, longitude=121 + number / 100, latitude=31)
        for number in range(start, depots)
    )
    PartType.objects.bulk_create(
        PartType(code=f"BENCH-{number}", name=f"备件{number}", component=components[number % len(components)])
        for number in range(start, parts)
    )
    _stock(start)
    _papers(keeper, start, depots)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE resources_stocklevel, resources_stockmovement, resources_stockminimum, resources_depot")


def _stock(start: int) -> None:
    now = clock.now()
    there = set(StockLevel.objects.values_list("depot_id", "part_id"))
    parts = list(PartType.objects.all())
    pairs = [(d, p) for d in Depot.objects.all() for p in parts if (d.pk, p.pk) not in there]
    StockLevel.objects.bulk_create((StockLevel(depot=d, part=p, on_hand=ON_HAND) for d, p in pairs), batch_size=BATCH)
    StockMovement.objects.bulk_create(
        (
            StockMovement(
                depot=d, part=p, kind=MovementKind.RECEIPT, quantity=ON_HAND, balance=ON_HAND, at=now, reference="期初"
            )
            for d, p in pairs
        ),
        batch_size=BATCH,
    )
    StockMinimum.objects.bulk_create(
        (
            StockMinimum(depot=d, part=p, minimum=30 if number % 10 == 0 else 5, target=40)
            for number, (d, p) in enumerate(pairs)
        ),
        batch_size=BATCH,
    )


def _papers(keeper: Person, start: int, depots: int) -> None:
    now = clock.now()
    rows = list(Depot.objects.order_by("pk"))
    part = PartType.objects.order_by("pk")[0]
    Reservation.objects.bulk_create(
        Reservation(
            depot=depot, part=part, quantity=1, subject_kind="incident", subject_id=1, reference="YJ-1", created_at=now
        )
        for depot in rows[start:depots]
    )
    Transfer.objects.bulk_create(
        Transfer(
            number=f"BENCH-{number}",
            token=f"BENCH{number}",
            source=rows[number % len(rows)],
            to_depot=rows[(number + 1) % len(rows)],
            created_at=now - timedelta(minutes=number),
            created_by=keeper,
        )
        for number in range(start, depots)
    )
    Equipment.objects.bulk_create(
        Equipment(
            code=f"BENCH-{number}",
            token=f"BENCH{number}",
            kind=EquipmentKind.PORTABLE_POS,
            serial_number=f"{number}",
            depot=rows[number % len(rows)],
        )
        for number in range(start, depots)
    )
