"""Reads for the pages: which sites of an incident have which notice, and where in which document it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Prefetch, QuerySet, Subquery, Value

from emergency_ops.lib.paging import Page, page_of
from incidents.response.choices import RUNNING_STATUSES
from incidents.response.models import Incident, IncidentTerminal
from notices.content.models import Notice
from resources.network.access import sites_for
from resources.network.models import Site

from . import contents, rules
from .access import notices_for
from .choices import Form, JobState
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
    """The notices of an incident, as far as a person sees its sites. `rows` are those of `page`, of `sites` in all.

    printable: new sheets can be made, for it runs or its all-clear is issued. wholes: the newest document of several notices
    in each form.
    """

    incident: Incident
    rows: Sequence[SiteRow]
    sites: int
    page: Page
    running: bool
    printable: bool
    pending: bool
    wholes: Sequence[PrintJob]

    @property
    def made(self) -> int:
        return sum(row.notice is not None for row in self.rows)


def with_jobs(notices: QuerySet[PrintedNotice]) -> QuerySet[PrintedNotice]:
    """Notices with their documents (never the bytes), the newest first."""
    jobs = PrintJob.objects.defer("pdf").order_by("-created_at", "-pk")
    return notices.select_related("site", "incident", "notice", "created_by").prefetch_related(
        Prefetch("jobs", queryset=jobs)
    )


def sheet_of(notice: PrintedNotice, form: str = "") -> Sheet | None:
    """Where a notice can be seen in a form, A4 first if any will do: in a document that is ready, rather one of its own."""
    jobs = [job for job in notice.jobs.all() if form in ("", job.form)]
    ready = [job for job in jobs if job.state == JobState.READY]
    if not ready:
        return Sheet(jobs[0], 0, 0) if jobs else None
    job = min(ready, key=lambda job: (job.form != Form.A4, job.pages))
    first = job.starts[notice.number]
    later = [start for start in job.starts.values() if start > first]
    return Sheet(job, first, min(later) - 1 if later else job.pages)


def forms_of(notice: PrintedNotice) -> list[tuple[Form, Sheet | None]]:
    """Every form with the document that has the notice in it."""
    return [(form, sheet_of(notice, form)) for form in Form]


def affected_sites(incident: Incident, person: Any) -> QuerySet[Site]:
    """The sites where terminals are affected now, of those that the person sees; with `affected`, how many terminals."""
    there = IncidentTerminal.objects.filter(incident=incident, until=None).order_by()
    counted = there.filter(site=OuterRef("pk")).values("site").annotate(number=Count("pk")).values("number")
    return sites_for(person).filter(pk__in=there.values("site")).annotate(affected=Subquery(counted)).order_by("code")


def sites_to_print(incident: Incident, person: Any) -> QuerySet[Site]:
    """The sites whose sheets can be made: those affected now; after its end those of the all-clear, with `affected` 0."""
    notice = contents.standing(incident)
    if incident.status in RUNNING_STATUSES or notice is None:
        return affected_sites(incident, person)
    there = sites_for(person).filter(pk__in=notice.sites.values("site"))
    return there.annotate(affected=Value(0, IntegerField())).order_by("code")


def overview(incident: Incident, person: Any, now: datetime, most: int, asked: str | None = None) -> Overview:
    """A page of `most` sites with their newest notices. A fixed number of queries."""
    notice = contents.standing(incident)
    running = incident.status in RUNNING_STATUSES
    printable = running or notice is not None
    sites = sites_to_print(incident, person)
    page = page_of(sites, asked, most)
    total = page.count.number if page.count.exact else sites.count()
    shown = page.objects
    newest = {
        sheet.site_id: sheet
        for sheet in with_jobs(notices_for(person)).filter(incident=incident, site__in=shown).order_by("version")
    }
    found = contents.contents(incident, notice, shown, now)[0] if newest and printable else {}
    rows = [_row(site, newest.get(site.pk), found.get(site.pk), now) for site in shown]
    jobs = list(incident.print_jobs.defer("pdf").annotate(count=Count("notices")).order_by("-created_at", "-pk"))
    pending = any(job.is_pending for job in jobs)
    return Overview(incident, rows, total, page, running, printable, pending, _wholes(jobs))


def documents_of(notice: Notice) -> list[PrintJob]:
    """The newest document in each form of sheets with a notice's text, that of the most sites first."""
    holding = PrintJob.notices.through.objects.filter(printednotice__notice=notice).values("printjob")
    jobs = PrintJob.objects.defer("pdf").filter(pk__in=holding).annotate(count=Count("notices"))
    return _wholes(list(jobs.order_by("-count", "-created_at", "-pk")), least=1)


def _wholes(jobs: Sequence[Any], least: int = 2) -> list[PrintJob]:
    """The first in each form, of those with so many notices."""
    found: dict[str, PrintJob] = {}
    for job in jobs:
        if job.count >= least:
            found.setdefault(job.form, job)
    return [found[form] for form in Form if form in found]


def _row(site: Any, notice: PrintedNotice | None, content: dict[str, Any] | None, now: datetime) -> SiteRow:
    outdated = notice is not None and content is not None and not rules.still_says(notice.facts, content, now)
    return SiteRow(site, site.affected, notice, sheet_of(notice) if notice else None, outdated)
