"""A counter is set up: how many windows, how it calls, and the list that is gone through before it opens."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from incidents.response.actions.moving import Move
from incidents.response.actions.substitutes import changing_place, set_capacity, tell
from incidents.response.choices import SubstituteKind
from incidents.response.counters import defaults
from incidents.response.counters.choices import PriorityMode
from incidents.response.counters.models import Counter, Ticket, Window
from incidents.response.counters.models_opening import CounterCheck
from incidents.response.models import Substitute
from resources.staff.models import Person

TOKEN_BYTES = 16
MOST_WINDOWS = 30


@dataclass(frozen=True, slots=True)
class Settings:
    """windows, priority_windows: how many, the latter among the former. rate: people an hour and window."""

    windows: int = 1
    priority_windows: int = 0
    rate: int = 20
    priority_mode: str = PriorityMode.RATIO
    ratio: int = 3
    idle_takes_others: bool = True
    instead: str = ""


def set_up(substitute: Substitute, settings: Settings, *, actor: Person, now: datetime) -> Counter:
    """Make the counter of a substitute, or change how it works. Windows that are no more are closed, never taken away.

    Raises Forbidden, Invalid or Refused.
    """
    _check(settings)
    if substitute.kind != SubstituteKind.COUNTER:
        raise Refused("not_a_counter", _("这个替代方案不是人工窗口。"))
    with changing_place(substitute, actor=actor, now=now) as (move, row):
        counter = Counter.objects.select_for_update(no_key=True).filter(pk=row.pk).first() or _new(row, actor, now)
        for name in ("rate", "priority_mode", "ratio", "idle_takes_others", "instead"):
            setattr(counter, name, getattr(settings, name))
        counter.save()
        _arrange_windows(counter, settings, now)
        _state_capacity(move, row, counter)
        tell(move, row, "counter_set_up", windows=settings.windows, rate=settings.rate)
    return counter


def open_window(window: Window, *, is_open: bool, actor: Person, now: datetime) -> Window:
    """Open a window or pause it; whoever was sent to it waits for any. Raises Forbidden, or Refused while it has somebody."""
    with changing_place(window.counter.substitute, actor=actor, now=now, winding_up=not is_open) as (move, row):
        fresh = Window.objects.select_for_update(no_key=True).get(pk=window.pk)
        if not is_open and fresh.tickets.filter(state="called").exists():
            raise Refused("window_busy", _("%(number)s号窗口正在办理，请先办结再暂停。"), number=fresh.number)
        fresh.closed_at = None if is_open else now
        fresh.save(update_fields=["closed_at"])
        if not is_open:
            _send_anywhere(fresh)
        _state_capacity(move, row, window.counter)
    return fresh


def _new(substitute: Substitute, actor: Person, now: datetime) -> Counter:
    counter = Counter.objects.create(
        substitute=substitute,
        screen_token=secrets.token_urlsafe(TOKEN_BYTES),
        take_token=secrets.token_urlsafe(TOKEN_BYTES),
        created_at=now,
        created_by=actor,
    )
    CounterCheck.objects.bulk_create(
        CounterCheck(
            counter=counter,
            phase=item.phase,
            position=item.position,
            text=item.text,
            text_en=item.text_en,
            code=item.code,
        )
        for item in defaults.in_use()
    )
    return counter


def _arrange_windows(counter: Counter, settings: Settings, now: datetime) -> None:
    """Windows 1..n, the first of them for priority users. One that is paused among them stays so."""
    known = {window.number: window for window in counter.windows.all()}
    last = max((number for number, window in known.items() if window.is_open), default=0)
    for number in range(1, settings.windows + 1):
        window = known.pop(number, None) or Window(counter=counter, number=number)
        window.is_priority = number <= settings.priority_windows
        if number > last:
            window.closed_at = None
        window.save()
    for window in known.values():
        window.closed_at = window.closed_at or now
        window.save(update_fields=["closed_at"])
        _send_anywhere(window)


def _send_anywhere(window: Window) -> None:
    """Whoever was sent to a window that closes is called at any."""
    Ticket.objects.filter(for_window=window).update(for_window=None)


def _state_capacity(move: Move, substitute: Substitute, counter: Counter) -> None:
    """Open windows × what each serves."""
    set_capacity(move, substitute, counter.windows.filter(closed_at=None).count() * counter.rate)


def _check(settings: Settings) -> None:
    if not 1 <= settings.windows <= MOST_WINDOWS:
        raise Invalid("windows", _("窗口数应为1至%(most)s。"), most=MOST_WINDOWS)
    if settings.priority_windows > settings.windows:
        raise Invalid("priority_windows", _("优先窗口数不能超过窗口数。"))
    if settings.priority_mode == PriorityMode.WINDOW and not settings.priority_windows:
        raise Invalid("priority_windows", _("设优先窗口时，至少要有一个优先窗口。"))
    if settings.rate < 1 or settings.ratio < 1:
        raise Invalid("rate", _("每窗口每小时人数和优先比例至少为1。"))
