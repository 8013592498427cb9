"""What detection reads from the database: sparse, set-based, a fixed small number of statements a pass.

Minutes and moments are seconds since the epoch outside, timestamptz inside.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from resources.network import hours
from resources.network.models import Terminal

from .detection.baseline import LATENESS_STEPS, Baseline
from .detection.facts import By, Faulty, Gaps, Group, Heard, Kind, Known, Paid, Place, Rules, Size
from .known import read_known
from .models import FleetBaseline, Rule
from .rulesets import ruleset

JUST_OPENED: Final = 600.0  # seconds after opening during which nothing need be heard yet
LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)
Rows = list[tuple[Any, ...]]

_OPEN = "JOIN unnest(%(hours)s::text[], %(since)s::timestamptz[]) AS o(hours, since) ON o.hours = s.opening_hours"
_PLACE = "t.id, t.code, s.code, s.region_id, t.line, t.software_version, t.hourly_payments"
_SERVING = f"""
    FROM resources_terminal t JOIN resources_site s ON s.id = t.site_id {_OPEN}
    WHERE t.status = 'in_service'
"""
_WATCHED = f"""
    FROM incidents_terminalstate st
    JOIN resources_terminal t ON t.id = st.terminal_id AND t.status = 'in_service'
    JOIN resources_site s ON s.id = t.site_id
    {_OPEN}
"""
_LAST = """greatest(%(resumed)s, CASE WHEN st.last_heard_at < o.since THEN o.since + %(grace)s * interval '1 second'
    ELSE st.last_heard_at END)"""
_HEARD = f"SELECT {_PLACE}, extract(epoch FROM {_LAST})::float8, st.interval, t.payment_methods {_WATCHED}"  # noqa: S608

# How the terminals of a group are found, by kind of group. %s is the number of the parameter list.
_MEMBER: Final = {
    By.TERMINAL: "t.code = ANY(%({by})s)",
    By.SITE: "s.code = ANY(%({by})s)",
    By.LINE: "t.line = ANY(%({by})s)",
    By.VERSION: "(s.region_id || '/' || t.software_version = ANY(%({by})s) AND t.software_version <> '')",
    By.REGION: "s.region_id = ANY(%({by})s)",
    By.RELEASE: "t.software_version = ANY(%({by})s)",
    By.NETWORK: "'*' = ANY(%({by})s)",
}

_KEY: Final = {
    By.TERMINAL: "t.code",
    By.SITE: "s.code",
    By.LINE: "t.line",
    By.VERSION: "s.region_id || '/' || t.software_version",
    By.REGION: "s.region_id",
    By.RELEASE: "t.software_version",
    By.NETWORK: "'*'",
}


def moment(seconds: float) -> datetime:
    """Seconds since the epoch as an aware datetime."""
    return datetime.fromtimestamp(seconds, UTC)


class DatabaseReader:
    """Implements detection's `Reader` at one moment. Silence before `resumed_at` was ours, not the terminals'."""

    def __init__(self, now: datetime, resumed_at: datetime | None = None) -> None:
        self._now = now
        self._resumed_at = resumed_at or LONG_AGO
        self._places: dict[int, Place] = {}

    # ---- settings and memory

    def rules(self) -> Rules:
        """The enabled rules, as one set."""
        return ruleset(Rule.objects.values_list("kind", "enabled", "parameters"))

    def baseline(self) -> Baseline:
        """What has been learned, or the weak assumptions where nothing has."""
        row = FleetBaseline.objects.filter(pk=1).first()
        if row is None:
            return Baseline()
        return Baseline.from_json(row.rates, row.learned_until.timestamp() if row.learned_until else None)

    @cached_property
    def _known(self) -> list[Known]:
        return read_known(self._now)

    def known(self) -> Sequence[Known]:
        """Open warnings, and those cleared within the longest window."""
        return self._known

    @cached_property
    def _open(self) -> dict[str, Any]:
        """Opening hours under which a site is open now, and since when."""
        local = timezone.localtime(self._now)
        texts = [text for (text,) in _rows("SELECT DISTINCT opening_hours FROM resources_site", {})]
        spans = [(text, since) for text in texts if (since := hours.parse(text).open_since(local)) is not None]
        return {
            "hours": [text for text, _ in spans],
            "since": [since for _, since in spans],
            "grace": JUST_OPENED,
            "resumed": self._resumed_at,
        }

    # ---- silence and faults

    @cached_property
    def _sizes(self) -> dict[Group, Size]:
        sql = f"SELECT t.line, s.region_id, t.software_version, count(*), sum(t.hourly_payments) {_SERVING} GROUP BY 1, 2, 3"
        counts: dict[Group, tuple[int, float]] = {}
        for line, region, version, terminals, hourly in _rows(sql, self._open):
            place = Place(0, "", "", region, line, version)
            for by in (By.LINE, By.VERSION, By.REGION, By.RELEASE, By.NETWORK):
                had, paid = counts.get(place.group(by), (0, 0.0))
                counts[place.group(by)] = (had + terminals, paid + hourly)
        return {group: Size(terminals, hourly) for group, (terminals, hourly) in counts.items() if group.key}

    def sizes(self) -> Mapping[Group, Size]:
        """The wide groups of terminals in service at open sites."""
        return self._sizes

    def sites(self, codes: Collection[str]) -> Mapping[str, Size]:
        """The terminals in service of some sites."""
        if not codes:
            return {}
        sql = f"SELECT s.code, count(*), sum(t.hourly_payments) {_SERVING} AND s.code = ANY(%(codes)s) GROUP BY 1"
        return {code: Size(n, hourly) for code, n, hourly in _rows(sql, {**self._open, "codes": list(codes)})}

    def late(self, slack: float, shortest: float) -> Sequence[Heard]:
        """Watched terminals whose report is overdue; see `Reader.late`."""
        sql = f"""{_HEARD} WHERE st.previous_heard_at < st.last_heard_at AND st.last_heard_at < %(before)s
            AND {_LAST} < %(now)s - (1.05 * st.interval + %(slack)s) * interval '1 second'"""
        before = moment(self._now.timestamp() - slack - shortest)
        return self._heard(sql, {**self._open, "before": before, "now": self._now, "slack": slack})

    def members(self, groups: Collection[Group]) -> Sequence[Heard]:
        """The watched terminals of any of the groups."""
        keys = _keys_by_kind(groups)
        if not keys:
            return []
        where = "TRUE" if By.NETWORK in keys else " OR ".join(_MEMBER[by].format(by=by) for by in keys)
        return self._heard(f"{_HEARD} WHERE {where}", {**self._open, **{str(by): keys[by] for by in keys}})

    def of_terminals(self, ids: Collection[int]) -> Sequence[Heard]:
        """Those of the terminals that are watched."""
        return self._heard(f"{_HEARD} WHERE t.id = ANY(%(ids)s)", {**self._open, "ids": list(ids)})

    def _heard(self, sql: str, params: Mapping[str, Any]) -> list[Heard]:
        return [Heard(self._place(row), row[7], row[8], tuple(row[9])) for row in _rows(sql, params)]

    def faulty(self) -> Sequence[Faulty]:
        """Watched terminals whose newest report is not all right."""
        sql = f"""SELECT {_PLACE}, extract(epoch FROM st.last_heard_at)::float8,
            extract(epoch FROM coalesce(st.condition_since, st.received_at))::float8, st.device, st.network_state, st.components
            {_WATCHED} WHERE st.condition <> 'in_service'
            AND (st.components <> '{{}}' OR st.network_state = 'down' OR st.device NOT IN ('online', 'deviceBusy', 'starting'))"""  # noqa: S608
        return [
            Faulty(self._place(row), row[7], row[8], row[9], row[10], dict(said_of(json.loads(row[11]))))
            for row in _rows(sql, self._open)
        ]

    # ---- payments

    def failing(self, since: float) -> Sequence[Paid]:
        """Minutes with failed payments."""
        sql = f"""SELECT {_PLACE}, m.method, extract(epoch FROM m.minute)::float8, m.ok, m.failed
            FROM incidents_minutewindow m JOIN resources_terminal t ON t.id = m.terminal_id AND t.status = 'in_service'
            JOIN resources_site s ON s.id = t.site_id WHERE m.minute >= %(from)s AND m.minute <= %(now)s AND m.failed > 0"""  # noqa: S608
        return self._paid(sql, {"from": moment(since), "now": self._now})

    def payments(self, groups: Mapping[Group, float]) -> Sequence[Paid]:
        """Every minute with payments of the groups, each kind from its earliest moment on."""
        parts: list[str] = []
        params: dict[str, Any] = {"now": self._now}
        for number, (by, split) in enumerate(sorted({(group.by, bool(group.method)) for group in groups})):
            mine = [group for group in groups if group.by is by and bool(group.method) is split]
            params |= {
                f"keys{number}": sorted({group.key for group in mine}),
                f"pairs{number}": sorted({f"{group.key}/{group.method}" for group in mine}),
                f"from{number}": moment(min(groups[group] for group in mine)),
            }
            method = f"AND {_KEY[by]} || '/' || m.method = ANY(%(pairs{number})s)" if split else ""
            parts.append(
                f"""SELECT {_PLACE}, m.method, m.minute, m.ok, m.failed
                FROM resources_site s JOIN resources_terminal t ON t.site_id = s.id AND t.status = 'in_service'
                JOIN incidents_minutewindow m ON m.terminal_id = t.id AND m.minute >= %(from{number})s AND m.minute <= %(now)s {method}
                WHERE {_MEMBER[by].format(by=f"keys{number}")}"""  # noqa: S608
            )
        if not parts:
            return []
        union = " UNION ".join(parts)
        names = "id, code, site, region, line, version, hourly, method, minute, ok, failed"
        sql = f"SELECT id, code, site, region, line, version, hourly, method, extract(epoch FROM minute)::float8, ok, failed FROM ({union}) AS paid({names})"  # noqa: S608
        return self._paid(sql, params)

    def _paid(self, sql: str, params: Mapping[str, Any]) -> list[Paid]:
        return [Paid(self._place(row), row[7], row[8], row[9], row[10]) for row in _rows(sql, params)]

    def recovering(self, groups: Mapping[Group, float]) -> Mapping[Group, Sequence[tuple[float, str, int, int]]]:
        """Payments of each group as a whole, by minute and method."""
        found: dict[Group, list[tuple[float, str, int, int]]] = {group: [] for group in groups}
        for by, mine in _by_kind(groups).items():
            sql = f"""SELECT {_KEY[by]} AS key, m.method, extract(epoch FROM m.minute)::float8, sum(m.ok)::int, sum(m.failed)::int
                FROM resources_site s JOIN resources_terminal t ON t.site_id = s.id
                JOIN incidents_minutewindow m ON m.terminal_id = t.id AND m.minute BETWEEN %(from)s AND %(now)s
                WHERE {_MEMBER[by].format(by="keys")} GROUP BY 1, 2, 3 ORDER BY 3"""  # noqa: S608
            params = {"from": moment(min(groups[g] for g in mine)), "keys": sorted({group.key for group in mine})}
            params["now"] = self._now
            for key, method, minute, ok, failed in _rows(sql, params):
                for group in (Group(by, key), Group(by, key, method)):
                    if group in found and minute >= groups[group]:
                        found[group].append((minute, method, ok, failed))
        return found

    # ---- learning

    def gaps(self, since: float, leave_out: Collection[int]) -> Gaps:
        """Pauses that ended since then; none that holds a night."""
        over = "extract(epoch FROM st.last_heard_at - st.previous_heard_at)::float8"
        sql = f"""SELECT CASE WHEN {over} - st.interval >= 0.6 * st.interval THEN -1
                ELSE width_bucket({over} - st.interval, %(steps)s::float8[]) END AS bucket, count(*),
                percentile_disc(0.05) WITHIN GROUP (ORDER BY st.interval),
                array_agg({over}) FILTER (WHERE {over} - st.interval >= 0.6 * st.interval),
                array_agg(st.interval) FILTER (WHERE {over} - st.interval >= 0.6 * st.interval)
            {_WATCHED} WHERE st.last_heard_at > %(from)s AND st.previous_heard_at >= greatest(o.since, %(resumed)s)
                AND st.terminal_id <> ALL(%(leave_out)s) GROUP BY 1"""
        steps = [float(step) for step in LATENESS_STEPS]
        params = {**self._open, "from": moment(since), "leave_out": list(leave_out), "steps": steps}
        late, long, shortest = [0] * (len(LATENESS_STEPS) + 1), list[tuple[float, float]](), list[float]()
        for bucket, count, interval, lengths, intervals in _rows(sql, params):
            shortest.append(interval)
            if bucket < 0:
                long = list(zip(lengths, intervals, strict=True))
            else:
                late[bucket] += count
        return Gaps(late, long, min(shortest, default=None))

    def totals(self, since: float, until: float, leave_out: Iterable[Known]) -> Mapping[str, tuple[int, int]]:
        """Payments of whole minutes by method, without what warnings explain."""
        params: dict[str, Any] = {
            "from": moment(since),
            "until": moment(until),
            "down": list[int](),
            "methods": list[str](),
        }
        conditions = ""
        for number, warning in enumerate(leave_out):
            method = warning.group.method if warning.kind is Kind.FAILURES else ""
            if method and warning.group.by is By.NETWORK:
                params["methods"].append(method)
            elif method:
                conditions += f" AND NOT (method = %(method{number})s AND terminal_id = ANY(%(terminals{number})s))"
                params |= {f"method{number}": method, f"terminals{number}": list(warning.terminals)}
            else:
                params["down"] += warning.terminals
        sql = f"""SELECT method, sum(ok)::int, sum(failed)::int FROM incidents_minutewindow
            WHERE minute >= %(from)s AND minute < %(until)s
            AND terminal_id <> ALL(%(down)s) AND method <> ALL(%(methods)s){conditions} GROUP BY 1"""  # noqa: S608
        return {method: (ok, failed) for method, ok, failed in _rows(sql, params)}

    def _place(self, row: tuple[Any, ...]) -> Place:
        place = self._places.get(row[0])
        if place is None:
            place = self._places[row[0]] = Place(*row[:7])
        return place


def place_of(terminal: Terminal) -> Place:
    """Where a terminal stands; its site must have been read along."""
    site = terminal.site
    return Place(
        terminal.pk,
        terminal.code,
        site.code,
        site.region_id,
        terminal.line,
        terminal.software_version,
        terminal.hourly_payments,
    )


def said_of(components: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, tuple[str, str]]]:
    """(part, (state, code)) of a report's components."""
    for part, said in components.items():
        yield part, (said.get("state", "unknown"), said.get("fault_code") or "")


def _keys_by_kind(groups: Iterable[Group]) -> dict[By, list[str]]:
    return {by: sorted({group.key for group in found}) for by, found in _by_kind(groups).items()}


def _by_kind(groups: Iterable[Group]) -> dict[By, list[Group]]:
    kinds: dict[By, list[Group]] = {}
    for group in groups:
        kinds.setdefault(group.by, []).append(group)
    return kinds


def _rows(sql: str, params: Mapping[str, Any]) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows: Rows = cursor.fetchall()
    return rows
