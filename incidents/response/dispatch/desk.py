"""On the desk: who is asked to go, and whom nobody has followed."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emergency_ops.lib.desk import MOST, RARELY, Card, Row, register
from emergency_ops.lib.roles import OPERATORS, Role
from incidents.response.choices import OPEN_STATUSES
from resources.staff.models import Person

from .choices import REFUSED, DispatchState
from .filters import Stage
from .models import Dispatch
from .queries import late, listed
from .queries import mine as of_person


def open_offers(person: Person, now: datetime) -> Iterator[Row]:
    """Offers without an answer, those that nobody took over, and people who are late, in this order."""
    unstaffed = Q(state__in=REFUSED, followed_by=None)
    wanted = Q(state=DispatchState.OFFERED) | unstaffed | late(now)
    rows: QuerySet[Any] = listed(person).filter(wanted, incident__status__in=OPEN_STATUSES)
    for one in rows.order_by("rank", "answer_by", "pk")[:MOST]:
        due = one.answer_by if one.state == DispatchState.OFFERED else one.expected_at
        yield _row(one, f"{one.person} · {one.incident.title}", due, is_late=due is None or due < now)


def mine(person: Person, now: datetime) -> Iterator[Row]:
    for one in of_person(person)[:MOST]:
        due = one.answer_by if one.state == DispatchState.OFFERED else one.needed_by
        yield _row(one, one.incident.title, due, is_late=due is not None and due < now)


def _row(one: Dispatch, detail: str, due: datetime | None, *, is_late: bool) -> Row:
    return Row(
        key=str(one.pk),
        title=_("%(site)s：%(purpose)s") % {"site": one.site.name, "purpose": one.get_purpose_display()},
        href=reverse("dispatch:page", args=[one.pk]),
        detail=detail,
        badges=[("dispatch_state", one.state)],
        due=due,
        due_name=_("时限"),
        is_late=is_late,
    )


register(
    Card(
        "dispatches",
        gettext_lazy("派遣待落实"),
        "truck",
        {Role.MANAGER: 30, Role.COMMANDER: 50},
        open_offers,
        lambda: f"{reverse('dispatch:board')}?stage={Stage.LIVE.value}",
        gettext_lazy("没有待落实的派遣"),
    )
)
register(
    Card(
        "my_dispatches",
        gettext_lazy("我的派遣"),
        "map-pin",
        dict.fromkeys(OPERATORS, RARELY) | {Role.FIELD_STAFF: 15, Role.STOREKEEPER: 15},
        mine,
        lambda: reverse("dispatch:mine"),
        gettext_lazy("没有派您去现场"),
    )
)
