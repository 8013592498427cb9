"""Ribbons of terminals and of sites, out of the recorded changes of conditions."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from emergency_ops.lib.charts.period import Period
from emergency_ops.lib.charts.picture import Picture, Rest
from emergency_ops.lib.charts.ribbon import Row, Span, State, Unit
from emergency_ops.lib.charts.ribbons import ribbon_picture
from incidents.monitoring.choices import Condition
from incidents.monitoring.models import TerminalEvent, TerminalState
from incidents.monitoring.queries import WATCHED
from resources.network.conditions import STALE_AFTER, STALE_INTERVALS
from resources.network.hours import parse
from resources.network.models import Site, Terminal

from .rules import STATES, Change, Opening, course, of_site, openings, with_closed

#: rows of a picture at most
MOST_TERMINALS, MOST_SITES = 60, 25
DOWN = (Condition.OUT_OF_SERVICE, Condition.OFFLINE)


def site_ribbon(site: Site, period: Period) -> Picture:
    """The terminals of a site. Three queries, and one where there are too many."""
    watched = Terminal.objects.filter(site=site, status__in=WATCHED)
    terminals = list(watched.order_by("code")[: MOST_TERMINALS + 1])
    rest = None
    if len(terminals) > MOST_TERMINALS:
        words = _("只显示编号最小的%(shown)d台，网点共%(all)d台在用终端。")
        words %= {"shown": MOST_TERMINALS, "all": watched.count()}
        rest = Rest(words, _("全部终端"), f"{reverse('network:terminals')}?{urlencode({'site': site.code})}")
    title = _("终端状态 · %(site)s") % {"site": site.name}
    return terminals_ribbon(terminals[:MOST_TERMINALS], site, period, title, rest)


def terminals_ribbon(
    terminals: Sequence[Terminal], site: Site, period: Period, title: str, rest: Rest | None = None
) -> Picture:
    """These terminals of one site. Two queries."""
    courses = _courses([terminal.pk for terminal in terminals], period)
    opened = _opened(site.opening_hours, period)
    rows = [
        Row(
            terminal.code,
            with_closed(courses[terminal.pk], opened, period.start, period.until),
            reverse("network:terminal", args=[terminal.code]),
        )
        for terminal in terminals
    ]
    empty = _("网点有了投用的终端，这里按时间显示每台终端的状态。")
    return _picture(title, rows, period, empty, Unit.TERMINAL, rest)


def region_ribbon(prefixes: Sequence[str], period: Period, place: str) -> Picture:
    """The sites whose terminals went down most often. Five queries."""
    sites, fallen = _worst(prefixes, period)
    terminals = Terminal.objects.filter(site__in=[site.pk for site in sites], status__in=WATCHED)
    homes = dict(terminals.order_by().values_list("pk", "site_id"))
    courses = _courses(list(homes), period)
    members: defaultdict[int, list[int]] = defaultdict(list)
    for terminal, home in homes.items():
        members[home].append(terminal)
    rows = [_site_row(site, [courses[pk] for pk in members[site.pk]], period) for site in sites]
    empty = _("%(days)s没有终端停用或失联。有的时候，这里按停用次数列出最多%(count)d个网点。") % {
        "days": period.words,
        "count": MOST_SITES,
    }
    rest = None
    if fallen > len(sites):
        words = _("只显示停用或失联最频繁的%(shown)d个网点，共%(all)d个网点有终端停用或失联；其余可按网点筛选查看。")
        rest = Rest(words % {"shown": len(sites), "all": fallen})
    return _picture(_("网点状态 · %(place)s") % {"place": place}, rows, period, empty, Unit.SITE, rest)


def _picture(title: str, rows: Sequence[Row], period: Period, empty: str, unit: Unit, rest: Rest | None) -> Picture:
    note = _("非营业时间不判断状态；没有记录的时间显示为状态未知。")
    return ribbon_picture(
        "states", title, rows, period.start, period.end,
        until=period.until, unit=unit, empty=empty, note=note, rest=rest,
    )  # fmt: skip


def _site_row(site: Site, terminals: Sequence[Sequence[Span]], period: Period) -> Row:
    opened = _opened(site.opening_hours, period)
    spans = of_site([with_closed(one, opened, period.start, period.until) for one in terminals])
    return Row(site.name, spans, reverse("network:site", args=[site.code]))


def _worst(prefixes: Sequence[str], period: Period) -> tuple[list[Site], int]:
    """Where most terminals went out of service or silent, and at how many sites any did. Two queries."""
    events = TerminalEvent.objects.filter(at__gte=period.start, at__lt=period.end, condition_to__in=DOWN)
    if "" not in prefixes:
        here = Q(pk__in=[])
        for prefix in prefixes:
            here |= Q(terminal__site__region__code__startswith=prefix)
        events = events.filter(here)
    counted = events.order_by().values("terminal__site").annotate(times=Count("pk"))
    worst = list(counted.order_by("-times", "terminal__site").values_list("terminal__site", flat=True))
    sites = Site.objects.in_bulk(worst[:MOST_SITES])
    return sorted(sites.values(), key=lambda site: site.code), len(worst)


def _opened(opening_hours: str, period: Period) -> list[Opening]:
    """All the time where nobody understands the hours."""
    try:
        return openings(parse(opening_hours), period.start, period.until)
    except ValueError:
        return [(period.start, period.until)]


def _courses(terminals: Sequence[int], period: Period) -> Mapping[int, list[Span]]:
    """By terminal. What it was in at the start, the first change since then knows, or else its present state. Two queries."""
    states = TerminalState.objects.filter(pk__in=terminals).values_list(
        "pk", "condition", "condition_since", "last_heard_at", "interval"
    )
    now = {pk: (STATES[condition], since, _stale(heard, interval)) for pk, condition, since, heard, interval in states}
    first: dict[int, State] = {}
    changes: defaultdict[int, list[Change]] = defaultdict(list)
    events = TerminalEvent.objects.filter(terminal__in=terminals, at__gte=period.start).order_by("at", "id")
    for pk, at, before, after in events.values_list("terminal", "at", "condition_from", "condition_to"):
        first.setdefault(pk, STATES.get(before, State.UNKNOWN))
        changes[pk].append((at, STATES[after]))
    return {pk: _course(first.get(pk), changes[pk], now.get(pk), period) for pk in terminals}


def _stale(heard: datetime, interval: float) -> datetime:
    """From when on a terminal's last report tells nothing any more."""
    return heard + max(STALE_AFTER, timedelta(seconds=STALE_INTERVALS * interval))


def _course(
    first: State | None, changes: list[Change], now: tuple[State, datetime | None, datetime] | None, period: Period
) -> list[Span]:
    if now is None:
        return course(first or State.UNKNOWN, changes, period.start, period.until)
    state, since, stale = now
    told = list(changes)
    if not told and since is not None and since > period.start:
        told.append((since, state))
        first = State.UNKNOWN
    if state != State.SILENT and stale < period.now:
        told = [*[change for change in told if change[0] < stale], (stale, State.UNKNOWN)]
    return course(first or state, told, period.start, period.until)
