"""Whether a sheet still holds, for anybody who has its code. One query; nothing that is not on the sheet or public anyway."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db.models import BigIntegerField, Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from incidents.response.choices import RUNNING_STATUSES, Status
from incidents.response.online.signing import ALPHABET
from notices.content.choices import Language, NoticeKind, NoticeStatus
from notices.content.models import Notice, NoticeText
from notices.printing.checkcodes import CODE_LENGTH
from notices.printing.models import PrintedNotice

from . import rules
from .choices import Validity
from .models import Posting

_TYPED: Final = re.compile(rf"[{ALPHABET}]{{{CODE_LENGTH}}}")
_UNWANTED: Final = re.compile(r"[\s-]+")
#: from a sheet's incident to what it became a part of, the furthest first
_MERGED: Final = ("__merged_into__merged_into", "__merged_into", "")
_RUNS: Final = (*RUNNING_STATUSES, Status.MERGED)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the page tells. until: when it holds, or held, in the project's zone. ended_at: since when it holds no more, where that is
    known. next_title, next_url: the notice that stands for it now; "" without one, where that one has ended too, or in a drill,
    which is not public.
    """

    validity: Validity
    number: str = ""
    site: str = ""
    title: str = ""
    hotline: str = ""
    is_drill: bool = False
    until: datetime | None = None
    ended_at: datetime | None = None
    next_title: str = ""
    next_url: str = ""

    @property
    def label(self) -> str:
        return str(Validity(self.validity).label)


def typed(text: str) -> str | None:
    """A code as somebody read it off a sheet, in the form in which it is stored; None for what cannot be one."""
    code = _UNWANTED.sub("", text).upper()
    return code if _TYPED.fullmatch(code) else None


def answer(text: str, language: str, now: datetime) -> Answer:
    """Of a code as it was typed; Validity.UNKNOWN for one that no sheet has."""
    code = typed(text)
    row: Any = _rows(language).filter(check_code=code).values().first() if code else None
    return _answer(row, language, now) if row else Answer(Validity.UNKNOWN, hotline=settings.HOTLINE)


def _rows(language: str) -> QuerySet[PrintedNotice]:
    """Sheets with everything that decides, in one statement. A sheet without a notice that hangs for one holds as long as that one."""
    newer = PrintedNotice.objects.filter(site=OuterRef("site"), version__gt=OuterRef("version"))
    same = Q(incident=OuterRef("incident")) | Q(incident=None, notice=OuterRef("notice"))
    current = _current()
    hung = Posting.objects.filter(sheet=OuterRef("pk"), notice__isnull=False).order_by("-pk")
    return PrintedNotice.objects.annotate(
        behind=Coalesce(F("notice"), Subquery(hung.values("notice")[:1]), output_field=BigIntegerField()),
        newer=Exists(newer.filter(same)),
        notice_status=_of_notice("status"),
        notice_expires=_of_notice("expires_at"),
        notice_ended=_of_notice("ended_at"),
        incident_status=_of_root("status"),
        incident_restored=_of_root("restored_at"),
        incident_closed=_of_root("closed_at"),
        drill=Coalesce(_of_notice("is_drill"), F("incident__is_drill")),
        next_number=Subquery(current.values("number")),
        next_kind=Subquery(current.values("kind")),
        next_status=Subquery(current.values("status")),
        next_expires=Subquery(current.values("expires_at")),
        next_title=Subquery(_title(current, language)),
    )


def _of_root(field: str) -> Case:
    """Of the incident that the sheet's incident became a part of, at most two removes off; its own where it was not merged."""
    whens = [When(**{f"incident{into}__isnull": False}, then=F(f"incident{into}__{field}")) for into in _MERGED]
    return Case(*whens)


def _of_notice(field: str) -> Subquery:
    return Subquery(Notice.objects.filter(pk=OuterRef("behind")).values(field))


def _current() -> QuerySet[Notice]:
    """The notice that stands for the sheet's incident, or follows its notice, at the sheet's site: the one issued last."""
    follows = Q(previous=OuterRef("behind"))
    of_incident = follows
    for into in _MERGED:
        of_incident |= Q(incident=OuterRef(f"incident{into}"))
    later = Q(issued_at__gt=OuterRef("created_at")) | follows
    found = Notice.objects.filter(of_incident, later, issued_at__isnull=False, sites__site=OuterRef("site"))
    return found.exclude(pk=Coalesce(OuterRef("behind"), 0, output_field=BigIntegerField())).order_by("-issued_at")[:1]


def _title(notice: QuerySet[Notice], language: str) -> Any:
    """Its approved title in the language, in Chinese where there is none."""
    text = NoticeText.objects.filter(notice=OuterRef("pk"), version=OuterRef("approved_version"), language=language)
    title: Any = Coalesce(Subquery(text.values("title")[:1]), F("title"))
    return notice.annotate(words=title).values("words")


def _answer(row: dict[str, Any], language: str, now: datetime) -> Answer:
    facts, status = row["facts"], row["notice_status"] or ""
    stated = parse_datetime(facts.get("expires_at", "")) or now
    until = row["notice_expires"] or stated
    over = row["incident_status"] is not None and row["incident_status"] not in _RUNS
    found = rules.validity(
        rules.SheetFacts(
            notice=status, expires_at=until, newer=row["newer"], covered=status in ("", "issued") and row["next_number"] is not None,
            cleared=row["next_kind"] == NoticeKind.ALL_CLEAR, incident_is_over=over,
            is_false_alarm=row["incident_status"] == Status.FALSE_ALARM,
        ),
        now,
    )  # fmt: skip
    stands = row["next_status"] == NoticeStatus.ISSUED and row["next_expires"] > now
    follows = found in (Validity.REPLACED, Validity.CLEARED) and stands and not row["drill"]
    return Answer(
        validity=found, number=row["number"], site=facts["site"]["name"], title=facts.get("title", ""),
        hotline=facts.get("hotline") or settings.HOTLINE, is_drill=bool(row["drill"]), until=until,
        ended_at=row["notice_ended"] if status else row["incident_restored"] or row["incident_closed"],
        next_title=row["next_title"] if follows else "",
        next_url=_page(row["next_number"], language) if follows else "",
    )  # fmt: skip


def _page(number: str, language: str) -> str:
    return reverse("status:notice_en" if language == Language.EN else "status:notice", args=[number])
