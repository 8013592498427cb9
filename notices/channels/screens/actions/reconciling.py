"""What is wanted of each screen against what it says that it shows: receipts are taken in, and the difference is sent.

All for up to MOST terminals in one transaction: a worker that is killed leaves nothing half done, and the next pass does the same again.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from incidents.response.diagnosis import screens
from incidents.response.diagnosis.actions import MOST
from incidents.response.diagnosis.choices import ENDED, CommandState
from incidents.response.diagnosis.models import TerminalCommand, TerminalScreen
from incidents.response.diagnosis.queries import heard_lately
from incidents.response.diagnosis.rules import ScreenContent
from notices.channels.screens import rules
from notices.channels.screens.choices import OPEN, STANDING, TextState
from notices.channels.screens.models import ScreenSlot, ScreenText
from notices.channels.screens.rules import Verb

from .saving import save_all

#: somebody else's command waits at the terminal
_OCCUPIED: Final = timedelta(seconds=15)
_SLOT = ("command", "carrying", "showing", "said_by", "dirty_at", "attempts", "due_at")
_TEXT = ("state", "state_at", "shown_at", "reached_at", "attempts", "error", "command")


def reconcile(*, now: datetime, most: int = MOST) -> int:
    """One chunk: terminals that have answered, and terminals that are due and can be told something. How many there were."""
    with transaction.atomic():
        slots = _claimed(now, most)
        if slots:
            bench = _Bench(slots, now)
            for slot in slots:
                bench.take_in(slot)
                bench.settle(slot)
            bench.send()
            bench.save()
    return len(slots)


def watch(*, now: datetime) -> int:
    """Look again at screens that show something else than they said of our text; how many."""
    settled = ScreenSlot.objects.filter(command=None, due_at=None, showing__isnull=False)
    other = ~Q(terminal__screen__command=F("said_by")) | Q(terminal__screen__command=None)
    return settled.filter(other).update(due_at=now)


def _claimed(now: datetime, most: int) -> list[ScreenSlot]:
    slots = ScreenSlot.objects.select_related("command")
    answered = slots.filter(command__state__in=ENDED).order_by("pk")
    rows = list(answered.select_for_update(skip_locked=True, of=("self",))[:most])
    due = ScreenSlot.objects.filter(command=None, due_at__lte=now).filter(heard_lately(now)).order_by("due_at", "pk")
    taken = [row.pk for row in rows]
    return rows + list(due.exclude(pk__in=taken).select_for_update(skip_locked=True, of=("self",))[: most - len(rows)])


class _Bench:
    """The slots that were claimed, with their texts and screens; what is to be sent; what is to be saved."""

    def __init__(self, slots: list[ScreenSlot], now: datetime) -> None:
        self.slots, self.now = {slot.pk: slot for slot in slots}, now
        self.texts: dict[int, dict[int, ScreenText]] = defaultdict(dict)
        carried = [slot.carrying_id for slot in slots if slot.carrying_id]
        wanted = Q(terminal__in=self.slots, state__in=OPEN) | Q(pk__in=carried)
        for text in ScreenText.objects.filter(wanted).select_related("notice"):
            self.texts[text.terminal_id][text.pk] = text
        self.seen = {row.pk: row for row in TerminalScreen.objects.filter(terminal__in=self.slots)}
        heard = ScreenSlot.objects.filter(heard_lately(now), pk__in=self.slots)
        self.within_reach = set(heard.values_list("pk", flat=True))
        self.outgoing: dict[tuple[int, str, datetime], list[int]] = defaultdict(list)
        self.clears: list[int] = []
        self.changed: dict[int, ScreenText] = {}

    def take_in(self, slot: ScreenSlot) -> None:
        """What came of the command that was on its way."""
        command = slot.command
        if command is None:
            return
        text = self.texts[slot.pk].get(slot.carrying_id or 0)
        slot.command, slot.carrying, slot.due_at = None, None, self.now
        if command.state == CommandState.DONE:
            self._shown(slot, command, text)
        else:
            self._in_vain(slot, command, text)

    def settle(self, slot: ScreenSlot) -> None:
        """What is to be done about the terminal now."""
        texts = [text for text in self.texts[slot.pk].values() if text.state in OPEN]
        views = [rules.Wanted(text.pk, text.state, text.wanted_at, text.until) for text in texts]
        decision = rules.decide(views, self._seen(slot), showing=slot.showing_id, dirty_at=slot.dirty_at, now=self.now)
        top = self.texts[slot.pk].get(decision.key or 0)
        if top is not None:
            self._stands(slot, decision.verb, top)
        elif decision.verb == Verb.CLEAR:
            if self._may_send(slot):
                self.clears.append(slot.pk)
        else:
            self._nothing_left(slot, decision.verb)

    def send(self) -> None:
        """Queue what was collected, the same text for many terminals at once."""
        length, lines = settings.SCREEN_LINE_LENGTH, settings.SCREEN_LINES
        for terminals in self.outgoing.values():
            texts = [self.texts[pk][self.slots[pk].carrying_id or 0] for pk in terminals]
            first = texts[0]
            content = ScreenContent(first.text, first.until, first.notice.number, lines, length)
            self._queue(terminals, content)
        if self.clears:
            self._queue(self.clears, ScreenContent(""))

    def save(self) -> None:
        save_all(self.changed.values(), _TEXT)
        save_all(self.slots.values(), _SLOT)

    def _shown(self, slot: ScreenSlot, command: TerminalCommand, text: ScreenText | None) -> None:
        slot.attempts, slot.said_by, slot.showing = 0, command, text
        slot.dirty_at = command.ended_at if text else None
        if text is None:
            self._gone(slot, TextState.CLEARED)
            return
        text.shown_at = text.shown_at or command.ended_at
        text.reached_at, text.error = text.reached_at or command.ended_at, ""
        self._move(text, TextState.SHOWN if text.state == TextState.SENT else text.state)
        self._gone(slot, TextState.REPLACED, but=text)

    def _in_vain(self, slot: ScreenSlot, command: TerminalCommand, text: ScreenText | None) -> None:
        fetched = command.fetched_at is not None
        error = rules.trouble(command.state, fetched=fetched, said=command.output)
        if error:
            slot.attempts += 1
            slot.due_at = self.now + rules.wait(slot.attempts)
        if text is None:
            return
        if command.state == CommandState.TIMED_OUT and fetched:
            text.reached_at = text.reached_at or command.fetched_at
            slot.dirty_at = command.fetched_at
        text.error = error
        state = TextState.FAILED if error else TextState.WANTED
        self._move(text, state if text.state == TextState.SENT else text.state)

    def _stands(self, slot: ScreenSlot, verb: Verb, top: ScreenText) -> None:
        for text in self.texts[slot.pk].values():
            if text.state in STANDING and text is not top:
                self._move(text, TextState.COVERED)
        if verb == Verb.SHOW:
            if top.state in (TextState.SHOWN, TextState.COVERED):
                self._move(top, TextState.WANTED)
            if self._may_send(slot):
                slot.carrying = top
                self.outgoing[top.notice_id, top.text, top.until].append(slot.pk)
            return
        self._move(top, TextState.SHOWN if verb == Verb.SETTLED else TextState.COVERED)
        self._gone(slot, TextState.REPLACED)
        slot.due_at = None if verb == Verb.SETTLED else self.now + rules.LOOK_AGAIN

    def _nothing_left(self, slot: ScreenSlot, verb: Verb) -> None:
        screen = self.seen.get(slot.pk)
        blank = screen is not None and not screen.text
        self._gone(slot, TextState.CLEARED if blank else TextState.REPLACED)
        slot.due_at = None
        if verb == Verb.YIELD:
            slot.showing = slot.dirty_at = None

    def _queue(self, terminals: list[int], content: ScreenContent) -> None:
        commands = screens.show(terminals, content, most=MOST, now=self.now)
        for pk in terminals:
            slot, command = self.slots[pk], commands.get(pk)
            text = self.texts[pk].get(slot.carrying_id or 0)
            if command is None:
                slot.carrying, slot.due_at = None, self.now + _OCCUPIED
                continue
            slot.command, slot.due_at = command, None
            if text is not None:
                text.command, text.attempts = command, text.attempts + 1
                self._move(text, TextState.SENT)

    def _may_send(self, slot: ScreenSlot) -> bool:
        return slot.pk in self.within_reach and slot.due_at is not None and slot.due_at <= self.now

    def _seen(self, slot: ScreenSlot) -> rules.Seen | None:
        screen = self.seen.get(slot.pk)
        if screen is None:
            return None
        ours = screen.command_id is not None and screen.command_id == slot.said_by_id
        return rules.Seen(screen.text, screen.since, screen.until, ours, screen.command_id is not None)

    def _gone(self, slot: ScreenSlot, state: TextState, but: ScreenText | None = None) -> None:
        """What was to go is gone; what was never there ends as that."""
        leaving: Iterable[ScreenText] = [
            text for text in self.texts[slot.pk].values() if text.state == TextState.LEAVING and text is not but
        ]
        for text in leaving:
            self._move(text, state if text.reached_at else TextState.DROPPED)

    def _move(self, text: ScreenText, state: str) -> None:
        if text.state != state:
            text.state, text.state_at = state, self.now
        self.changed[text.pk] = text
