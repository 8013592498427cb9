"""On the desk: incidents that are not closed."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import BooleanField, ExpressionWrapper, F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from emergency_ops.lib.desk import MOST, Card, Row, register
from emergency_ops.lib.roles import Role
from emergency_ops.lib.timing import brief
from emergency_ops.lib.wording import listed
from resources.network.access import visible_regions
from resources.staff.models import Person

from . import queries
from .access import incidents_for
from .choices import OPEN_STATUSES, Status
from .filters import Group
from .models import Incident
from .standing.queries import standings
from .standing.rules import Late
from .standing.sentences import Standing

#: over, and still to be closed
RESTORED = ExpressionWrapper(Q(status=Status.RESTORED), BooleanField())


def unclosed(person: Person, now: datetime) -> Iterator[Row]:
    """Those whose clock runs out first on top, graver ones before others, restored ones after them, drills last."""
    rows = incidents_for(person).filter(status__in=OPEN_STATUSES).select_related("region", "policy_version")
    clock = F("clock_stopped_at").asc(nulls_first=True)
    first = list(rows.order_by("is_drill", RESTORED, clock, "clock_due_at", "grade", "pk")[:MOST])
    found, sites = standings(first, now), queries.site_names(first, visible_regions(person))
    for incident in first:
        yield _row(incident, listed(sites.get(incident.pk, ())), found[incident.pk], now)


def _row(incident: Incident, sites: str, standing: Standing, now: datetime) -> Row:
    terminals = incident.affected_terminals
    affected = ngettext("%(count)d 台设备", "%(count)d 台设备", terminals) % {"count": terminals}
    began = _("%(at)s 起") % {"at": brief(incident.began_at, now)}
    place = sites or str(incident.region or _("全网"))
    told = (_("演练") if incident.is_drill else "", began, place, affected, incident.number)
    return Row(
        key=incident.number,
        title=incident.title,
        href=reverse("incidents:detail", args=[incident.number]),
        detail=" · ".join(part for part in told if part),
        note=standing.sentence,
        badges=[("grade", incident.grade), ("incident_status", incident.status)],
        clock=(incident.clock_started_at, incident.clock_due_at, incident.clock_stopped_at or incident.restored_at),
        clock_name=_("30分钟时限"),
        has_lapsed=any(thing.code is Late.BARE for thing in standing.late),
        is_late=standing.is_late,
    )


register(
    Card(
        "incidents",
        gettext_lazy("未关闭的事件"),
        "fire",
        dict.fromkeys(Role, 10) | {Role.FIELD_STAFF: 40, Role.STOREKEEPER: 30, Role.PUBLISHER: 20},
        unclosed,
        lambda: f"{reverse('incidents:list')}?group={Group.OPEN.value}",
        gettext_lazy("没有未关闭的事件"),
    )
)
