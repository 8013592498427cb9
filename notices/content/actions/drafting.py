"""Writing notices. Every saved text is a version of its own."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from incidents.response.models import Incident
from notices.content import access, facts, registry, rules
from notices.content.choices import Language, NoticeEventKind, NoticeKind, NoticeStatus
from notices.content.models import Notice, NoticeSite, NoticeText, label_of, longest
from notices.content.numbering import next_number
from notices.content.queries import issued_of
from notices.content.told import FIELDS
from resources.network.models import Region, Site
from resources.staff.models import Person

from .moving import Move, moving, on_behalf

Texts = Mapping[str, Mapping[str, str]]


def draft(
    kind: str,
    words: Texts,
    *,
    actor: Person | None,
    now: datetime,
    incident: Incident | None = None,
    region: Region | None = None,
    sites: Iterable[Site] = (),
    began_at: datetime | None = None,
    expected_until: datetime | None = None,
    expires_at: datetime | None = None,
    outlets: Collection[str] | None = None,
    reason: str = "",
    basis: Mapping[str, Any] | None = None,
    open_end: bool = False,
) -> Notice:
    """A new notice as a draft. words: {"zh-hans": {field of told.FIELDS: text}, "en": …}; Chinese is needed, also half-written.

    With an incident its region, times and mark as a drill are taken from it, and its affected sites unless `sites` are given.
    outlets None: all of them. open_end: nobody says when it ends, whatever the incident expects. actor None: the system proposes it,
    for `reason` (ChangeReason). Raises Forbidden; Invalid: notice_words, notice_kind, notice_when, notice_sites.
    """
    where = incident.region if incident else region
    access.require_author(actor, where.pk if where else None)
    _check(kind, words, incident)
    until = _until(kind, expected_until or (incident.expected_until if incident else None), open_end=open_end)
    began = _checked(kind, incident.began_at if incident else began_at, until, expires_at, now)
    with transaction.atomic():
        if incident is not None:
            incident = Incident.objects.select_for_update(of=("self",), no_key=True).get(pk=incident.pk)
        notice = Notice.objects.create(
            number=next_number(now), kind=kind, incident=incident, region=where, is_drill=bool(incident and incident.is_drill),
            previous=issued_of(incident.pk) if incident else None, title=_title(words), outlets=_outlets(outlets),
            began_at=began, expected_until=until, expires_at=expires_at or rules.expires_at(kind, until, now),
            reason=reason, basis=_basis(basis, incident, now), created_at=now, created_by=actor,
        )  # fmt: skip
        _begin(notice, words, sites, actor, now)
    return notice


def _begin(notice: Notice, words: Texts, sites: Iterable[Site], actor: Person | None, now: datetime) -> None:
    """The first words and sites of a new notice, and the first row of its history."""
    _save_texts(notice, words, actor, now)
    _save_sites(notice, list(sites))
    move = Move(notice, actor, on_behalf(actor, notice.incident, notice.region_id, now), now)
    move.write(NoticeEventKind.DRAFTED if actor else NoticeEventKind.PROPOSED, reason=notice.reason)
    if actor is None:
        move.tell_incident("notice_proposed", reason=notice.reason)


def edit(
    notice: Notice,
    words: Texts,
    *,
    actor: Person | None,
    now: datetime,
    seen: int,
    outlets: Collection[str] | None = None,
    expected_until: datetime | None = None,
    expires_at: datetime | None = None,
    sites: Iterable[Site] | None = None,
    basis: Mapping[str, Any] | None = None,
    reason: str | None = None,
    open_end: bool = False,
) -> Notice:
    """Save a new version of a draft. seen: the version that the editor had before them. None leaves a value as it is; expires_at None
    follows from the expected end. open_end: nobody expects an end any more.

    Raises Forbidden; Refused: notice_status, notice_changed (somebody else has saved meanwhile); Invalid: notice_words, notice_when.
    """
    _check(notice.kind, words, notice.incident)
    with moving(notice, rules.Verb.EDIT, actor=actor, now=now) as move:
        found = move.notice
        if found.version != seen:
            raise Refused("notice_changed", _("公告已被他人修改。请复制您的文字，刷新页面后在最新版本上修改。"))
        until = _until(found.kind, expected_until or found.expected_until, open_end=open_end)
        _checked(found.kind, found.began_at, until, expires_at, now)
        kept = {"outlets": _outlets(outlets) if outlets is not None else None, "reason": reason, "basis": basis}
        changes: dict[str, Any] = {name: value for name, value in kept.items() if value is not None}
        changes |= {"version": found.version + 1, "title": _title(words), "expected_until": until}
        changes["expires_at"] = expires_at or rules.expires_at(found.kind, until, now)
        move.save(**changes)
        _save_texts(found, words, actor, now)
        if sites is not None:
            found.sites.all().delete()
            _save_sites(found, list(sites))
        move.write(NoticeEventKind.EDITED, version=found.version)
    return found


def discard(notice: Notice, *, actor: Person | None, now: datetime, reason: str = "") -> Notice:
    """Give up a notice that was not issued; it stays readable. Raises Forbidden, Refused("notice_status")."""
    with moving(notice, rules.Verb.DISCARD, actor=actor, now=now) as move:
        move.save(status=NoticeStatus.DISCARDED, ended_at=now, ended_by=actor, end_reason=reason.strip()[:200])
        move.write(NoticeEventKind.DISCARDED, reason)
    return move.notice


def _basis(given: Mapping[str, Any] | None, incident: Incident | None, now: datetime) -> dict[str, Any]:
    """The facts as they are now, where the text was not written from others."""
    if given is not None or incident is None:
        return dict(given or {})
    return facts.basis(incident, now)


def _until(kind: str, given: datetime | None, *, open_end: bool) -> datetime | None:
    """The expected end; an all-clear has none."""
    return None if open_end or kind == NoticeKind.ALL_CLEAR else given


def _checked(
    kind: str, began: datetime | None, until: datetime | None, expires_at: datetime | None, now: datetime
) -> datetime:
    """When it began, where all times make sense. Raises Invalid("notice_when")."""
    if began is None:
        raise Invalid("notice_when", _("请填写开始时间。"))
    if any(at is not None and at - now > rules.FARTHEST for at in (began, until, expires_at)):
        raise Invalid("notice_when", _("时间在一年以后，请检查年份。"))
    if until is not None and until <= began and kind == NoticeKind.MAINTENANCE:
        raise Invalid("notice_when", _("结束时间须晚于开始时间。"))
    if until is not None and expires_at is not None and expires_at < until:
        raise Invalid("notice_when", _("有效期早于预计恢复时间，公告会提前撤下。请改晚有效期，或留空由系统推算。"))
    return began


def _check(kind: str, words: Texts, incident: Incident | None) -> None:
    if kind not in NoticeKind.values or (incident is None) != (kind == NoticeKind.MAINTENANCE):
        raise Invalid("notice_kind", _("检修预告不属于事件；其他公告须从事件起草。"))
    if not words.get(Language.ZH, {}).get("title", "").strip():
        raise Invalid("notice_words", _("请填写中文标题。"))
    for language, fields in words.items():
        if language not in Language.values or not set(fields) <= set(FIELDS):
            raise Invalid("notice_words", _("公告文字的语言或栏目不正确。"))
        for name, text in fields.items():
            most = longest(name)
            if most is not None and len(text) > most:
                raise Invalid(
                    "notice_words", _("“%(field)s”最多%(most)s个字，现有%(used)s个，请缩短。"),
                    field=label_of(name), most=most, used=len(text),
                )  # fmt: skip


def _title(words: Texts) -> str:
    return words[Language.ZH].get("title", "")[:64]


def _outlets(codes: Collection[str] | None) -> list[str]:
    """Those that there are, in their order; unknown codes are left out."""
    return [outlet.code for outlet in registry.outlets() if codes is None or outlet.code in codes]


def _save_texts(notice: Notice, words: Texts, actor: Person | None, now: datetime) -> None:
    NoticeText.objects.bulk_create(
        NoticeText(
            notice=notice, version=notice.version, language=language, saved_at=now, saved_by=actor,
            **{name: fields.get(name, "").strip() for name in FIELDS},
        )
        for language, fields in words.items()
        if language == Language.ZH or any(text.strip() for text in fields.values())
    )  # fmt: skip


def _save_sites(notice: Notice, chosen: list[Site]) -> None:
    """The chosen sites; else those of the incident, where an all-clear is about those of the notice before it."""
    counts = affected_by(notice.incident) if notice.incident else {}
    ids = [site.pk for site in chosen] or list(counts)
    if not ids and notice.previous is not None:
        ids = list(notice.previous.sites.values_list("site_id", flat=True))
    NoticeSite.objects.bulk_create(NoticeSite(notice=notice, site_id=pk, affected=counts.get(pk, 0)) for pk in ids)


def affected_by(incident: Incident) -> dict[int, int]:
    """Terminals affected now, by the ids of their sites."""
    here = Q(until=None)
    rows = incident.terminals.filter(here).values("site").annotate(n=Count("terminal", distinct=True))
    return {row["site"]: row["n"] for row in rows.order_by("site__code")}
