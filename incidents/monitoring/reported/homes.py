"""Under which warning a reported signal stands: one that explains it, or the reporter's own."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection

from incidents.monitoring import rows
from incidents.monitoring.choices import WarningEventKind, WarningSource
from incidents.monitoring.detection.facts import By, Group, Kind
from incidents.monitoring.models import Signal, Warning, WarningTerminal
from incidents.monitoring.watching import place_of

from . import rules
from .rules import Standing
from .telling import fields_of

LOCK: Final = 0x7265_706F_7274  # "report"


def lock() -> None:
    """Only one reporter at a time decides where its signals stand; until the end of the transaction.

    Taken before any warning's row, so that it and detection's row locks never wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def standings(terminals: Collection[int]) -> list[Standing]:
    """The open warnings of every source, with those of the terminals that each covers still. Two queries."""
    covered: dict[int, set[int]] = defaultdict(set)
    members = WarningTerminal.objects.filter(warning__cleared_at=None, until=None, terminal__in=terminals)
    for warning, terminal in members.values_list("warning_id", "terminal_id"):
        covered[warning].add(terminal)
    return [_standing(row, frozenset(covered[row.pk])) for row in Warning.objects.filter(cleared_at=None)]


def standing_of(warning: Warning) -> Standing:
    """A warning by itself, open or not; it covers nothing here."""
    return _standing(warning, frozenset())


def _standing(row: Warning, terminals: frozenset[int]) -> Standing:
    memory = row.memory
    by = By(memory.get("by", By.TERMINAL))
    group = Group(by, memory.get("key", ""), memory.get("method", "")) if row.source == WarningSource.REPORTS else None
    return Standing(
        id=row.pk,
        source=row.source,
        key=row.key,
        kind=Kind(memory.get("kind", row.cause if row.cause in list(Kind) else Kind.FAULT)),
        codes=frozenset(memory.get("codes", ())),
        method=row.payment_method,
        terminals=terminals,
        group=group,
        alone=by is By.TERMINAL,
    )


def house(source: str, key: str, signals: Sequence[Signal], now: datetime, *, title: str = "") -> None:
    """Put open signals of one reporter under the warnings where they belong; those that fit nowhere get one of their own."""
    own = warning_key(source, key)
    known = standings({signal.terminal_id for signal in signals})
    hosted: dict[int, list[Signal]] = defaultdict(list)
    for signal in signals:
        host = rules.host_of(known, place_of(signal.terminal), signal.kind, signal.code, own=own)
        hosted[host.id if host else 0].append(signal)
    homeless = hosted.pop(0, [])
    for host_id, found in sorted(hosted.items()):
        homeless += [] if _join(host_id, found, now) else found
    if homeless:
        _join_own(source, own, homeless, now, title)


def warning_key(source: str, key: str) -> str:
    return f"{source}:{key}"


def _join(pk: int, signals: Sequence[Signal], now: datetime) -> bool:
    """Let signals stand under an open warning. False when it was cleared meanwhile."""
    warning = Warning.objects.select_for_update().get(pk=pk)
    if warning.cleared_at is not None:
        return False
    before = set(warning.members.filter(until=None).values_list("terminal_id", flat=True))
    fresh = {signal.terminal_id for signal in signals} - before
    _put(warning, signals)
    _reopen_members(warning, fresh, now)
    evidence = None
    if warning.source == WarningSource.REPORTS:
        evidence = fields_of(signals, signals[0].source)["evidence"]
    else:
        _renew(warning, now if fresh else None)
    kind = WarningEventKind.UPGRADED if fresh else WarningEventKind.UPDATED
    rows.tell(warning, kind, len(before | fresh), now, evidence)
    return True


def _join_own(source: str, key: str, signals: Sequence[Signal], now: datetime, title: str) -> None:
    known = Warning.objects.filter(key=key, cleared_at=None).first()
    if known is not None and _join(known.pk, signals, now):
        return
    began = min(signal.began_at for signal in signals)
    fields = fields_of(signals, source, title=title)
    warning = Warning.objects.create(source=source, key=key, opened_at=now, began_at=began, **fields)
    terminals = {signal.terminal_id for signal in signals}
    rows.cover(warning, terminals, now)
    _put(warning, signals)
    rows.tell(warning, WarningEventKind.OPENED, len(terminals), now)


def _put(warning: Warning, signals: Sequence[Signal]) -> None:
    Signal.objects.filter(pk__in=[signal.pk for signal in signals]).update(warning=warning)
    for signal in signals:
        signal.warning = warning


def _reopen_members(warning: Warning, terminals: Iterable[int], now: datetime) -> None:
    warning.members.filter(terminal__in=terminals).exclude(until=None).update(until=None)
    rows.cover(warning, terminals, now)


def _renew(warning: Warning, upgraded_at: datetime | None) -> None:
    """Say anew what a reported warning amounts to, by the signals that stand under it."""
    signals = list(warning.signals.filter(ended_at=None).select_related("terminal__site__region"))
    fields: dict[str, Any] = fields_of(
        signals, warning.source, title=warning.memory.get("title", ""), before=warning.scope
    )
    if upgraded_at is not None:
        fields["upgraded_at"] = upgraded_at
    for name, value in fields.items():
        setattr(warning, name, value)
    warning.save(update_fields=[*fields])
