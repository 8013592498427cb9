"""On the desk: calls that wait for somebody to acknowledge them."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emergency_ops.lib.desk import Act, Card, Row, register
from emergency_ops.lib.roles import OPERATORS, Role
from resources.staff.models import Person

from .choices import Channel
from .models import Acknowledgement, OutboxMessage
from .queries import threads

#: subjects that are looked at, the last told first; those that have ended are among them
_LOOKED_AT = 30


def calls(person: Person, now: datetime) -> Iterator[Row]:
    """The person was called about something that is open, and nobody has it."""
    held = Acknowledgement.objects.filter(
        subject_kind=OuterRef("subject_kind"), subject_id=OuterRef("subject_id"), expires_at__gt=now
    )
    asked = OutboxMessage.objects.filter(recipient=person, channel=Channel.IN_APP, stop_on_acknowledgement=True)
    subjects = asked.filter(~Exists(held)).order_by("-pk").values("subject_kind", "subject_id")[: 4 * _LOOKED_AT]
    rows = list({(row["subject_kind"], row["subject_id"]): {**row, "unread": 0} for row in subjects}.values())
    for thread in threads(person, rows[:_LOOKED_AT], now):
        if thread.acknowledge_link and thread.subject:
            newest = thread.newest
            href = newest.link or reverse("escalation:inbox")
            act = Act(_("接警确认"), "hand-raised", thread.acknowledge_link)
            yield Row(str(newest.pk), newest.title, href, due=newest.created_at, is_late=newest.urgent, act=act)


register(
    Card(
        "calls",
        gettext_lazy("等待接警确认"),
        "bell-alert",
        dict.fromkeys(OPERATORS, 5) | {Role.STOREKEEPER: 5},
        calls,
        lambda: reverse("escalation:inbox"),
        gettext_lazy("没有新的接警通知"),
    )
)
