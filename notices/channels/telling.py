"""Whoever publishes is told when a delivery waits for a person."""

from datetime import datetime
from typing import Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.roles import Role
from resources.network.access import sees_region
from resources.network.regions import WHOLE_COUNTRY
from resources.staff.memos import tell
from resources.staff.models import Person

from .choices import FOR_PEOPLE
from .models import Delivery

MOST: Final = 20


def tell_of_card(delivery: Delivery, now: datetime) -> None:
    """A memo to the publishers of the notice's region and whoever issued it; not while the system itself still looks."""
    if delivery.state not in FOR_PEOPLE or delivery.due_at is not None:
        return
    title = _("待人工处理：发布到%(channel)s") if delivery.is_publication else _("待人工处理：从%(channel)s撤下")
    tell(
        responsible(delivery),
        key=f"delivery:{delivery.pk}:{delivery.state}:{int(now.timestamp())}",
        title=title,
        body=_("公告%(notice)s“%(title)s”。%(error)s"),
        link=reverse("channels:delivery", args=[delivery.pk]),
        now=now,
        params={
            "channel": delivery.get_channel_display(),
            "notice": delivery.notice.number,
            "title": delivery.notice.title,
            "error": delivery.error,
        },
    )


def responsible(delivery: Delivery) -> list[Person]:
    """Publishers who answer for the whole region, first; whoever issued the notice last."""
    issued_by = Q(pk=delivery.notice.issued_by_id) if delivery.notice.issued_by_id else Q(pk__in=[])
    found = Person.objects.filter(Q(groups__name=str(Role.PUBLISHER)) | issued_by, is_active=True).distinct()
    region = delivery.notice.region_id or WHOLE_COUNTRY
    return [one for one in found.order_by("pk") if sees_region(one, region) or one.pk == delivery.notice.issued_by_id][
        :MOST
    ]
