"""On the desk: stock below its minimum."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emergency_ops.lib.desk import MOST, Card, Row, register
from emergency_ops.lib.roles import Role

from .queries_stock import FREE, LOW, listed_levels


def low(person: Any, now: datetime) -> Iterator[Row]:
    """What is missing most, counted against the minimum, comes first."""
    rows: QuerySet[Any] = listed_levels(person).filter(LOW, depot__is_active=True, part__is_active=True)
    rows = rows.select_related(None).select_related("depot", "part")
    for level in rows.order_by(FREE - F("minimum"), "depot__code", "part__code")[:MOST]:
        figures = _("可用 %(free)d，安全库存 %(minimum)d") % {"free": level.free, "minimum": level.minimum}
        on_its_way = _("在途 %(count)d") % {"count": level.in_transit} if level.in_transit else ""
        yield Row(
            key=str(level.pk),
            title=level.part.name,
            href=reverse("inventory:level", args=[level.depot.code, level.part.code]),
            detail=" · ".join(part for part in (level.depot.name, figures, on_its_way) if part),
            is_late=level.free == 0,
        )


register(
    Card(
        "stock",
        gettext_lazy("低于安全库存"),
        "cube",
        {Role.STOREKEEPER: 10, Role.MANAGER: 40},
        low,
        lambda: f"{reverse('inventory:stock')}?state=low",
        gettext_lazy("备件都不低于安全库存"),
    )
)
