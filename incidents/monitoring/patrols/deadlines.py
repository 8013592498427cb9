"""What happens when a round is not done in time: the person is told, then who is next at the post, then the lead.

Imported once, when the app is ready.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from incidents.escalation import actions as escalation
from incidents.escalation import registry
from incidents.escalation.models import Deadline
from resources.network.choices import TerminalStatus
from resources.network.models import Terminal
from resources.staff.choices import Function
from resources.staff.models import Person
from resources.staff.queries import in_line, leaders

from . import rules, telling
from .choices import OPEN_STATES, ROUND_SUBJECT, RoundEventKind, RoundState
from .deadline_kinds import PATROL_CALLED, PATROL_DUE, PATROL_MISSED
from .models import PatrolRound, RoundEvent


def _handler(handle: Callable[[PatrolRound, datetime], None]) -> registry.Handler:
    """A handler that locks the round and does nothing when it is over."""

    def fire(deadline: Deadline, now: datetime) -> None:
        with transaction.atomic():
            rounds = PatrolRound.objects.select_for_update(of=("self",)).select_related("site__region", "assignee")
            one = rounds.filter(pk=deadline.subject_id, state__in=OPEN_STATES).first()
            if one is not None:
                handle(one, now)

    return fire


def _due(one: PatrolRound, now: datetime) -> None:
    if not Terminal.objects.filter(site=one.site, status=TerminalStatus.IN_SERVICE).exists():
        _end(one, RoundState.CANCELLED, RoundEventKind.CANCELLED, now)
        return
    if one.assignee is not None:
        telling.due(one, now)
        _write(one, RoundEventKind.REMINDED, now, one.assignee)
    else:
        lead = _lead(one, now)
        telling.vacant(one, lead, now)
        _write(one, RoundEventKind.CALLED, now, *lead)
    at = rules.call_at(one.due_at, one.ends_at)
    escalation.schedule(ROUND_SUBJECT, one.pk, PATROL_CALLED, due_at=max(at, now))


def _called(one: PatrolRound, now: datetime) -> None:
    """Who acts for the post where that is another than the person, else whom to turn to when they do not answer."""
    line = in_line([Function.ON_SITE], one.site.region_id, now, sites=[one.site_id])[Function.ON_SITE]
    standing = [incumbent.person for incumbent in (line.acts, line.following) if incumbent is not None]
    others = [person for person in standing if person.pk != one.assignee_id][:1] or _lead(one, now)
    telling.called(one, others, now)
    _write(one, RoundEventKind.CALLED, now, *others)
    escalation.schedule(ROUND_SUBJECT, one.pk, PATROL_MISSED, due_at=max(one.ends_at, now))


def _missed(one: PatrolRound, now: datetime) -> None:
    lead = _lead(one, now)
    _end(one, RoundState.MISSED, RoundEventKind.MISSED, now, *lead)
    telling.missed(one, [*lead, *([one.assignee] if one.assignee else [])], now)


def _end(one: PatrolRound, state: RoundState, kind: RoundEventKind, now: datetime, *people: Person) -> None:
    one.state = state
    one.save(update_fields=["state"])
    _write(one, kind, now, *people)


def _write(one: PatrolRound, kind: RoundEventKind, now: datetime, *people: Person) -> None:
    RoundEvent.objects.bulk_create(RoundEvent(round=one, kind=kind, at=now, person=who) for who in people or (None,))


def _lead(one: PatrolRound, now: datetime) -> list[Person]:
    return [incumbent.person for incumbent in leaders(one.site.region_id, now, sites=[one.site_id])[:1]]


registry.register(PATROL_DUE, _handler(_due))
registry.register(PATROL_CALLED, _handler(_called))
registry.register(PATROL_MISSED, _handler(_missed))
