"""The 30-minute clock of an incident that grows: what serves covers only the sites at which it serves."""

from datetime import datetime, timedelta

from django.db.models import Max

from incidents.response.choices import EntryKind, SubstituteStatus
from incidents.response.models import Incident, Substitute
from incidents.response.rules import clock

from . import duties
from .moving import Move


def sites_of(incident: Incident) -> frozenset[int]:
    """Every site that the incident has touched."""
    return frozenset(incident.terminals.values_list("site", flat=True).order_by().distinct())


def serving_at(incident: Incident) -> frozenset[int | None]:
    """The sites at which a substitute serves now; None among them is one for the whole incident."""
    serving = incident.substitutes.filter(status=SubstituteStatus.SERVING)
    return frozenset(serving.values_list("site", flat=True).order_by())


def covers_more(substitute: Substitute) -> bool:
    """Whether it would serve where nothing else does. One that does not cannot stop a clock that runs for other sites."""
    serving = serving_at(substitute.incident)
    return substitute.site_id is None or not serving & {None, substitute.site_id}


def follow_widening(move: Move, known: frozenset[int], since: datetime) -> None:
    """Start a stopped clock again at `since` where sites beyond the `known` ones are affected and nothing serves there."""
    if move.incident.clock_stopped_at is None:
        return
    bare = clock.uncovered(sites_of(move.incident) - known, serving_at(move.incident))
    if bare:
        tell_result(move, since, sites=len(bare))
        move.save(clock_started_at=since, clock_due_at=clock.due_at(since), clock_stopped_at=None)
        move_deadlines(move)


def follow_narrowing(move: Move, known: frozenset[int]) -> None:
    """Stop a clock that ran for sites which are of the incident no more: what serves covers all that are left."""
    incident = move.incident
    left, serving = sites_of(incident), serving_at(incident)
    if incident.clock_stopped_at is not None or not known - left or not serving or clock.uncovered(left, serving):
        return
    since = incident.substitutes.filter(status=SubstituteStatus.SERVING).aggregate(last=Max("serving_since"))["last"]
    move.save(clock_stopped_at=max(since, incident.clock_started_at))
    duties.stop_clock(incident, move.now)
    elapsed = clock.minutes_and_seconds(max(since - incident.clock_started_at, timedelta()))
    move.write(EntryKind.CLOCK, "clock_narrowed", elapsed=elapsed)


def tell_result(move: Move, since: datetime, *, sites: int) -> None:
    """Write how the clock ended that starts again at `since` for a number of sites at which nothing serves."""
    incident = move.incident
    stopped = incident.clock_stopped_at or move.now
    elapsed = clock.minutes_and_seconds(stopped - incident.clock_started_at)
    code = "clock_restarted" if stopped <= incident.clock_due_at else "clock_restarted_late"
    move.write(EntryKind.CLOCK, code, sites=sites, since=since.isoformat(), elapsed=elapsed)


def move_deadlines(move: Move) -> None:
    """Reminder and miss as the clock stands now; none when it has stopped."""
    duties.stop_clock(move.incident, move.now)
    if move.incident.clock_stopped_at is None:
        duties.start_clock(move.incident)
