"""Where detection and reporters speak of the same: after each pass of detection their warnings are brought together."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from incidents.monitoring import rows
from incidents.monitoring.choices import WarningEventKind, WarningSource
from incidents.monitoring.detection.facts import Place
from incidents.monitoring.models import Signal, Warning
from incidents.monitoring.watching import place_of

from . import actions, homes, rules
from .rules import Standing


def reconcile(now: datetime) -> int:
    """Merge reported warnings into detection's that have come to explain them, and take in signals whose warning is over.

    How many warnings and signals moved. Nothing is locked while there is nothing to bring together.
    """
    if not (_reported().exists() or _homeless().exists()):
        return 0
    with transaction.atomic():
        homes.lock()
        return _rehouse(now) + _merge(now)


def _reported() -> QuerySet[Warning]:
    return Warning.objects.filter(cleared_at=None).exclude(source=WarningSource.REPORTS)


def _homeless() -> QuerySet[Signal]:
    over = Q(warning=None) | Q(warning__cleared_at__isnull=False)
    return Signal.objects.filter(over, ended_at=None).exclude(source=WarningSource.REPORTS)


def _rehouse(now: datetime) -> int:
    """What said the same as the warning that is over is over with it; what was only seen there besides goes on elsewhere."""
    left: dict[tuple[str, str], list[Signal]] = defaultdict(list)
    over: list[int] = []
    signals = list(_homeless().select_related("warning", "terminal__site__region").order_by("pk"))
    for signal in signals:
        if signal.warning and rules.same_cause(homes.standing_of(signal.warning), signal.kind, signal.code):
            over.append(signal.pk)
        else:
            left[signal.source, signal.report_key].append(signal)
    actions.end(over, now)
    for (source, key), found in left.items():
        homes.house(source, key, found, now)
    return len(signals)


def _merge(now: datetime) -> int:
    reported = list(_reported().order_by("pk").values_list("pk", flat=True))
    return sum(_merge_one(pk, now) for pk in reported)


def _merge_one(pk: int, now: datetime) -> bool:
    warning = Warning.objects.select_for_update().get(pk=pk)
    signals = list(warning.signals.filter(ended_at=None).select_related("terminal__site"))
    if warning.cleared_at is not None or not signals:
        return False
    places = {signal.terminal_id: place_of(signal.terminal) for signal in signals}
    detected = [one for one in homes.standings(places) if one.source == WarningSource.REPORTS]
    found = next((one for one in detected if _explains_all(one, signals, places)), None)
    if found is None:
        return False
    into = Warning.objects.select_for_update().get(pk=found.id)
    if into.cleared_at is not None:
        return False
    rows.clear(warning, now, into=into.pk)
    rows.cover(into, places, now)
    rows.tell(into, WarningEventKind.UPDATED, into.members.filter(until=None).count(), now)
    return True


def _explains_all(standing: Standing, signals: list[Signal], places: dict[int, Place]) -> bool:
    return all(
        standing.covers(places[signal.terminal_id]) and rules.explains(standing, signal.kind, signal.code)
        for signal in signals
    )
