"""On the desk: the counters at which the person serves."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from emergency_ops.lib.desk import MOST, RARELY, Card, Row, register
from emergency_ops.lib.roles import OPERATORS, Role
from resources.staff.models import Person

from .access import counters_staffed_by
from .queries import figures_of


def mine(person: Person, now: datetime) -> Iterator[Row]:
    counters = list(counters_staffed_by(person)[:MOST])
    figures = figures_of([counter.pk for counter in counters], now)
    for counter in counters:
        substitute, waiting = counter.substitute, figures[counter.pk].waiting
        said = ngettext("%(count)d人等候", "%(count)d人等候", waiting) % {"count": waiting}
        place = substitute.site.name if substitute.site else ""
        yield Row(
            key=str(counter.pk),
            title=substitute.place,
            href=reverse("incidents:substitute", args=[substitute.incident.number, counter.pk]),
            detail=" · ".join(part for part in (place, said) if part),
            badges=[("substitute_status", substitute.status)],
        )


register(
    Card(
        "counters",
        gettext_lazy("我的窗口"),
        "queue-list",
        dict.fromkeys(OPERATORS, RARELY) | {Role.FIELD_STAFF: 35},
        mine,
        lambda: reverse("incidents:my_counters"),
        gettext_lazy("没有您值守的窗口"),
    )
)
