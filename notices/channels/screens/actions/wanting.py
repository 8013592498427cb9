"""What a notice wants of the screens: rows that say so, in the transaction that changes the notice. Nothing is sent here.

Whoever changes the states of a terminal's texts holds the lock of its slot; several are locked in the order of the terminals.
"""

from collections.abc import Collection
from datetime import datetime

from celery import current_app
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from incidents.response.diagnosis import rules as commands
from incidents.response.diagnosis import screens
from notices.channels.screens import queries, rules
from notices.channels.screens.access import is_for_screens
from notices.channels.screens.choices import ENDED, OPEN, STANDING, TextState
from notices.channels.screens.models import ScreenChoice, ScreenSlot, ScreenText
from notices.content.models import Notice
from resources.staff.models import Person

FOLLOW = "notices.channels.screens.sweeps.follow_screens"
_BATCH = 1000


def publish(notice: Notice, *, actor: Person | None, now: datetime) -> None:
    """Want the notice's text on the terminals that were chosen for it."""
    put_up(notice, queries.chosen(notice, queries.choice_of(notice)), now=now)


def replace(notice: Notice, *, actor: Person | None, now: datetime) -> None:
    """Want it in the place of the one before. Where both are wanted the new text replaces the old one in one command."""
    before = ScreenText.objects.filter(notice=notice.previous_id)
    _carry_over(notice)
    terminals = queries.chosen(notice, queries.choice_of(notice))
    lock({*terminals, *before.filter(state__in=OPEN).values_list("terminal_id", flat=True)})
    leave(before, now=now)
    put_up(notice, terminals, now=now)


def withdraw(notice: Notice, *, actor: Person | None, now: datetime) -> None:
    """Want the notice's text nowhere any more."""
    leave(ScreenText.objects.filter(notice=notice), now=now)


def put_up(notice: Notice, terminals: Collection[int], *, now: datetime) -> None:
    """Want the notice's text on these terminals (ids), also where it stood before and was taken away. Never in a drill."""
    if not terminals or not is_for_screens(notice):
        return
    text = commands.one_line(queries.sentence_of(notice))
    until = rules.until(notice.kind, notice.issued_at or now, notice.expires_at)
    lock(terminals)
    ScreenText.objects.bulk_create(
        [
            ScreenText(notice=notice, terminal_id=terminal, text=text, until=until, state_at=now, wanted_at=now)
            for terminal in terminals
        ],
        ignore_conflicts=True,
        batch_size=_BATCH,
    )
    again = ScreenText.objects.filter(notice=notice, terminal__in=terminals, state__in=(*ENDED, TextState.LEAVING))
    again.update(state=TextState.WANTED, state_at=now, wanted_at=now, until=until, error="")
    look_now(terminals, now=now)


def leave(texts: QuerySet[ScreenText], *, now: datetime) -> list[int]:
    """Take away those that stand: what no terminal has fetched is taken back, the rest is to be cleared. Ids of the terminals."""
    going = texts.filter(state__in=STANDING)
    terminals = list(going.values_list("terminal_id", flat=True))
    if not terminals:
        return []
    with transaction.atomic():
        lock(terminals)
        going = going.filter(terminal__in=terminals)
        on_their_way = ScreenSlot.objects.filter(terminal__in=terminals, carrying__in=going, command__isnull=False)
        taken = screens.take_back(list(on_their_way.values_list("command_id", flat=True)), now=now)
        ScreenSlot.objects.filter(command__in=taken).update(command=None, carrying=None)
        carried = ScreenSlot.objects.filter(carrying=OuterRef("pk"))
        never = going.filter(~Exists(carried), reached_at=None)
        never.update(state=TextState.DROPPED, state_at=now, error="")
        going.update(state=TextState.LEAVING, state_at=now, error="")
        look_now(terminals, now=now)
    return terminals


def lapse(*, now: datetime) -> int:
    """Take away the texts whose time is over, whoever has missed it; how many."""
    return len(leave(ScreenText.objects.filter(until__lte=now), now=now))


def give_up(*, now: datetime) -> int:
    """Do not wait any longer for terminals that should have stopped by themselves long ago; how many."""
    late = ScreenText.objects.filter(state=TextState.LEAVING, until__lte=now - rules.GIVE_UP)
    terminals = list(late.values_list("terminal_id", flat=True)[:_BATCH])
    if not terminals:
        return 0
    with transaction.atomic():
        lock(terminals)
        still = ScreenText.objects.filter(terminal=OuterRef("terminal"), state__in=OPEN)
        given_up = late.filter(terminal__in=terminals).update(state=TextState.LAPSED, state_at=now)
        idle = ScreenSlot.objects.filter(~Exists(still), terminal__in=terminals, command=None)
        idle.update(showing=None, dirty_at=None, due_at=None, attempts=0)
    return given_up


def lock(terminals: Collection[int]) -> None:
    """The slots of these terminals, in the caller's transaction; those that are missing are made."""
    ordered = sorted(set(terminals))
    ScreenSlot.objects.bulk_create(
        [ScreenSlot(terminal_id=terminal) for terminal in ordered], ignore_conflicts=True, batch_size=_BATCH
    )
    slots = ScreenSlot.objects.filter(terminal__in=ordered).order_by("terminal_id")
    list(slots.select_for_update(of=("self",)).values_list("pk", flat=True))


def look_now(terminals: Collection[int], *, now: datetime) -> None:
    """Have the sweep look at these terminals at once, after the commit."""
    ScreenSlot.objects.filter(terminal__in=terminals).update(due_at=now, attempts=0)
    transaction.on_commit(_wake, robust=True)


def _wake() -> None:
    """A message that is lost is made good by the beat."""
    current_app.send_task(FOLLOW, retry=False, expires=5)


def _carry_over(notice: Notice) -> None:
    """What follows a notice is shown where that one was, unless somebody has chosen for it already."""
    before = ScreenChoice.objects.filter(notice=notice.previous_id).first()
    if before is not None and not ScreenChoice.objects.filter(notice=notice).exists():
        before.pk = notice.pk
        before._state.adding = True
        before.save(force_insert=True)
