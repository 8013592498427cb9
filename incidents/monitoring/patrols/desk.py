"""On the desk: the person's own rounds."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emergency_ops.lib.desk import RARELY, Card, Row, register
from emergency_ops.lib.roles import OPERATORS, Role
from emergency_ops.lib.timing import of_day
from resources.staff.models import Person

from .queries import my_rounds


def rounds(person: Person, now: datetime) -> Iterator[Row]:
    for one in my_rounds(person, now):
        yield Row(
            key=one.token,
            title=str(one.site),
            href=reverse("patrols:round", args=[one.token]),
            detail=_("%(start)s 起，%(due)s 前完成") % {"start": of_day(one.starts_at), "due": of_day(one.due_at)},
            badges=[("patrol_state", one.state)],
            is_late=one.due_at < now,
        )


register(
    Card(
        "rounds",
        gettext_lazy("我的巡检"),
        "map",
        dict.fromkeys(OPERATORS, RARELY) | {Role.FIELD_STAFF: 10},
        rounds,
        lambda: reverse("patrols:mine"),
        gettext_lazy("接下来没有您的巡检"),
    )
)
