"""到场: somebody has scanned the site's label on a round. It says when they were there, and changes nothing else."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Refused
from resources.staff.models import Person

from . import access
from .choices import EARLY, OPEN_STATES, RoundEventKind
from .models import PatrolRound, RoundEvent


def arrive(one: PatrolRound, *, actor: Person, now: datetime) -> RoundEvent:
    """Kept once a person and round, the earliest first. Raises Forbidden, or Refused for a round that is over or yet to come."""
    access.require_recorder(actor, one.site)
    with transaction.atomic():
        row = PatrolRound.objects.select_for_update().get(pk=one.pk)
        known = row.events.filter(kind=RoundEventKind.ARRIVED, actor=actor).first()
        if known is not None:
            return known
        if row.state not in OPEN_STATES or now < row.starts_at - EARLY:
            raise Refused("round_not_open", _("这次巡检现在不能登记到场：%(state)s。"), state=row.get_state_display())
        return RoundEvent.objects.create(round=row, kind=RoundEventKind.ARRIVED, at=now, actor=actor)
