"""On the desk: commands that somebody hands over to the person."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emergency_ops.lib.desk import MOST, Act, Card, Row, register
from emergency_ops.lib.roles import COORDINATORS
from incidents.response.choices import RUNNING_STATUSES
from incidents.response.filters import Group
from resources.staff.models import Person

from .actions import ANSWER_WITHIN
from .choices import TransferState
from .models import CommandTransfer

#: characters of what is handed over that stand on the card
TOLD = 120


def transfers(person: Person, now: datetime) -> Iterator[Row]:
    """What waits for the person's answer, the oldest first; the beginning of what is handed over is told with it."""
    rows = CommandTransfer.objects.filter(
        taker=person, state=TransferState.PROPOSED, incident__status__in=RUNNING_STATUSES
    )
    for one in rows.select_related("incident", "giver").order_by("at")[:MOST]:
        due = one.at + ANSWER_WITHIN
        where = (one.incident.number, one.pk)
        yield Row(
            key=str(one.pk),
            title=one.incident.title,
            href=reverse("incidents:command_transfer", args=where),
            detail=_("%(giver)s请您接手指挥") % {"giver": one.giver or "—"},
            note=Truncator(" ".join(one.summary.split())).chars(TOLD),
            due=due,
            due_name=_("时限"),
            is_late=due < now,
            act=Act(_("接手指挥"), "check", reverse("incidents:command_accept", args=where)),
        )


register(
    Card(
        "command",
        gettext_lazy("等我接手的指挥"),
        "flag",
        dict.fromkeys(COORDINATORS, 6),
        transfers,
        lambda: f"{reverse('incidents:list')}?group={Group.RUNNING.value}",
        gettext_lazy("没有等您接手的指挥"),
        is_rare=True,
    )
)
