"""Texts on terminals' screens: queued where nothing else waits, taken back, and what each shows by its own word. All are writers.

A terminal has one command of a kind on its way, so texts never overtake each other; a text of "" clears the screen.
"""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.dateparse import parse_datetime

from . import rules
from .choices import CommandKind, CommandState
from .models import TerminalCommand, TerminalScreen

SCREEN = "screen"


def show(
    terminals: Collection[int], content: rules.ScreenContent, *, most: int, now: datetime
) -> dict[int, TerminalCommand]:
    """Queue a text of the system's own for terminals (ids); the commands by terminal, without those where one still waits.

    Raises ValueError for more than `most` terminals.
    """
    if len(terminals) > most:
        raise ValueError(f"{len(terminals)} terminals in one go, at most {most}")
    batch, params = uuid.uuid4(), content.params()
    due = rules.expires_at(CommandKind.SHOW_TEXT, now)
    if content.text and content.until:
        due = min(due, content.until)
    TerminalCommand.objects.bulk_create(
        [
            TerminalCommand(
                batch=batch,
                terminal_id=terminal,
                kind=CommandKind.SHOW_TEXT,
                params=params,
                queued_at=now,
                due_at=due,
            )
            for terminal in terminals
        ],
        ignore_conflicts=True,
    )
    return {command.terminal_id: command for command in TerminalCommand.objects.filter(batch=batch)}


def take_back(commands: Collection[int], *, now: datetime) -> list[int]:
    """End those texts of the system (ids) that nobody has fetched yet; their ids. To be called within a transaction."""
    queued = TerminalCommand.objects.filter(
        pk__in=commands, kind=CommandKind.SHOW_TEXT, state=CommandState.QUEUED, incident=None
    )
    taken = list(queued.order_by("pk").select_for_update(skip_locked=True).values_list("pk", flat=True))
    TerminalCommand.objects.filter(pk__in=taken).update(state=CommandState.CANCELLED, ended_at=now)
    return taken


def learn(command: TerminalCommand, *, now: datetime) -> None:
    """Keep what a command that was carried out says of its terminal's screen, within the transaction of the answer."""
    if command.state != CommandState.DONE:
        return
    if command.kind == CommandKind.SHOW_TEXT:
        _shown(command, now)
    elif command.kind == CommandKind.STATUS and SCREEN in command.data:
        _said(command.terminal_id, str(command.data[SCREEN]), now)


def _shown(command: TerminalCommand, now: datetime) -> None:
    text = str(command.params.get("text", ""))
    with transaction.atomic():
        screen = TerminalScreen.objects.select_for_update().filter(terminal=command.terminal_id).first()
        goes_on = screen is not None and screen.text == text and not rules.is_over(screen.until, now)
        TerminalScreen.objects.update_or_create(
            terminal_id=command.terminal_id,
            defaults={
                "text": text,
                "since": screen.since if screen and goes_on else now,
                "until": parse_datetime(command.params["until"]) if "until" in command.params else None,
                "notice": command.params.get("notice", ""),
                "command": command,
                "confirmed_at": now,
            },
        )


def _said(terminal: int, said: str, now: datetime) -> None:
    """An answer to a question for the state: the same is confirmed, something else is kept without a command."""
    with transaction.atomic():
        screen = TerminalScreen.objects.select_for_update().filter(terminal=terminal).first()
        if screen is not None and rules.is_said_of(said, screen.text):
            TerminalScreen.objects.filter(pk=screen.pk).update(confirmed_at=now)
            return
        if screen is not None and not said and rules.is_over(screen.until, now):
            return
        other = {"text": said, "since": now, "until": None, "notice": "", "command": None, "confirmed_at": now}
        TerminalScreen.objects.update_or_create(terminal_id=terminal, defaults=other)
