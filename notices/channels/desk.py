"""On the desk: deliveries to public channels that wait for a person."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from emergency_ops.lib.desk import MOST, Card, Row, register
from emergency_ops.lib.roles import Role

from .access import deliveries_for
from .choices import DeliveryState
from .models import Delivery


def _waiting(states: Sequence[DeliveryState], *, is_late: bool) -> Callable[[Any, datetime], Iterator[Row]]:
    def rows(person: Any, now: datetime) -> Iterator[Row]:
        waiting = Delivery.objects.filter(state__in=states).order_by().values("notice")
        found = deliveries_for(person, among=waiting).filter(state__in=states).select_related("notice", "account")
        for one in found.defer("payload", "notice__basis").order_by("created_at", "pk")[:MOST]:
            told = (one.get_channel_display(), str(one.account or ""), one.get_operation_display(), one.error)
            yield Row(
                key=str(one.pk),
                title=one.notice.title,
                href=reverse("channels:delivery", args=[one.pk]),
                detail=" · ".join(part for part in told if part),
                badges=[("public_delivery", one.state)],
                is_late=is_late,
            )

    return rows


register(
    Card(
        "by_hand",
        gettext_lazy("待人工发布"),
        "hand-raised",
        {Role.PUBLISHER: 14, Role.MANAGER: 70},
        _waiting([DeliveryState.BY_HAND], is_late=False),
        lambda: f"{reverse('channels:deliveries')}?state={DeliveryState.BY_HAND.value}",
        gettext_lazy("没有要人工发布的公告"),
    )
)
register(
    Card(
        "failed",
        gettext_lazy("发布失败或结果未知"),
        "exclamation-circle",
        {Role.PUBLISHER: 13, Role.MANAGER: 65},
        _waiting([DeliveryState.FAILED, DeliveryState.UNKNOWN], is_late=True),
        lambda: f"{reverse('channels:deliveries')}?need=hand",
        gettext_lazy("没有发布失败的公告"),
    )
)
