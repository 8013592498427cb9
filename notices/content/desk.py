"""On the desk: notices that the person may approve, and those that the system proposes."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emergency_ops.lib.desk import MOST, Card, Row, register
from emergency_ops.lib.roles import Role
from resources.network.access import sees_region, within
from resources.network.regions import WHOLE_COUNTRY

from .access import notices_for
from .choices import ChangeReason, NoticeStatus
from .models import Notice, NoticeText, ReviewRule


def to_approve(person: Any, now: datetime) -> Iterator[Row]:
    """Those whose whole area is the person's, and of which they are the second person where one is needed."""
    wrote = NoticeText.objects.filter(notice=OuterRef("pk"), version=OuterRef("version"), saved_by=person)
    alone = ReviewRule.objects.filter(kind=OuterRef("kind"), needs_second=False)
    second = ~Exists(wrote) & (Q(submitted_by=None) | ~Q(submitted_by=person))
    rows = _of_area(person).filter(second | Q(Exists(alone)), status=NoticeStatus.REVIEW)
    for notice in rows.order_by("is_drill", "submitted_at", "pk")[:MOST]:
        yield _row(notice, str(notice.submitted_by or _("系统")))


def proposals(person: Any, now: datetime) -> Iterator[Row]:
    """Drafts that the system wrote and nobody has handed in, what expires first on top."""
    rows = notices_for(person).filter(status=NoticeStatus.DRAFT, created_by=None).exclude(reason="")
    for notice in rows.defer("basis").select_related("submitted_by").order_by("is_drill", "created_at", "pk")[:MOST]:
        yield _row(notice, str(ChangeReason(notice.reason).label))


def _of_area(person: Any) -> QuerySet[Notice]:
    """Notices whose whole area the person sees; without a region a notice is about the whole country."""
    rows = Notice.objects.defer("basis").select_related("submitted_by")
    return rows if sees_region(person, WHOLE_COUNTRY) else within(rows, person)


def _row(notice: Notice, said: str) -> Row:
    drill = _("演练") if notice.is_drill else ""
    return Row(
        key=str(notice.pk),
        title=notice.title,
        href=reverse("content:notice", args=[notice.number]),
        detail=" · ".join(part for part in (drill, said, notice.number) if part),
        badges=[("notice_kind", notice.kind)],
    )


register(
    Card(
        "reviews",
        gettext_lazy("等我审核的公告"),
        "eye",
        {Role.COMMANDER: 15, Role.PUBLISHER: 12, Role.MANAGER: 25},
        to_approve,
        lambda: f"{reverse('content:list')}?status={NoticeStatus.REVIEW.value}",
        gettext_lazy("没有等您审核的公告"),
    )
)
register(
    Card(
        "proposals",
        gettext_lazy("系统建议的公告"),
        "megaphone",
        {Role.PUBLISHER: 10, Role.MANAGER: 60, Role.COMMANDER: 65},
        proposals,
        lambda: f"{reverse('content:list')}?status={NoticeStatus.DRAFT.value}",
        gettext_lazy("没有系统建议的公告"),
    )
)
