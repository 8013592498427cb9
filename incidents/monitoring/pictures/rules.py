"""From changes of conditions to ribbons. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise

from emergency_ops.lib.charts.ribbon import Span, State
from incidents.monitoring.choices import Condition
from resources.network.hours import Hours

#: what a ribbon shows for a condition
STATES: Mapping[str, State] = {
    Condition.IN_SERVICE: State.WORKING,
    Condition.DEGRADED: State.DEGRADED,
    Condition.OUT_OF_SERVICE: State.FAILED,
    Condition.OFFLINE: State.SILENT,
    Condition.MAINTENANCE: State.MAINTENANCE,
    Condition.UNKNOWN: State.UNKNOWN,
}
Change = tuple[datetime, State]
Opening = tuple[datetime, datetime]


def course(first: State, changes: Iterable[Change], start: datetime, until: datetime) -> list[Span]:
    """What a terminal went through from `start` to `until`: in `first`, until something changes."""
    spans: list[Span] = []
    state, since = first, start
    for at, then in changes:
        if at >= until:
            break
        if at > since:
            spans.append(Span(since, at, state))
        state, since = then, max(at, start)
    if until > since:
        spans.append(Span(since, until, state))
    return spans


def openings(hours: Hours, start: datetime, until: datetime) -> list[Opening]:
    """When a site was open between `start` and `until`."""
    if hours.always:
        return [(start, until)]
    found: list[Opening] = []
    at: datetime | None = start if hours.is_open(start) else hours.next_open(start)
    while at is not None and at < until:
        close = hours.next_close(at)
        if close is None:
            break
        found.append((at, min(close, until)))
        at = hours.next_open(close)
    return found


def with_closed(spans: Sequence[Span], openings: Sequence[Opening], start: datetime, until: datetime) -> list[Span]:
    """Whatever a terminal said last, outside the opening hours it is closed: nobody can tell whether it would have worked."""
    found: list[Span] = []
    at, number = start, 0
    for since, end in openings:
        if since > at:
            found.append(Span(at, since, State.CLOSED))
        while number < len(spans) and spans[number].until <= since:
            number += 1
        here = number
        while here < len(spans) and spans[here].since < end:
            span = spans[here]
            found.append(Span(max(span.since, since), min(span.until, end), span.state))
            here += 1
        at = end
    if until > at:
        found.append(Span(at, until, State.CLOSED))
    return found


def of_site(terminals: Sequence[Sequence[Span]]) -> list[Span]:
    """A site's course out of its terminals': failed or silent where half of them are, working only where all are."""
    edges = sorted({edge for spans in terminals for span in spans for edge in (span.since, span.until)})
    cursors = [0] * len(terminals)
    found: list[Span] = []
    for since, until in pairwise(edges):
        states = []
        for number, spans in enumerate(terminals):
            while cursors[number] < len(spans) and spans[cursors[number]].until <= since:
                cursors[number] += 1
            here = cursors[number] < len(spans) and spans[cursors[number]].since <= since
            states.append(spans[cursors[number]].state if here else State.UNKNOWN)
        found.append(Span(since, until, _together(states)))
    return found


def _together(states: Sequence[State]) -> State:
    awake = [state for state in states if state != State.CLOSED]
    if not awake:
        return State.CLOSED
    half = len(awake) / 2
    failed, silent = awake.count(State.FAILED), awake.count(State.SILENT)
    if failed + silent >= half:
        return State.FAILED if failed >= silent else State.SILENT
    if awake.count(State.UNKNOWN) >= half:
        return State.UNKNOWN
    if awake.count(State.MAINTENANCE) >= half:
        return State.MAINTENANCE
    return State.WORKING if awake.count(State.WORKING) == len(awake) else State.DEGRADED
