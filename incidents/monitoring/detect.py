"""One detection pass on the database: read, decide, write, in one transaction that only one node is in at a time."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction

from resources.network.models import Region, Site

from . import rows
from .choices import Condition, WarningEventKind
from .detection import engine
from .detection.codes import severity_of
from .detection.facts import By, Change, Clearing, Hypothesis, Kind, Opening, Outcome
from .detection.learning import learn
from .detection.ledger import memory_of
from .known import cause_of, evidence_of, key_of
from .models import FleetBaseline, Signal, TerminalEvent, TerminalState, Warning
from .watching import DatabaseReader, moment

LOCK: Final = 0x6465_7465_6374  # "detect"
#: detection that has not run for so long was down, and the intake with it for all we know
STANDSTILL: Final = timedelta(seconds=90)


def detect(now: datetime) -> Outcome | None:
    """Open, widen and clear warnings by what is known at `now`; None where another node is at it."""
    with transaction.atomic():
        if not _mine_alone():
            return None
        resumed_at = _resumed_at(now)
        reader = DatabaseReader(now, resumed_at)
        baseline = reader.baseline()
        outcome = engine.run(reader, now.timestamp())
        if learn(reader, baseline, now.timestamp()):
            learned = {"learned_until": now, "resumed_at": resumed_at, "rates": baseline.as_json()}
            FleetBaseline.objects.update_or_create(pk=1, defaults=learned)
        _write(outcome, now)
    return outcome


def _resumed_at(now: datetime) -> datetime | None:
    """When we last came back from not looking: what was not heard before then, nobody was there to hear."""
    row = FleetBaseline.objects.filter(pk=1).first()
    if row is None or row.learned_until is None:
        return None
    return now if now - row.learned_until > STANDSTILL else row.resumed_at


def _mine_alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _write(outcome: Outcome, now: datetime) -> None:
    for clearing in outcome.clearings:
        _clear(clearing, now)
    for opening in outcome.openings:
        if opening.warning is None:
            _open(opening, now)
        else:
            _widen(opening.warning, opening, now)
    for change in outcome.changes:
        _change(change, now)


def _open(opening: Opening, now: datetime) -> None:
    hypothesis = opening.hypothesis
    warning = Warning.objects.create(opened_at=now, **_fields(opening))
    rows.cover(warning, opening.terminals, now)
    _record_signals(warning, hypothesis, now)
    rows.tell(warning, WarningEventKind.OPENED, len(opening.terminals), now)


def _widen(grown: int, opening: Opening, now: datetime) -> None:
    """The warning grows; others that turn out to be part of it end as such, and their signals become its own."""
    warning = Warning.objects.select_for_update().get(pk=grown)
    for part in opening.absorbs:
        _clear(Clearing(part, "merged", into=warning.pk), now)
    fields = {**_fields(opening), "upgraded_at": now, "began_at": warning.began_at}
    for name, value in fields.items():
        setattr(warning, name, value)
    warning.save(update_fields=[*fields])
    rows.cover(warning, opening.terminals, now)
    _record_signals(warning, opening.hypothesis, now)
    rows.tell(warning, WarningEventKind.UPGRADED, len(opening.terminals), now)


def _fields(opening: Opening) -> dict[str, Any]:
    hypothesis = opening.hypothesis
    place = _place(hypothesis, opening.terminals)
    return {
        "key": key_of(hypothesis),
        "scope": opening.scope,
        "category": hypothesis.category,
        "colour": rows.colour(opening.scope, severity_of(hypothesis.codes)),
        "payment_method": opening.method,
        "cause": cause_of(hypothesis),
        "evidence": evidence_of(hypothesis, place["site"].name if place["site"] else None),
        "began_at": moment(hypothesis.began),
        "memory": memory_of(hypothesis),
        **place,
    }


def _place(hypothesis: Hypothesis, terminals: Iterable[int]) -> dict[str, Any]:
    """The region that holds all the terminals, and the site where they are at one."""
    group = hypothesis.group
    if group.by in (By.NETWORK, By.RELEASE):
        return {"site": None, "region": None}
    if group.by in (By.REGION, By.VERSION):
        return {"site": None, "region": Region.objects.filter(pk=group.key.split("/")[0]).first()}
    first = Site.objects.select_related("region").filter(terminals__in=list(terminals)[:1]).first()
    if first is None:
        return {"site": None, "region": None}
    return {"site": None if group.by is By.LINE else first, "region": first.region}


def _record_signals(warning: Warning, hypothesis: Hypothesis, now: datetime) -> None:
    began = moment(hypothesis.began)
    code = warning.cause if hypothesis.kind is Kind.FAULT else hypothesis.group.method
    _signals(warning, hypothesis.kind, code, hypothesis.shown_by, began)
    if hypothesis.kind is Kind.SILENCE:
        _set_offline(hypothesis.shown_by, now)


def _signals(warning: Warning, kind: str, code: str, terminals: Iterable[int], began: datetime) -> None:
    signals = [
        Signal(warning=warning, terminal_id=terminal, kind=kind, code=code, began_at=began)
        for terminal in sorted(terminals)
    ]
    Signal.objects.bulk_create(signals, batch_size=rows.CHUNK, ignore_conflicts=True)


def _set_offline(terminals: Iterable[int], now: datetime) -> None:
    """Who is silent is not in service, whatever it said last."""
    states = list(
        TerminalState.objects.select_for_update(skip_locked=True)
        .filter(terminal__in=sorted(terminals))
        .exclude(condition=Condition.OFFLINE)
        .order_by("terminal_id")
        .only("terminal_id", "condition", "device", "components")
    )
    TerminalEvent.objects.bulk_create(
        [
            TerminalEvent(
                terminal_id=state.terminal_id,
                at=now,
                condition_from=state.condition,
                condition_to=Condition.OFFLINE,
                device=state.device,
                components=state.components,
            )
            for state in states
        ],
        batch_size=rows.CHUNK,
    )
    TerminalState.objects.filter(pk__in=[state.pk for state in states]).update(
        condition=Condition.OFFLINE, condition_since=now
    )


def _clear(clearing: Clearing, now: datetime) -> None:
    rows.clear(Warning.objects.select_for_update().get(pk=clearing.warning), now, into=clearing.into)


def _change(change: Change, now: datetime) -> None:
    warning = Warning.objects.select_for_update().get(pk=change.warning)
    if change.memory is not None:
        warning.memory = {**warning.memory, **change.memory}
        warning.save(update_fields=["memory"])
    for terminal, kind, code in change.signals:
        _signals(warning, kind, code, [terminal], now)
    if change.category and change.category != warning.category:
        warning.category = change.category
        warning.save(update_fields=["category"])
        rows.tell(warning, WarningEventKind.UPDATED, warning.members.count(), now)
