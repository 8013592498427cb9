"""Reads: notices as outlets tell them, and which one stands for an incident."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import F, Prefetch, Q, QuerySet
from django.utils import timezone

from . import addresses
from .choices import PENDING_STATUSES, REVIEWED, Language, NoticeStatus
from .models import Notice, NoticeSite, NoticeText, ReviewRule
from .told import FIELDS, SiteTold, Told, Words

NETWORK = "全网"


def told(notice: Notice, *, version: int | None = None) -> Told:
    """The notice as outlets read it, with its approved words, or those of `version`, else the newest."""
    return tell([notice], version=version)[0]


def tell(notices: Iterable[Notice], *, version: int | None = None) -> list[Told]:
    """Many notices in a fixed number of queries, in their order."""
    rows = list(_with_everything(notices))
    earlier = _earlier(rows)
    return [_told(row, version or row.approved_version or row.version, earlier[row.pk]) for row in rows]


def issued_of(incident_id: int) -> Notice | None:
    """The notice that stands for an incident now."""
    return Notice.objects.filter(incident=incident_id, status=NoticeStatus.ISSUED).first()


def pending_of(incident_id: int) -> QuerySet[Notice]:
    """Notices of an incident that are still being written or decided, the newest first."""
    return Notice.objects.filter(incident=incident_id, status__in=PENDING_STATUSES)


def public_notices(now: datetime) -> QuerySet[Notice]:
    """Every notice that was ever issued in earnest, the newest first."""
    return Notice.objects.filter(issued_at__isnull=False, is_drill=False).order_by("-issued_at", "-pk")


def newest_texts(notice: Notice) -> list[NoticeText]:
    return list(notice.texts.filter(version=notice.version).order_by("-language"))


def words_of(text: NoticeText) -> Words:
    return Words(**{name: getattr(text, name) for name in FIELDS})


def _with_everything(notices: Iterable[Notice]) -> Sequence[Notice]:
    order = [notice.pk for notice in notices]
    texts = NoticeText.objects.filter(
        Q(version=F("notice__version")) | Q(version=F("notice__approved_version"))
    ).order_by("version")
    sites = NoticeSite.objects.select_related("site").order_by("site__code")
    found = (
        Notice.objects.filter(pk__in=order)
        .select_related("incident", "region", "previous", "issued_by", "approved_by", "submitted_by")
        .prefetch_related(Prefetch("texts", texts), Prefetch("sites", sites))
        .in_bulk()
    )
    return [found[pk] for pk in order]


def _earlier(notices: Sequence[Notice]) -> dict[int, tuple[str, ...]]:
    chains: dict[int, list[tuple[datetime, int, str]]] = defaultdict(list)
    incidents = {notice.incident_id for notice in notices if notice.incident_id}
    rows = Notice.objects.filter(incident__in=incidents, issued_at__isnull=False)
    for incident_id, issued_at, pk, number in rows.values_list("incident_id", "issued_at", "pk", "number"):
        if issued_at is not None and incident_id is not None:
            chains[incident_id].append((issued_at, pk, number))
    return {
        notice.pk: tuple(
            number
            for issued_at, pk, number in sorted(chains.get(notice.incident_id or 0, ()))
            if pk != notice.pk and (notice.issued_at is None or (issued_at, pk) < (notice.issued_at, notice.pk))
        )
        for notice in notices
    }


def _told(notice: Notice, version: int, earlier: tuple[str, ...]) -> Told:
    texts = [text for text in notice.texts.all() if text.version == version]
    if not texts:
        texts = list(NoticeText.objects.filter(notice=notice, version=version))
    texts.sort(key=lambda text: text.language != Language.ZH)
    incident = notice.incident
    return Told(
        pk=notice.pk,
        number=notice.number,
        kind=notice.kind,
        status=notice.status,
        is_drill=notice.is_drill,
        incident=incident.number if incident else "",
        grade=incident.grade if incident else "",
        category=incident.category if incident else "",
        region_code=notice.region_id or "",
        region=notice.region.name if notice.region else NETWORK,
        began_at=_here(notice.began_at),
        expected_until=_here(notice.expected_until) if notice.expected_until else None,
        expires_at=_here(notice.expires_at),
        issued_at=_here(notice.issued_at) if notice.issued_at else None,
        ended_at=_here(notice.ended_at) if notice.ended_at else None,
        organisation=settings.ORGANISATION_NAME,
        hotline=settings.HOTLINE,
        url=addresses.page_of(notice.number),
        issuer=notice.issued_by.name if notice.issued_by else "",
        approver=notice.approved_by.name if notice.approved_by else "",
        previous=notice.previous.number if notice.previous else "",
        earlier=earlier,
        words={text.language: words_of(text) for text in texts},
        sites=tuple(
            SiteTold(row.site.code, row.site.name, row.site.region_id, row.affected, row.facts)
            for row in notice.sites.all()
        ),
        submitter=notice.submitted_by.name if notice.submitted_by else "",
    )


def _here(at: datetime) -> datetime:
    return timezone.localtime(at, timezone.get_default_timezone())


def has_english(notice: Notice) -> bool:
    return notice.texts.filter(version=notice.version, language=Language.EN).exists()


def review_rules() -> list[ReviewRule]:
    """One for each kind; those without a row as they are by default."""
    stored = ReviewRule.objects.in_bulk()
    return [stored.get(kind) or ReviewRule(kind=kind) for kind, _label in REVIEWED]
