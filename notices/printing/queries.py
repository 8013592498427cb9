"""Reads for the pages: which sites of an incident have which notice, and where in which document it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from incidents.response.choices import RUNNING_STATUSES
from incidents.response.models import Incident
from notices.content import snapshot
from resources.network.access import sites_for
from resources.network.models import Site

from . import rules
from .access import notices_for
from .choices import JobState
from .models import PrintedNotice, PrintJob


@dataclass(frozen=True)
class Sheet:
    """A notice within a document: its first and last page there, from 1; both 0 until the document is ready."""

    job: PrintJob
    first: int
    last: int

    @property
    def pages(self) -> range:
        return range(self.first, self.last + 1) if self.first else range(0)

    @property
    def alone(self) -> bool:
        return len(self.job.starts) == 1


@dataclass(frozen=True)
class SiteRow:
    """An affected site: its newest notice, if any, and whether the facts have changed since."""

    site: Site
    affected: int
    notice: PrintedNotice | None
    sheet: Sheet | None
    outdated: bool


@dataclass(frozen=True)
class Overview:
    """The notices of an incident, as far as a person sees its sites. `rows` may be only the first of them."""

    incident: Incident
    rows: Sequence[SiteRow]
    sites: int
    running: bool
    pending: bool
    whole: PrintJob | None

    @property
    def made(self) -> int:
        return sum(row.notice is not None for row in self.rows)


def with_jobs(notices: QuerySet[PrintedNotice]) -> QuerySet[PrintedNotice]:
    """Notices with their documents (never the bytes), the newest first."""
    jobs = PrintJob.objects.defer("pdf").order_by("-created_at", "-pk")
    return notices.select_related("site", "incident", "created_by").prefetch_related(Prefetch("jobs", queryset=jobs))


def sheet_of(notice: PrintedNotice) -> Sheet | None:
    """Where a notice can be seen: in a document that is ready, rather one of its own; else in the newest one."""
    jobs = list(notice.jobs.all())
    ready = sorted((job for job in jobs if job.state == JobState.READY), key=lambda job: job.pages)
    if not ready:
        return Sheet(jobs[0], 0, 0) if jobs else None
    job = ready[0]
    first = job.starts[notice.number]
    later = [start for start in job.starts.values() if start > first]
    return Sheet(job, first, min(later) - 1 if later else job.pages)


def affected_sites(incident: Incident, person: Any) -> QuerySet[Site]:
    """The sites where terminals are affected now, of those that the person sees; with `affected`, how many terminals."""
    here = Q(terminals__incidents__incident=incident, terminals__incidents__until=None)
    return (
        sites_for(person)
        .filter(here)
        .annotate(affected=Count("terminals", filter=here, distinct=True))
        .order_by("code")
    )


def overview(incident: Incident, person: Any, now: datetime, most: int | None = None) -> Overview:
    """Every affected site (at most `most`) with its newest notice. A fixed number of queries."""
    sites = list(affected_sites(incident, person))
    shown = sites[:most]
    newest = {
        notice.site_id: notice
        for notice in with_jobs(notices_for(person)).filter(incident=incident, site__in=shown).order_by("version")
    }
    contents = snapshot.contents(incident, shown, now) if newest and incident.status in RUNNING_STATUSES else {}
    rows = [_row(site, newest.get(site.pk), contents.get(site.pk), now) for site in shown]
    jobs = incident.print_jobs.defer("pdf").annotate(count=Count("notices")).order_by("-created_at", "-pk")
    pending = any(job.is_pending for job in jobs)
    whole = next((job for job in jobs if job.count > 1), None)
    return Overview(incident, rows, len(sites), incident.status in RUNNING_STATUSES, pending, whole)


def _row(site: Any, notice: PrintedNotice | None, content: dict[str, Any] | None, now: datetime) -> SiteRow:
    outdated = notice is not None and content is not None and not rules.still_says(notice.facts, content, now)
    return SiteRow(site, site.affected, notice, sheet_of(notice) if notice else None, outdated)
