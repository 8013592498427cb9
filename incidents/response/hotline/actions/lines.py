"""A hotline's agents, and what the telephone system counts."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Refused
from incidents.response.actions.substitutes import changing_place, tell
from incidents.response.choices import SubstituteKind, SubstituteStatus
from incidents.response.hotline import rules
from incidents.response.hotline.models import Hotline
from incidents.response.models import Substitute
from resources.staff.models import Person


def set_up(substitute: Substitute, agents: int, calls_an_hour: int, *, actor: Person, now: datetime) -> Hotline:
    """How many agents answer, and how many calls each takes an hour: that is its capacity. Raises Forbidden or Refused."""
    with changing_place(substitute, actor=actor, now=now) as (move, row):
        if row.kind != SubstituteKind.HOTLINE:
            raise Refused("not_hotline", _("只有应急热线才有坐席。"))
        values = {"agents": agents, "calls_an_hour": calls_an_hour}
        line, _created = Hotline.objects.update_or_create(substitute=row, defaults=values)
        row.capacity = rules.capacity(agents, calls_an_hour)
        row.save(update_fields=["capacity"])
        tell(move, row, "hotline_set_up", agents=agents, capacity=row.capacity)
    return line


def follow(substitute: Substitute, *, actor: Person, now: datetime) -> None:
    """A hotline that becomes ready or serves has a set-up, and with it a capacity unless one was stated."""
    if substitute.status == SubstituteStatus.WITHDRAWN:
        return
    line, _created = Hotline.objects.get_or_create(substitute=substitute)
    if substitute.capacity is None:
        substitute.capacity = rules.capacity(line.agents, line.calls_an_hour)
        substitute.save(update_fields=["capacity"])


def count(substitute: Substitute, waiting: int, answered: int, abandoned: int, *, at: datetime) -> bool:
    """What the telephone system counts; False for counts that are older than those that are known."""
    with transaction.atomic():
        Hotline.objects.get_or_create(substitute=substitute)
        older = Hotline.objects.filter(Q(counted_at=None) | Q(counted_at__lt=at), substitute=substitute)
        return bool(older.update(waiting=waiting, answered=answered, abandoned=abandoned, counted_at=at))
