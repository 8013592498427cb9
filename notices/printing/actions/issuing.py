"""Making notices: a snapshot of the facts for each site, and one document with all of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Refused
from emergency_ops.lib.paper import queue
from incidents.response import timeline
from incidents.response.access import require_sight
from incidents.response.choices import RUNNING_STATUSES, EntryKind
from incidents.response.models import Incident
from incidents.response.online import signing
from incidents.response.online.addresses import address_of
from incidents.response.posts import acting_for
from notices.content import snapshot, wording
from notices.printing import access, checkcodes, rules
from notices.printing.choices import Form, JobState
from notices.printing.models import NoticeSeries, PrintedNotice, PrintJob
from notices.printing.queueing import enqueue_after_commit
from notices.printing.walls.actions import follow_sheets
from resources.network.models import Site
from resources.staff.models import Person


def issue(incident: Incident, sites: Sequence[Site], *, actor: Person, now: datetime, form: str = Form.A4) -> PrintJob:
    """The document with these sites' notices in this form, in order of the sites' codes: made now, or the one made before.

    A site's notice is made anew only if the facts have changed since or it has expired, so asking again is a reprint.
    Raises Forbidden, or Refused: notice_incident_over, notice_nothing_affected, notice_too_many, notice_no_key.
    """
    access.require_printer(actor, sites)
    require_sight(actor, incident)
    if len(sites) > rules.MOST_NOTICES:
        raise Refused("notice_too_many", _("一次最多生成%(most)s份公告，请分批生成。"), most=rules.MOST_NOTICES)
    with transaction.atomic():
        locked = _locked(incident)
        notices = _current(locked, sorted(sites, key=lambda site: site.code), actor, now)
        follow_sheets(notices, actor=actor, now=now)
        job, created = _document(locked, notices, form, actor, now)
        if created:
            _write_down(locked, notices, form, actor, now)
            enqueue_after_commit(job.pk)
    return job


def _locked(incident: Incident) -> Incident:
    found = (
        Incident.objects.select_related("region", "warning", "policy_version")
        .select_for_update(of=("self",), no_key=True)
        .get(pk=incident.pk)
    )
    if found.status not in RUNNING_STATUSES:
        raise Refused("notice_incident_over", _("事件已结束，不能再生成公告。已生成的公告仍可查看和重印。"))
    return found


def _current(incident: Incident, sites: Sequence[Site], actor: Person, now: datetime) -> list[PrintedNotice]:
    """Each site's notice as the facts are now, in the order of the sites."""
    contents = snapshot.contents(incident, sites, now)
    if not contents:
        raise Refused("notice_nothing_affected", _("所选网点没有受影响的自助终端，无需公告。"))
    stored = {
        notice.site_id: notice
        for notice in PrintedNotice.objects.filter(incident=incident, site__in=list(contents)).order_by("version")
    }
    stale = [
        site for site in sites
        if site.pk in contents
        and not (site.pk in stored and rules.still_says(stored[site.pk].facts, contents[site.pk], now))
    ]  # fmt: skip
    fresh = _write(incident, stale, stored, contents, actor, now)
    return [fresh.get(site.pk) or stored[site.pk] for site in sites if site.pk in contents]


def _write(
    incident: Incident,
    sites: Sequence[Site],
    before: Mapping[int, PrintedNotice],
    contents: Mapping[int, dict[str, Any]],
    actor: Person,
    now: datetime,
) -> dict[int, PrintedNotice]:
    """Store new versions; by site id."""
    today = timezone.localdate(now, timezone.get_default_timezone())
    first = _reserve(today, len(sites)) if sites else 0
    rows = []
    for offset, site in enumerate(sites):
        version = before[site.pk].version + 1 if site.pk in before else 1
        number, code, check = rules.number(today, first + offset), signing.new_code(), checkcodes.new_code()
        given = _given(incident, site, contents[site.pk], number, version, code, actor, now)
        facts = {**contents[site.pk], **given, "check_url": checkcodes.address_of(check)}
        rows.append(
            PrintedNotice(
                number=number, incident=incident, site=site, version=version, facts=facts, code=code,
                check_code=check, created_at=now, created_by=actor,
            )
        )  # fmt: skip
    return {notice.site_id: notice for notice in PrintedNotice.objects.bulk_create(rows)}


def _given(
    incident: Incident,
    site: Site,
    content: Mapping[str, Any],
    number: str,
    version: int,
    code: str,
    actor: Person,
    now: datetime,
) -> dict[str, Any]:
    """What a notice gets when it is made: see rules.GIVEN."""
    zone = timezone.get_default_timezone()
    expires_at = rules.expires_at(incident.expected_until, now)
    claims = signing.Claims(code, content["terminal"], site.code, content["service"], incident.number, expires_at)
    redirect = content.get("qr")
    return {
        "number": number,
        "version": version,
        "url": address_of(redirect) if redirect else _signed(claims),
        "issued_at": timezone.localtime(now, zone).isoformat(timespec="seconds"),
        "issued_on": wording.date(timezone.localtime(now, zone)),
        "expires_at": timezone.localtime(expires_at, zone).isoformat(timespec="seconds"),
        "valid_until": wording.moment(timezone.localtime(expires_at, zone)),
        "issuer": actor.name,
    }


def _signed(claims: signing.Claims) -> str:
    try:
        return signing.signed_url(
            claims,
            base_url=settings.EMERGENCY_QR_BASE_URL,
            keys=settings.EMERGENCY_QR_KEYS,
            allowed_hosts=settings.EMERGENCY_QR_ALLOWED_HOSTS,
        )
    except signing.BadCode as error:
        raise Refused("notice_no_key", _("应急支付二维码尚未配置：请管理员设置签名密钥和允许的域名。")) from error


def _reserve(day: Any, count: int) -> int:
    """The first of `count` numbers of the day that nobody else gets."""
    NoticeSeries.objects.get_or_create(day=day)
    series = NoticeSeries.objects.select_for_update().get(day=day)
    NoticeSeries.objects.filter(day=day).update(last=F("last") + count)
    return series.last + 1


def _document(
    incident: Incident, notices: Sequence[PrintedNotice], form: str, actor: Person, now: datetime
) -> tuple[PrintJob, bool]:
    """The document of exactly these notices in this form; one that failed is tried again."""
    job, created = PrintJob.objects.get_or_create(
        key=rules.key(form, [notice.number for notice in notices]),
        defaults={
            "incident": incident,
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


def _write_down(incident: Incident, notices: Sequence[PrintedNotice], form: str, actor: Person, now: datetime) -> None:
    first, last = notices[0].number, notices[-1].number
    params = {"count": len(notices), "numbers": first if first == last else f"{first} — {last}", "form": form}
    for_whom = acting_for(actor, incident, now)
    timeline.write(
        incident, EntryKind.NOTICE, "notice_issued", now=now, actor=actor, acting_for=for_whom, params=params
    )
