"""The terminals of an incident over time: a row each, or a row a site where there are too many. Pure but for `strip_of`."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emergency_ops.lib.charts.picture import Picture, Rest
from emergency_ops.lib.charts.ribbon import DOWN, Row, Span, State, Unit
from emergency_ops.lib.charts.ribbons import ribbon_picture
from emergency_ops.lib.wording import sentences
from incidents.monitoring.histories import Histories, histories
from incidents.monitoring.pictures.rules import STATES
from incidents.response.access import terminals_of
from incidents.response.models import Incident
from resources.network.hours import parse
from resources.staff.models import Person

#: terminals, and then sites, that have a row of their own
ROWS = 40
#: affected terminals that are read at most for rows of sites; the worst site is shown whole, however many it has
READ = 1200
#: what is shown before it began, and the longest stretch
LEAD = timedelta(minutes=10)
LONGEST = timedelta(hours=48)
#: steps of a row of a site
STEPS = 48
Affected = Sequence[tuple[datetime, datetime | None]]


@dataclass(frozen=True, slots=True)
class Member:
    """An affected terminal, its site, when the incident holds it to be affected."""

    terminal: int
    code: str
    site: int
    site_code: str
    site_name: str
    hours: str
    affected: Affected


def period_of(incident: Incident, now: datetime) -> tuple[datetime, datetime]:
    """From shortly before it began to shortly after its end; the newest LONGEST of it."""
    over = incident.restored_at or incident.closed_at
    end = min(over + LEAD, now) if over else now
    return max(incident.began_at - LEAD, end - LONGEST), end


def spans_of(changes: Sequence[tuple[datetime, str]], affected: Affected, end: datetime) -> list[Span]:
    """The conditions as spans. While a terminal is held to be affected it is never shown as working: people cannot pay as usual."""
    ends = [*(at for at, _condition in changes[1:]), end]
    told = [
        Span(at, until, STATES[condition]) for (at, condition), until in zip(changes, ends, strict=False) if at < until
    ]
    for since, until in affected:
        told = [piece for span in told for piece in _marked(span, since, until or end)]
    return told


def _marked(span: Span, since: datetime, until: datetime) -> Iterable[Span]:
    """The span, in three parts where a part of it works and is affected."""
    first, last = max(span.since, since), min(span.until, until)
    if span.state is not State.WORKING or first >= last:
        return [span]
    parts = [
        Span(span.since, first, span.state),
        Span(first, last, State.DEGRADED),
        Span(last, span.until, span.state),
    ]
    return [part for part in parts if part.since < part.until]


def site_spans(members: Sequence[Sequence[Span]], start: datetime, end: datetime) -> list[Span]:
    """The spans of a site: step by step what its terminals are together."""
    step = (end - start) / STEPS
    instants = [start + step * number for number in range(STEPS)]
    counted = [_states_at(spans, instants) for spans in members]
    return [Span(at, at + step, together([states[number] for states in counted])) for number, at in enumerate(instants)]


def _states_at(spans: Sequence[Span], instants: Sequence[datetime]) -> list[State]:
    found, at = [], 0
    for instant in instants:
        while at < len(spans) and spans[at].until <= instant:
            at += 1
        found.append(spans[at].state if at < len(spans) and spans[at].since <= instant else State.UNKNOWN)
    return found


def together(states: Sequence[State]) -> State:
    """One state for many terminals: down where half of them are, degraded where some are; unknown before working."""
    down = [state for state in states if state in DOWN]
    if len(down) * 2 >= len(states) and down:
        return max(DOWN, key=down.count)
    if down or State.DEGRADED in states:
        return State.DEGRADED
    order = (State.UNKNOWN, State.MAINTENANCE, State.WORKING)
    return next((state for state in order if state in states), State.UNKNOWN)


def with_hours(spans: Sequence[Span], hours: str) -> list[Span]:
    """While a site is closed what is not known of it is no trouble: it is shown as closed."""
    try:
        times = parse(hours)
    except ValueError:
        return list(spans)
    found = []
    for span in spans:
        at = span.since
        while at < span.until:
            opens = times.is_open(at)
            turn = times.next_close(at) if opens else times.next_open(at)
            until = min(turn, span.until) if turn and turn > at else span.until
            closed = not opens and span.state in (State.UNKNOWN, State.SILENT)
            found.append(Span(at, until, State.CLOSED if closed else span.state))
            at = until
    return found


def strip_of(person: Person, incident: Incident, now: datetime) -> Picture:
    """The picture of what the person sees of the incident. A fixed number of queries."""
    start, end = period_of(incident, now)
    by_site = incident.affected_terminals > ROWS
    worst, sites = _worst_sites(person, incident) if by_site else (None, 0)
    members = _members(person, incident, worst)
    known = histories([one.terminal for one in members], start, end)
    rows = _site_rows(members, known, start) if by_site else _terminal_rows(members, known)
    return ribbon_picture(
        "strip", _("按网点的终端状态") if by_site else _("逐台终端状态"), rows, start, end,
        until=known.until, unit=Unit.SITE if by_site else Unit.TERMINAL, empty=_("没有受影响的终端。"),
        note=_note(by_site=by_site), rest=_rest(incident, len(rows), sites) if sites > len(rows) else None,
    )  # fmt: skip


def _note(*, by_site: bool) -> str:
    halves = _("一行为一个网点，过半终端停用即为停用。") if by_site else ""
    return sentences(halves, _("受影响期间仍在正常上报的终端按“部分可用”显示。"))


def _rest(incident: Incident, shown: int, sites: int) -> Rest:
    words = ngettext(
        "只显示受影响终端最多的%(count)s个网点，共%(all)s个网点。",
        "只显示受影响终端最多的%(count)s个网点，共%(all)s个网点。",
        shown,
    )
    href = reverse("incidents:terminals", args=[incident.number])
    return Rest(words % {"count": shown, "all": sites}, _("全部受影响终端"), href)


def _terminal_rows(members: Sequence[Member], known: Histories) -> list[Row]:
    return [
        Row(one.code, with_hours(_spans(one, known), one.hours), reverse("network:terminal", args=[one.code]))
        for one in sorted(members, key=lambda one: (one.site_code, one.code))
    ]


def _site_rows(members: Sequence[Member], known: Histories, start: datetime) -> list[Row]:
    of_site: defaultdict[int, list[Member]] = defaultdict(list)
    for one in members:
        of_site[one.site].append(one)
    return [
        Row(
            _("%(name)s（%(count)s）") % {"name": group[0].site_name, "count": len(group)},
            with_hours(site_spans([_spans(one, known) for one in group], start, known.until), group[0].hours),
            reverse("network:site", args=[group[0].site_code]),
        )
        for group in sorted(of_site.values(), key=lambda group: (-len(group), group[0].site_code))
    ]


def _spans(one: Member, known: Histories) -> list[Span]:
    return spans_of(known.changes.get(one.terminal, ()), one.affected, known.until)


def _worst_sites(person: Person, incident: Incident) -> tuple[list[int], int]:
    """Those that have a row, and of how many."""
    rows = terminals_of(person, incident).order_by().values_list("site_id")
    counted = rows.annotate(still=Count("pk", filter=Q(until=None)), all=Count("pk"))
    found = list(counted.order_by("-still", "-all", "site_id"))
    up_to = accumulate(number for _site, _still, number in found[:ROWS])
    return [row[0] for row, read in zip(found, up_to, strict=False) if read <= READ or row is found[0]], len(found)


def _members(person: Person, incident: Incident, sites: Collection[int] | None) -> list[Member]:
    """Each terminal once, with all its periods."""
    rows = terminals_of(person, incident)
    if sites is not None:
        rows = rows.filter(site__in=sites)
    named = rows.order_by("site_id", "terminal_id", "since").values_list(
        "terminal_id", "terminal__code", "site_id", "site__code", "site__name",
        "site__opening_hours", "since", "until",
    )  # fmt: skip
    found: dict[int, Member] = {}
    periods: defaultdict[int, list[tuple[datetime, datetime | None]]] = defaultdict(list)
    for terminal, code, site, site_code, site_name, hours, since, until in named:
        periods[terminal].append((since, until))
        found[terminal] = Member(terminal, code, site, site_code, site_name, hours, periods[terminal])
    return list(found.values())
