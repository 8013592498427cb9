"""Rounds for a fresh instance: a district is gone round, one of its sites has been today."""

from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from django.utils.translation import gettext as _

from resources.network.models import Site
from resources.staff.models import Person

from .checklists import checklists
from .choices import NO_PATROL, Outcome
from .duty import DutyBook
from .models import PatrolRound, PatrolSetting
from .planning import add_round, plan_due
from .queries import terminals_of
from .recording import Author, Entry, record
from .rules import Slot, items_for

DISTRICT: Final = "310101"
PAST: Final = (timedelta(hours=6), timedelta(hours=4))


def load(now: datetime) -> None:
    """Where nothing is set yet, the sites of one district are gone round and the others are not, so that nobody is called for them."""
    if PatrolSetting.objects.exists():
        return
    for site in Site.objects.all():
        setting = PatrolSetting(site=site, updated_at=now)
        if site.region_id != DISTRICT:
            setting.interval_minutes = NO_PATROL
        setting.save()
    first = Site.objects.filter(region_id=DISTRICT).order_by("code").first()
    if first is not None:
        for number, ago in enumerate(PAST):
            _done(first, (now - ago).replace(minute=0, second=0, microsecond=0), is_late=bool(number), now=now)
    while plan_due(now):
        pass


def _done(site: Site, starts: datetime, *, is_late: bool, now: datetime) -> None:
    """A round that somebody has done, with paper running low at the first terminal."""
    slot = Slot(starts, starts + timedelta(minutes=30), starts + timedelta(hours=2))
    one = add_round(site, slot, DutyBook(starts - timedelta(days=1), now), now=starts)
    if one.assignee is not None:
        record(_answers(one, starts + timedelta(minutes=50 if is_late else 18)), author=_author(one.assignee), now=now)


def _author(person: Person) -> Author:
    return Author(person, person)


def _answers(one: PatrolRound, at: datetime) -> list[Entry]:
    lists, found = checklists(), list[Entry]()
    for number, terminal in enumerate(terminals_of(one)):
        for item in items_for(terminal.model, lists):
            low = not number and "PAPER_LOW" in item.faults
            said = (Outcome.FINDING, at, "PAPER_LOW", _("约剩 20 张")) if low else (Outcome.OK, at)
            found.append(Entry(uuid4(), one.token, terminal.code, item.code, *said))
    return found
