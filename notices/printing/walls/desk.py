"""On the desk: the walls of the person's sites, and the late ones for those who coordinate."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emergency_ops.lib.desk import MOST, Card, Row, register
from emergency_ops.lib.roles import Role

from .access import postings_for
from .choices import TO_DO
from .models import Posting


def mine(person: Any, now: datetime) -> Iterator[Row]:
    yield from _rows(postings_for(person).filter(state__in=TO_DO), now)


def overdue(person: Any, now: datetime) -> Iterator[Row]:
    yield from _rows(postings_for(person).filter(state__in=TO_DO, due_at__lt=now), now)


def _rows(postings: QuerySet[Posting], now: datetime) -> Iterator[Row]:
    rows = postings.select_related("site", "notice", "incident").defer("notice__basis")
    for one in rows.order_by("due_at", "pk")[:MOST]:
        told = one.notice.title if one.notice else one.incident.title if one.incident else ""
        yield Row(
            key=str(one.pk),
            title=one.site.name,
            href=reverse("walls:posting", args=[one.pk]),
            detail=told,
            badges=[("posting_state", one.state)],
            due=one.due_at,
            due_name=_("时限"),
            is_late=one.due_at is not None and one.due_at < now,
        )


register(
    Card(
        "my_walls",
        gettext_lazy("要打印、张贴和取下的公告"),
        "printer",
        {Role.FIELD_STAFF: 30},
        mine,
        lambda: reverse("walls:mine"),
        gettext_lazy("没有要打印、张贴或取下的公告"),
    )
)
register(
    Card(
        "late_walls",
        gettext_lazy("张贴超时"),
        "rectangle-stack",
        {Role.MANAGER: 38, Role.PUBLISHER: 30, Role.COMMANDER: 70},
        overdue,
        lambda: f"{reverse('walls:list')}?late=true&todo=true",
        gettext_lazy("没有超时的张贴"),
    )
)
