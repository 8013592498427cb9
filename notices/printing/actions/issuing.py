"""Making notices: a snapshot of the facts for each site, and one document with all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Refused
from emergency_ops.lib.paper import queue
from incidents.response import timeline
from incidents.response.access import require_sight
from incidents.response.choices import RUNNING_STATUSES, EntryKind
from incidents.response.models import Incident
from incidents.response.posts import acting_for
from notices.content.choices import NoticeEventKind, NoticeKind, NoticeStatus
from notices.content.models import Notice, NoticeEvent
from notices.content.told import Told
from notices.printing import access, contents, rules
from notices.printing.choices import Form, JobState
from notices.printing.models import PrintedNotice, PrintJob
from notices.printing.queueing import enqueue_after_commit
from notices.printing.walls.actions import follow_sheets
from resources.network.models import Site
from resources.staff.models import Person

from . import numbering


@dataclass(frozen=True, slots=True)
class _Subject:
    """What sheets are about: an incident, an issued notice, or both. At least one is there, and it is locked."""

    incident: Incident | None
    notice: Notice | None

    @property
    def former(self) -> dict[str, Any]:
        """Where a site's earlier sheets are found."""
        return {"incident": self.incident} if self.incident else {"incident": None, "notice": self.notice}


def issue(incident: Incident, sites: Sequence[Site], *, actor: Person, now: datetime, form: str = Form.A4) -> PrintJob:
    """The document with these sites' notices in this form, in order of the sites' codes: made now, or the one made before.

    They carry the approved text of the incident's issued notice where there is one. A site's notice is made anew only if the
    facts or that text have changed since or it has expired, so asking again is a reprint.
    Raises Forbidden, or Refused: notice_incident_over, notice_nothing_affected, notice_too_many, notice_no_key.
    """
    access.require_printer(actor, sites)
    require_sight(actor, incident)
    return _issue(lambda: _of_incident(incident), sites, form, actor, now)


def issue_of(notice: Notice, sites: Sequence[Site], *, actor: Person, now: datetime, form: str = Form.A4) -> PrintJob:
    """The same for an issued notice, which may be planned maintenance without an incident.

    Raises as issue() does, and Refused("notice_not_issued").
    """
    if notice.incident is not None:
        return issue(notice.incident, sites, actor=actor, now=now, form=form)
    access.require_printer(actor, sites)
    return _issue(lambda: _of_notice(notice), sites, form, actor, now)


def reprint(sheet: PrintedNotice, *, actor: Person, now: datetime, form: str = Form.A4) -> PrintJob:
    """The site's sheet about the same alone: the same one, or a new version if what it says has changed. Raises as issue()."""
    if sheet.incident is not None:
        return issue(sheet.incident, [sheet.site], actor=actor, now=now, form=form)
    return issue_of(Notice.objects.get(sheets=sheet), [sheet.site], actor=actor, now=now, form=form)


def _issue(subject_of: Any, sites: Sequence[Site], form: str, actor: Person, now: datetime) -> PrintJob:
    if len(sites) > rules.MOST_NOTICES:
        raise Refused("notice_too_many", _("一次最多生成%(most)s份公告，请分批生成。"), most=rules.MOST_NOTICES)
    with transaction.atomic():
        subject = subject_of()
        notices = _current(subject, sorted(sites, key=lambda site: site.code), actor, now)
        follow_sheets(notices, actor=actor, now=now)
        job, created = _document(subject, notices, form, actor, now)
        if created:
            _write_down(subject, notices, form, actor, now)
            enqueue_after_commit(job.pk)
    return job


def _of_incident(incident: Incident) -> _Subject:
    found = (
        Incident.objects.select_related("region", "warning", "policy_version")
        .select_for_update(of=("self",), no_key=True)
        .get(pk=incident.pk)
    )
    notice = contents.standing(found)
    if found.status not in RUNNING_STATUSES and (notice is None or notice.kind != NoticeKind.ALL_CLEAR):
        raise Refused("notice_incident_over", _("事件已结束，不能再生成公告。已生成的公告仍可查看和重印。"))
    return _Subject(found, notice)


def _of_notice(notice: Notice) -> _Subject:
    found = Notice.objects.select_for_update(of=("self",), no_key=True).get(pk=notice.pk)
    if found.status != NoticeStatus.ISSUED:
        raise Refused("notice_not_issued", _("公告尚未发布或已失效，不能生成网点公告。已生成的仍可查看和重印。"))
    return _Subject(None, found)


def _current(subject: _Subject, sites: Sequence[Site], actor: Person, now: datetime) -> list[PrintedNotice]:
    """Each site's notice as the facts are now, in the order of the sites."""
    found, told = contents.contents(subject.incident, subject.notice, sites, now)
    if not found:
        raise Refused("notice_nothing_affected", _("所选网点没有受影响的自助终端，无需公告。"))
    stored = {
        notice.site_id: notice
        for notice in PrintedNotice.objects.filter(**subject.former, site__in=list(found)).order_by("version")
    }
    stale = [
        site
        for site in sites
        if site.pk in found and not (site.pk in stored and rules.still_says(stored[site.pk].facts, found[site.pk], now))
    ]
    fresh = _write(subject, told, stale, stored, found, actor, now)
    return [fresh.get(site.pk) or stored[site.pk] for site in sites if site.pk in found]


def _write(
    subject: _Subject,
    told: Told | None,
    sites: Sequence[Site],
    before: Mapping[int, PrintedNotice],
    found: Mapping[int, dict[str, Any]],
    actor: Person,
    now: datetime,
) -> dict[int, PrintedNotice]:
    """Store new versions; by site id."""
    today = timezone.localdate(now, timezone.get_default_timezone())
    first = numbering.reserve(today, len(sites)) if sites else 0
    rows = []
    for offset, site in enumerate(sites):
        version = before[site.pk].version + 1 if site.pk in before else 1
        marks = numbering.marks(today, first + offset, version)
        given = numbering.given(marks, found[site.pk], subject.incident, told, actor, now)
        rows.append(
            PrintedNotice(
                number=marks.number, incident=subject.incident, notice=subject.notice, site=site, version=version,
                facts={**found[site.pk], **given}, code=marks.code, check_code=marks.check, created_at=now, created_by=actor,
            )
        )  # fmt: skip
    return {notice.site_id: notice for notice in PrintedNotice.objects.bulk_create(rows)}


def _document(
    subject: _Subject, notices: Sequence[PrintedNotice], form: str, actor: Person, now: datetime
) -> tuple[PrintJob, bool]:
    """The document of exactly these notices in this form; one that failed is tried again."""
    job, created = PrintJob.objects.get_or_create(
        key=rules.key(form, [notice.number for notice in notices]),
        defaults={
            "incident": subject.incident,
            "form": form,
            "state": JobState.QUEUED,
            "due_at": now + queue.PICKED_UP_WITHIN,
            "created_at": now,
            "created_by": actor,
        },
    )
    if created:
        job.notices.set(notices)
    elif job.state == JobState.FAILED:
        restart(job, now)
    return job, created


def restart(job: PrintJob, now: datetime) -> None:
    """Queue a failed document again, as if it were new. The caller holds a lock on its row or its incident."""
    queue.restart(PrintJob, job.pk, now=now)
    job.state = JobState.QUEUED
    enqueue_after_commit(job.pk)


def _write_down(subject: _Subject, notices: Sequence[PrintedNotice], form: str, actor: Person, now: datetime) -> None:
    """Into the incident's timeline; into the notice's history where there is no incident."""
    first, last = notices[0].number, notices[-1].number
    numbers = first if first == last else f"{first} — {last}"
    params = {"count": len(notices), "numbers": numbers, "form": form}
    if subject.incident is not None:
        for_whom = acting_for(actor, subject.incident, now)
        timeline.write(
            subject.incident,
            EntryKind.NOTICE,
            "notice_issued",
            now=now,
            actor=actor,
            acting_for=for_whom,
            params=params,
        )
    elif subject.notice is not None:
        told = {"sentence": f"生成网点公告{len(notices)}份：{numbers}。"}
        NoticeEvent.objects.create(notice=subject.notice, kind=NoticeEventKind.OUTLET, at=now, actor=actor, params=told)
