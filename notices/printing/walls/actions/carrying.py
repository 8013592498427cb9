"""What the system does with walls: sheets come into the queue, replace one another, and are to be taken down."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from incidents.response.models import Incident
from incidents.response.queries import family
from notices.content.choices import NoticeKind
from notices.content.models import Notice
from notices.printing.models import PrintedNotice
from notices.printing.walls import history, rules
from notices.printing.walls.choices import OPEN, STANDING, Ending, PostingState
from notices.printing.walls.models import Posting
from resources.network.models import Site
from resources.staff.models import Person

_FIELDS: Final = (
    "state", "ending", "due_at", "call_at", "calls", "ended_at", "successor", "sheet", "expires_at", "printed_at",
    "printed_by", "notice",
)  # fmt: skip


def post_within() -> timedelta:
    return timedelta(minutes=settings.NOTICE_POST_WITHIN_MINUTES)


def take_down_within() -> timedelta:
    return timedelta(minutes=settings.NOTICE_TAKE_DOWN_WITHIN_MINUTES)


@dataclass
class _Changes:
    """What is written at the end: rows changed, rows to be made, rows that wait and stay, and how many walls have to be printed
    again."""

    now: datetime
    changed: dict[int, Posting] = field(default_factory=dict)
    made: list[Posting] = field(default_factory=list)
    waiting: dict[int, Posting] = field(default_factory=dict)
    again: int = 0

    def keep(self, posting: Posting) -> None:
        self.changed[posting.pk] = posting

    def save(self, there: Sequence[Posting]) -> None:
        """What gives way first, then the new rows, then the former ones' successors; a fixed number of statements."""
        self._update()
        made = {row.site_id: row for row in Posting.objects.bulk_create(self.made)}
        for row in there:
            gives_way = row.pk in self.changed and self.waiting.get(row.site_id)
            new = made.get(row.site_id) or gives_way
            if new and row.state == PostingState.TO_TAKE_DOWN:
                row.successor, row.due_at, row.call_at = new, new.due_at, None
                self.keep(row)
        if made or self.waiting:
            self._update()

    def _update(self) -> None:
        Posting.objects.bulk_update(self.changed.values(), _FIELDS, batch_size=500)


def publish(notice: Notice, sites: Sequence[Site], *, actor: Person | None, now: datetime) -> list[Posting]:
    """The notice is issued: a row for each of its sites. What hung there of its incident or of the notice before is replaced, and
    what hangs elsewhere of the notice before is to come down.

    An all-clear is put up only where a sheet hangs: elsewhere nobody has read that anything was wrong.
    """
    with transaction.atomic():
        there = _open_of(_lock(notice.incident), _before(notice))
        ending = Ending.CLEARED if notice.kind == NoticeKind.ALL_CLEAR else Ending.REPLACED
        sheets = _sheets_of(notice)
        changes = _Changes(now)
        hanging = {row.site_id for row in there if row.is_up}
        wanted = [site for site in sites if ending != Ending.CLEARED or site.pk in hanging]
        for site in _only(there, wanted, of=notice):
            _end_at(there, site, ending, changes)
        for site in wanted:
            _put_up(site, there, changes, notice=notice, sheet=sheets.get(site.pk), ending=ending)
        changes.save(there)
        _write(changes, notice, notice.incident, actor)
    return changes.made


def follow_sheets(sheets: Sequence[PrintedNotice], *, actor: Person | None, now: datetime) -> None:
    """Sheets were made: the walls that wait for them get them; where no notice is issued, the sheets queue themselves.

    One that is in the queue already stays as it is, so a reprint changes nothing. The incident is locked by the caller.
    """
    groups: dict[tuple[int | None, int | None], list[PrintedNotice]] = {}
    for sheet in sheets:
        groups.setdefault((sheet.incident_id, sheet.notice_id), []).append(sheet)
    for (incident, notice), group in groups.items():
        _follow(group, incident, notice, actor, now)


def end(notice: Notice, *, ending: Ending, actor: Person | None, now: datetime) -> None:
    """The notice ended: its sheets come down; what was never printed is cancelled."""
    with transaction.atomic():
        of_notice = Q(notice=notice) | Q(successor__notice=notice)
        there = _locked(Posting.objects.filter(of_notice, state__in=OPEN))
        _end_all(there, ending, notice, notice.incident, actor, now)


def end_quick(incident: Incident, ending: Ending, *, sites: Iterable[int] | None = None, now: datetime) -> None:
    """The sheets of an incident that no notice stands behind come down, at these sites (primary keys) or everywhere."""
    with transaction.atomic():
        of_sheets = Q(incident=incident, notice=None) | Q(successor__incident=incident, successor__notice=None)
        rows = Posting.objects.filter(of_sheets, state__in=OPEN)
        there = _locked(rows if sites is None else rows.filter(site__in=sites))
        _end_all(there, ending, None, incident, None, now)


def _end_all(
    there: Sequence[Posting],
    ending: Ending,
    notice: Notice | None,
    incident: Incident | None,
    actor: Person | None,
    now: datetime,
) -> None:
    changes = _Changes(now)
    for site in {row.site_id: row.site for row in there if row.state in STANDING}.values():
        _end_at(there, site, ending, changes)
    changes.save(())
    _write(changes, notice, incident, actor)


def _follow(
    sheets: Sequence[PrintedNotice], incident: int | None, notice: int | None, actor: Person | None, now: datetime
) -> None:
    with transaction.atomic():
        there = _open_of(sheets[0].incident, Q(notice=notice) if notice else Q(pk__in=[]))
        changes = _Changes(now)
        standing = {row.site_id: row for row in there if row.state in STANDING and row.incident_id == incident}
        there_already = {row.sheet_id for row in there if row.state in STANDING}
        new = [sheet.pk for sheet in sheets if sheet.pk not in there_already]
        for sheet in PrintedNotice.objects.filter(pk__in=new).select_related("site", "notice", "incident"):
            row = standing.get(sheet.site_id)
            if sheet.notice is None and row is not None and row.is_all_clear and row.is_coming:
                continue  # it tells of the outage, and the wall waits for its end
            behind = sheet.notice or (row.notice if row is not None and not row.is_all_clear else None)
            _put_up(sheet.site, there, changes, notice=behind, sheet=sheet, ending=Ending.REPLACED)
        changes.save(there)
        _write(changes, sheets[0].notice, sheets[0].incident, actor)


def _put_up(
    site: Site,
    there: Sequence[Posting],
    changes: _Changes,
    *,
    notice: Notice | None,
    sheet: PrintedNotice | None,
    ending: Ending,
) -> None:
    """This sheet is to hang at the site: in the row that waits for it, or in a new one. Whatever else stands there gives way: where
    incidents were merged that may be a sheet of each."""
    about = _incident_of(notice, sheet)
    same = (notice.pk if notice else None, about.pk if about else None)
    standing = [row for row in there if row.site_id == site.pk and row.state in STANDING]
    waits = next((row for row in standing if row.is_coming and (row.notice_id, row.incident_id) == same), None)
    for row in standing:
        if row is not waits:
            _retire(row, ending, changes)
    if waits is not None:
        changes.waiting[site.pk] = waits
        _renew(waits, sheet, changes)
        return
    due = rules.due_at(changes.now, post_within(), site.opening_hours)
    changes.made.append(
        Posting(
            notice=notice, incident=about, site=site, sheet=sheet, created_at=changes.now,
            due_at=due, call_at=due, expires_at=_expires(sheet) if notice is None else None,
        )
    )  # fmt: skip


def _renew(row: Posting, sheet: PrintedNotice | None, changes: _Changes) -> None:
    """A sheet that nobody has put up yet gives way to a newer one in the same row; one that was printed is printed again."""
    if sheet is None or row.sheet_id == sheet.pk:
        return
    if row.sheet_id is not None or row.state == PostingState.PRINTED:
        changes.again += 1
    row.sheet, row.expires_at = sheet, _expires(sheet) if row.notice_id is None else None
    if row.state == PostingState.PRINTED:
        due = rules.due_at(changes.now, post_within(), row.site.opening_hours)
        row.state, row.printed_at, row.printed_by, row.calls = PostingState.TO_PRINT, None, None, 0
        row.due_at = row.call_at = due
    changes.keep(row)


def _end_at(there: Sequence[Posting], site: Site, ending: Ending, changes: _Changes) -> None:
    """Nothing is to hang at the site any more."""
    for row in there:
        if row.site_id != site.pk:
            continue
        if row.state in STANDING:
            _retire(row, ending, changes)
        if row.state == PostingState.TO_TAKE_DOWN and (row.successor_id or row.pk in changes.changed):
            due = rules.due_at(changes.now, take_down_within(), site.opening_hours)
            row.successor, row.ending, row.due_at, row.call_at, row.calls = None, ending, due, due, 0
            changes.keep(row)


def _retire(row: Posting, ending: Ending, changes: _Changes) -> None:
    """A paper that exists is to be brought in, hung or not, torn or not; one that was never printed is none."""
    exists = row.state != PostingState.TO_PRINT or row.has_hung
    row.state = PostingState.TO_TAKE_DOWN if exists else PostingState.CANCELLED
    row.ending, row.ended_at, row.calls = ending, changes.now, 0
    row.due_at = row.call_at = None
    changes.keep(row)


def _only(there: Sequence[Posting], wanted: Sequence[Site], of: Notice) -> list[Site]:
    """The sites where something of the notice before stands and nothing of this one is to."""
    keys, cleared = {site.pk for site in wanted}, of.kind == NoticeKind.ALL_CLEAR
    given_up = () if of.previous_id is None else (of.previous_id, None)
    gone = [
        row for row in there
        if row.state in STANDING and row.site_id not in keys and (cleared or row.notice_id in given_up)
    ]  # fmt: skip
    return list({row.site_id: row.site for row in gone}.values())


def _before(notice: Notice) -> Q:
    return Q(notice=notice) | (Q(notice=notice.previous_id) if notice.previous_id else Q(pk__in=[]))


def _lock(incident: Incident | None) -> Incident | None:
    """Whoever else queues sheets of the incident waits."""
    if incident is not None:
        Incident.objects.select_for_update(no_key=True).only("pk").get(pk=incident.pk)
    return incident


def _open_of(incident: Incident | None, others: Q) -> list[Posting]:
    """What hangs or is to hang of an incident and of those merged into it, at whatever remove, and of some notices."""
    kin = Q(incident__in=family(incident)) if incident is not None else Q(pk__in=[])
    return _locked(Posting.objects.filter(kin | others, state__in=OPEN))


def _locked(rows: QuerySet[Posting]) -> list[Posting]:
    return list(rows.select_related("site", "notice", "incident").select_for_update(of=("self",)).order_by("pk"))


def _sheets_of(notice: Notice) -> Mapping[int, PrintedNotice]:
    """The newest sheet with the notice's text by site, where it is made already."""
    return {sheet.site_id: sheet for sheet in PrintedNotice.objects.filter(notice=notice).order_by("version")}


def _incident_of(notice: Notice | None, sheet: PrintedNotice | None) -> Incident | None:
    if sheet is not None and sheet.incident_id is not None:
        return sheet.incident
    return notice.incident if notice is not None else None


def _expires(sheet: PrintedNotice | None) -> datetime | None:
    return datetime.fromisoformat(sheet.facts["expires_at"]) if sheet is not None else None


def _write(changes: _Changes, notice: Notice | None, incident: Incident | None, actor: Person | None) -> None:
    """What the history tells of it."""
    ended = [row for row in changes.changed.values() if row.ended_at == changes.now]
    down = sum(row.state == PostingState.TO_TAKE_DOWN for row in ended)
    told: list[tuple[str, dict[str, Any], bool]] = [
        ("wall_ended", {"count": down, "cancelled": len(ended) - down}, bool(ended)),
        ("wall_queued", {"count": len(changes.made)}, bool(changes.made)),
        ("wall_requeued", {"count": changes.again}, bool(changes.again)),
    ]
    for code, params, happened in told:
        if happened:
            history.write(code, notice=notice, incident=incident, now=changes.now, actor=actor, **params)
