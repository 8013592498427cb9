"""Rounds are planned some hours ahead, onto whoever has duty; what changes before they begin changes them."""

from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from incidents.escalation import actions as escalation
from resources.inventory.tokens import new_token
from resources.network import hours
from resources.network.choices import TerminalStatus
from resources.network.models import Site, Terminal

from . import rules, telling
from .choices import ROUND_SUBJECT, RoundEventKind, RoundState
from .deadline_kinds import PATROL_DUE
from .duty import DutyBook
from .models import PatrolRound, PatrolSetting, RoundEvent
from .rules import Slot

log = structlog.get_logger(__name__)

AHEAD: Final = timedelta(hours=12)
#: planned anew when less than this is planned
RENEW: Final = timedelta(hours=11)
#: who goes is looked at again for rounds that begin within this time, and told to them within the second
REASSIGN: Final = timedelta(hours=4)
TOLD: Final = timedelta(hours=2)
#: sites a sweep
MOST: Final = 300


def plan_due(now: datetime) -> int:
    """Plan the rounds of the sites that are short of them; how many were planned. Any number of these may run at once."""
    ensure_settings()
    PatrolSetting.objects.exclude(planned_hours=F("site__opening_hours")).update(planned_until=None)
    short = PatrolSetting.objects.filter(Q(planned_until=None) | Q(planned_until__lt=now + RENEW))
    due = list(short.order_by(F("planned_until").asc(nulls_first=True)).values_list("pk", flat=True)[:MOST])
    if not due:
        return 0
    book = DutyBook(now - timedelta(days=1), now + AHEAD + timedelta(days=1))
    return sum(_plan_site(pk, book, now) for pk in due)


def reassign_due(now: datetime) -> int:
    """Give rounds to whoever has duty now where that has changed; how many."""
    rounds = PatrolRound.objects.filter(
        state=RoundState.PLANNED, starts_at__gt=now - timedelta(hours=1), starts_at__lt=now + REASSIGN, due_at__gt=now
    )
    book = DutyBook(now - timedelta(days=1), now + REASSIGN + timedelta(days=1))
    changed = 0
    for one in rounds.select_related("site").order_by("starts_at", "pk"):
        person = book.person_for(one.site, max(one.starts_at, now))
        if person is not None and person.pk != one.assignee_id:
            changed += _reassign(one.pk, person.pk, now)
    return changed


def forget_future(setting: PatrolSetting, now: datetime) -> None:
    """Take back what is planned and not begun, so that it is planned anew; in the caller's transaction."""
    _drop(PatrolRound.objects.filter(site=setting.site_id, state=RoundState.PLANNED, starts_at__gt=now), now)
    setting.planned_until = None
    setting.save(update_fields=["planned_until"])


def ensure_settings() -> None:
    """Each site has a setting, the shipped one to begin with."""
    known = PatrolSetting.objects.filter(site=OuterRef("pk"))
    missing = Site.objects.filter(~Exists(known)).values_list("pk", flat=True)
    PatrolSetting.objects.bulk_create((PatrolSetting(site_id=pk) for pk in missing), ignore_conflicts=True)


def _plan_site(pk: int, book: DutyBook, now: datetime) -> int:
    with transaction.atomic():
        setting = (
            PatrolSetting.objects.select_for_update(of=("self",), skip_locked=True)
            .select_related("site")
            .filter(pk=pk)
            .first()
        )
        if setting is None:
            return 0
        wanted = _wanted(setting, now)
        ahead = PatrolRound.objects.filter(site=setting.site, starts_at__gt=now)
        kept = {Slot(one.starts_at, one.due_at, one.ends_at) for one in ahead}
        _drop(ahead.filter(state=RoundState.PLANNED, starts_at__in=[s.starts for s in kept - set(wanted)]), now)
        taken = set(PatrolRound.objects.filter(site=setting.site, ends_at__gt=now).values_list("starts_at", flat=True))
        fresh = [slot for slot in wanted if slot.starts not in taken]
        for slot in fresh:
            add_round(setting.site, slot, book, now=now)
        setting.planned_until, setting.planned_hours = now + AHEAD, setting.site.opening_hours
        setting.save(update_fields=["planned_until", "planned_hours"])
        return len(fresh)


def _wanted(setting: PatrolSetting, now: datetime) -> list[Slot]:
    """The rounds to come, and one that began just now and can still be on time. None where no terminal serves."""
    if not Terminal.objects.filter(site=setting.site, status=TerminalStatus.IN_SERVICE).exists():
        return []
    try:
        open_hours = hours.parse(setting.site.opening_hours)
    except ValueError:
        log.warning("patrol_hours_unreadable", site=setting.site.code)
        return []
    interval, grace = timedelta(minutes=setting.interval_minutes), timedelta(minutes=setting.grace_minutes)
    found = rules.slots(open_hours, now - grace, now + AHEAD, interval, grace)
    return [slot for slot in found if slot.due > now]


def add_round(site: Site, slot: Slot, book: DutyBook, *, now: datetime) -> PatrolRound:
    """Plan one round, with its first deadline; in the caller's transaction where there is one."""
    person = book.person_for(site, slot.starts)
    with transaction.atomic():
        planned = PatrolRound.objects.create(
            site=site, token=new_token(), starts_at=slot.starts, due_at=slot.due, ends_at=slot.ends, assignee=person
        )
        RoundEvent.objects.create(round=planned, kind=RoundEventKind.PLANNED, at=now, person=person)
        escalation.schedule(ROUND_SUBJECT, planned.pk, PATROL_DUE, due_at=slot.due)
    return planned


def _drop(rounds: QuerySet[PatrolRound], now: datetime) -> None:
    for pk in rounds.filter(entries=None).values_list("pk", flat=True):
        escalation.cancel(ROUND_SUBJECT, pk, now=now)
        PatrolRound.objects.filter(pk=pk).delete()


def _reassign(pk: int, person: int, now: datetime) -> bool:
    with transaction.atomic():
        one = PatrolRound.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
        if one is None or one.state != RoundState.PLANNED or one.assignee_id == person:
            return False
        one.assignee_id = person
        one.save(update_fields=["assignee"])
        RoundEvent.objects.create(round=one, kind=RoundEventKind.REASSIGNED, at=now, person_id=person)
        if one.starts_at - now <= TOLD:
            telling.reassigned(one, now)
        return True
