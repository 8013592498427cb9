"""What people and other systems report becomes signals and one warning, and so an incident. The only writers of both.

A reporter names what it reports by a source and a key of its own (at most 160 characters) and clears it under the same.
Reporting again what is known already changes nothing.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid
from incidents.monitoring import rows
from incidents.monitoring.choices import WarningEventKind, WarningSource
from incidents.monitoring.models import Signal, Warning
from resources.network.models import Terminal

from . import homes
from .rules import Observation


def report(
    source: WarningSource, key: str, observations: Sequence[Observation], *, now: datetime, title: str = ""
) -> Warning:
    """Record what was seen; the warning under which it stands now: the reporter's own, or one that explains the first of it.

    A terminal that an open warning covers for the same cause, or because it is silent or offline, gets its signal there. `title`
    is what the reporter calls it (the name of an alert), shown with the evidence.

    Raises:
        Invalid: there is nothing to report.
    """
    if not observations:
        raise Invalid("nothing_observed", _("没有可上报的内容。"))
    with transaction.atomic():
        homes.lock()
        recorded = [_record(source, key, observation) for observation in observations]
        fresh = [signal for signal, is_new in recorded if is_new]
        if fresh:
            homes.house(source, key, _with_places(fresh), now, title=title)
        return _warning_of(source, key, [signal for signal, _is_new in recorded])


def clear(source: WarningSource, key: str, *, terminals: Iterable[Terminal] | None = None, now: datetime) -> None:
    """It is over, for all of its terminals or for these. A warning that nobody's signal holds any more is cleared."""
    with transaction.atomic():
        homes.lock()
        mine = Signal.objects.filter(source=source, report_key=key, ended_at=None)
        if terminals is not None:
            mine = mine.filter(terminal__in=list(terminals))
        end(mine.values_list("pk", flat=True), now)


def end(signals: Iterable[int], now: datetime) -> None:
    """End reported signals; in the caller's transaction, under the lock."""
    ended = Signal.objects.filter(pk__in=list(signals), ended_at=None)
    held = set(ended.exclude(warning=None).values_list("warning_id", flat=True))
    ended.update(ended_at=now)
    for pk in sorted(held):
        _let_go(pk, now)


def _let_go(pk: int, now: datetime) -> None:
    """A reported warning covers those terminals of which somebody still says so. Detection's own are its own affair."""
    warning = Warning.objects.select_for_update().get(pk=pk)
    if warning.cleared_at is not None or warning.source == WarningSource.REPORTS:
        return
    still = warning.signals.filter(ended_at=None).values_list("terminal_id", flat=True)
    members = warning.members.filter(until=None)
    if not still.exists():
        rows.clear(warning, now)
    elif members.exclude(terminal__in=list(still)).update(until=now):
        rows.tell(warning, WarningEventKind.UPDATED, members.count(), now)


def _record(source: WarningSource, key: str, seen: Observation) -> tuple[Signal, bool]:
    """The signal of an observation and whether it is new: neither open nor the same one that has ended."""
    same = Signal.objects.filter(source=source, report_key=key, terminal=seen.terminal, kind=seen.kind, code=seen.code)
    known = same.filter(Q(ended_at=None) | Q(began_at=seen.began_at)).order_by("ended_at").first()
    if known is not None:
        return known, False
    detail = {**seen.detail, **({"category": seen.category} if seen.category else {})}
    fields = {"kind": seen.kind, "code": seen.code, "began_at": seen.began_at, "detail": detail}
    return Signal.objects.create(terminal=seen.terminal, source=source, report_key=key, **fields), True


def _with_places(signals: Sequence[Signal]) -> list[Signal]:
    found = Signal.objects.filter(pk__in=[signal.pk for signal in signals])
    return list(found.select_related("terminal__site__region").order_by("pk"))


def _warning_of(source: WarningSource, key: str, signals: Sequence[Signal]) -> Warning:
    own = Warning.objects.filter(key=homes.warning_key(source, key), cleared_at=None).first()
    if own is not None:
        return own
    stands = Signal.objects.filter(pk__in=[signal.pk for signal in signals]).exclude(warning=None)
    return Warning.objects.get(pk=stands.order_by("pk").values("warning_id")[:1])
