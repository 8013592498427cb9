"""Reads of walls: a person's own, one site's, an incident's or a notice's in figures, all for the list."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse

from incidents.response.models import Incident
from notices.content.models import Notice
from notices.content.registry import Line
from notices.printing.models import PrintedNotice, PrintJob
from notices.printing.queries import Sheet, sheet_of
from resources.attachments.models import Attachment
from resources.attachments.queries import attachments_of
from resources.network.models import Site
from resources.staff.models import Person

from . import rules
from .access import postings_for
from .choices import COMING, PAPER, STANDING, SUBJECT, TO_DO, PostingState
from .models import Posting

#: postings on the phone's page; the list has all
MOST: Final = 15
RECENT: Final = timedelta(hours=12)
_TONES: Final = {
    PostingState.TO_PRINT: "warn",
    PostingState.PRINTED: "info",
    PostingState.POSTED: "ok",
    PostingState.TO_TAKE_DOWN: "warn",
    PostingState.TAKEN_DOWN: "neutral",
    PostingState.CANCELLED: "neutral",
}


@dataclass
class Visit:
    """What is to be done at one wall in one go: a sheet to put up (or none), and those to take down."""

    site: Site
    coming: Posting | None
    down: list[Posting]
    now: datetime
    paper: Sheet | None = None

    @property
    def is_swap(self) -> bool:
        return self.coming is not None and bool(self.down)

    @property
    def due_at(self) -> datetime | None:
        return min((one.due_at for one in (self.coming, *self.down) if one is not None and one.due_at), default=None)

    @property
    def is_late(self) -> bool:
        return rules.is_late(self.due_at, self.now)

    @property
    def is_drill(self) -> bool:
        return any(one.is_drill for one in (self.coming, *self.down) if one is not None)

    @property
    def is_being_made(self) -> bool:
        """The sheet is there and its document is not yet."""
        return self.paper is not None and self.paper.job.is_pending


def visits(person: Person, now: datetime) -> tuple[list[Visit], int]:
    """What there is to do on the walls of the person's regions, what is due first coming first, and how many postings that is;
    only the first MOST of them are in the visits. A fixed number of queries."""
    todo = postings_for(person).filter(state__in=TO_DO)
    by_site: dict[int, list[Posting]] = defaultdict(list)
    for row in _for_paper(todo).order_by("due_at", "pk")[:MOST]:
        by_site[row.site_id].append(row)
    found = [visit for rows in by_site.values() for visit in _visits(rows, now)]
    found.sort(key=lambda visit: (visit.due_at is None, visit.due_at or now, visit.site.code))
    return found, todo.count()


def late_places(person: Person, now: datetime) -> int:
    """At how many of the person's sites something is late, shown or not."""
    return postings_for(person).filter(state__in=TO_DO, due_at__lt=now).values("site").distinct().count()


def visit_of(posting: Posting, now: datetime) -> Visit | None:
    """The visit that a posting is a part of; None when there is nothing to do about it."""
    rows = list(_for_paper(Posting.objects.filter(site=posting.site_id, state__in=TO_DO)))
    found = (visit for visit in _visits(rows, now) if posting in (visit.coming, *visit.down))
    return next(found, None)


def _visits(rows: Sequence[Posting], now: datetime) -> list[Visit]:
    """The rows of one site: each sheet that is to go up with those it takes the place of; the others come down alone."""
    coming = {row.pk: Visit(row.site, row, [], now, sheet_of(row.sheet) if row.sheet else None)
              for row in rows if row.state in COMING}  # fmt: skip
    alone: list[Posting] = []
    for row in rows:
        if row.state == PostingState.TO_TAKE_DOWN:
            (coming[row.successor_id].down if row.successor_id in coming else alone).append(row)
    return [*coming.values(), *([Visit(alone[0].site, None, alone, now)] if alone else [])]


def _for_paper(rows: QuerySet[Posting]) -> QuerySet[Posting]:
    """With what a visit shows: site, notice, sheet and the documents that it stands in, never their bytes."""
    jobs = PrintJob.objects.defer("pdf").order_by("-created_at", "-pk")
    sheets = PrintedNotice.objects.prefetch_related(Prefetch("jobs", queryset=jobs))
    return rows.select_related("site__region", "notice", "incident").prefetch_related(
        Prefetch("sheet", queryset=sheets)
    )


def done_lately(person: Person, now: datetime) -> list[Posting]:
    """What the person has put up or taken down in the last hours and is still so, the newest first."""
    since = now - RECENT
    mine = Q(state=PostingState.POSTED, posted_by=person, posted_at__gt=since)
    mine |= Q(state=PostingState.TAKEN_DOWN, taken_down_by=person, taken_down_at__gt=since)
    return list(postings_for(person).filter(mine).select_related("site").order_by("-pk")[:20])


def listed(person: Any) -> QuerySet[Posting]:
    """Every posting that the person sees, for the list."""
    return postings_for(person).select_related(
        "site__region", "notice", "incident", "sheet", "printed_by", "posted_by", "taken_down_by"
    ).defer("notice__basis", "sheet__facts")  # fmt: skip


def at_site(site: Site) -> list[Posting]:
    """What hangs or is to hang at a site, and what hung there lately."""
    rows = Posting.objects.filter(site=site).select_related("notice", "incident", "sheet", "posted_by", "taken_down_by")
    return list(rows.order_by("-created_at", "-pk")[:50])


def last_place(site: Site) -> str:
    """Where a sheet hung there the last time, "" for nowhere yet."""
    rows = Posting.objects.filter(site=site).exclude(place="").order_by("-created_at")
    return rows.values_list("place", flat=True).first() or ""


def last_places(sites: Iterable[int]) -> dict[int, str]:
    """The same for many sites by primary key; one query."""
    rows = (
        Posting.objects.filter(site__in=list(sites)).exclude(place="").order_by("site", "-created_at").distinct("site")
    )
    return dict(rows.values_list("site", "place"))


def photos_of(posting: Posting) -> list[Attachment]:
    return [photo for photo in attachments_of((SUBJECT, posting.pk)) if photo.hidden_at is None]


@dataclass(frozen=True, slots=True)
class Figures:
    """How many walls are to have a sheet now, how many have it, how many are late, and how many old sheets are to come down."""

    wanted: int = 0
    posted: int = 0
    printed: int = 0
    late: int = 0
    down: int = 0
    over: int = 0

    @property
    def is_complete(self) -> bool:
        return self.posted == self.wanted and not self.down

    @property
    def any(self) -> int:
        return self.wanted + self.down + self.over

    @property
    def share(self) -> int:
        """Percent of the walls that have their sheet."""
        return 100 * self.posted // self.wanted if self.wanted else 100


def figures(incident: Incident, person: Any, now: datetime) -> Figures:
    """An incident's walls as far as the person sees them; one query."""
    return _figures(postings_for(person).filter(incident=incident), now)


def figures_of(notice: Notice, person: Any, now: datetime) -> Figures:
    """Those of one notice."""
    return _figures(postings_for(person).filter(notice=notice), now)


def _figures(rows: QuerySet[Posting], now: datetime) -> Figures:
    counted = rows.order_by().aggregate(
        wanted=Count("pk", filter=Q(state__in=STANDING)),
        posted=Count("pk", filter=Q(state=PostingState.POSTED)),
        printed=Count("pk", filter=Q(state=PostingState.PRINTED)),
        late=Count("site", filter=Q(due_at__lt=now), distinct=True),
        down=Count("pk", filter=Q(state=PostingState.TO_TAKE_DOWN)),
        over=Count("pk", filter=Q(state=PostingState.TAKEN_DOWN)),
    )
    return Figures(**counted)


def lines(notices: Sequence[Notice], now: datetime) -> list[Line]:
    """Every wall of these notices, and what hangs there still of the sheets that they take the place of; one query."""
    of_notices = Q(notice__in=notices) | Q(notice=None, successor__notice__in=notices)
    rows = Posting.objects.filter(of_notices).select_related("site", "printed_by", "posted_by", "taken_down_by")
    return [_line(row, now) for row in rows.order_by("site__code", "-created_at", "-pk")]


def _line(row: Posting, now: datetime) -> Line:
    late = rules.is_late(row.due_at, now)
    done, by = latest(row)
    page = reverse("walls:posting", args=[row.pk])
    return Line(
        outlet=PAPER, notice=row.notice_id, place=row.site.name, state=row.get_state_display(),
        tone="danger" if late else _TONES[PostingState(row.state)], since=done, until=row.due_at,
        open=row.state in TO_DO, standing=row.is_up, link=page, action=page if row.state in TO_DO else "",
        detail=row.place, by=by.name if by is not None else "",
    )  # fmt: skip


def latest(row: Posting) -> tuple[datetime, Person | None]:
    """When the posting came into its state, and who brought it there."""
    match row.state:
        case PostingState.PRINTED:
            return row.printed_at or row.created_at, row.printed_by
        case PostingState.POSTED:
            return row.posted_at or row.created_at, row.posted_by
        case PostingState.TAKEN_DOWN:
            return row.taken_down_at or row.created_at, row.taken_down_by
        case PostingState.TO_TAKE_DOWN | PostingState.CANCELLED:
            return row.ended_at or row.created_at, None
    return row.created_at, None


def paper_of(posting: Posting) -> Sheet | None:
    """Where the posting's sheet can be seen and printed."""
    if posting.sheet_id is None:
        return None
    jobs = PrintJob.objects.defer("pdf").order_by("-created_at", "-pk")
    return sheet_of(PrintedNotice.objects.prefetch_related(Prefetch("jobs", queryset=jobs)).get(pk=posting.sheet_id))
