"""What the pages of a notice show: its words, each outlet's preview, its history, the places where it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from emergency_ops.lib.clock import now as present
from emergency_ops.lib.wording import listed
from incidents.response.plans.comparing import Change, pieces
from resources.staff.models import Person

from . import access, checks, facts, queries, registry
from .choices import PENDING_STATUSES, ChangeReason, Language, NoticeEventKind, NoticeKind
from .models import Notice, NoticeEvent, NoticeText, label_of
from .registry import Line, Outlet, Preview
from .rules import Verb
from .told import FIELDS, Told

_LOOKS: Final[Mapping[str, tuple[str, str]]] = {
    NoticeEventKind.ISSUED: ("ok", "megaphone"),
    NoticeEventKind.APPROVED: ("ok", "check-circle"),
    NoticeEventKind.OVERRIDDEN: ("warn", "exclamation-triangle"),
    NoticeEventKind.RETURNED: ("warn", "arrow-uturn-left"),
    NoticeEventKind.WITHDRAWN: ("danger", "x-circle"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """An outlet beside what it would carry."""

    outlet: Outlet
    preview: Preview
    html: str
    chosen: bool
    blocked: bool


@dataclass(frozen=True, slots=True)
class NoticeView:
    notice: Notice
    told: Told
    texts: Sequence[NoticeText]
    rows: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    problems: Sequence[checks.Problem]
    verbs: frozenset[Verb]
    is_second: bool
    may_override: bool
    newest: Notice | None
    reason: str
    still_down: int

    @property
    def errors(self) -> list[checks.Problem]:
        return [problem for problem in self.problems if problem.is_error]

    @property
    def can(self) -> dict[str, bool]:
        """By the verb's value, for templates."""
        return {verb.value: verb in self.verbs for verb in Verb}


def view_of(notice: Notice, person: Person) -> NoticeView:
    told = queries.told(notice, version=notice.version)
    texts = queries.newest_texts(notice)
    wrote = texts[0].saved_by_id if texts else None
    return NoticeView(
        notice=notice,
        told=told,
        texts=texts,
        rows=[(label_of(name), [(text.language, getattr(text, name)) for text in texts]) for name in FIELDS],
        problems=checks.problems(told, notice.outlets) if _is_pending(notice) else (),
        verbs=access.verbs_for(person, notice),
        is_second=access.may_approve(person, notice, wrote),
        may_override=access.may_override(notice.kind),
        newest=queries.issued_of(notice.incident_id) if notice.incident_id else None,
        reason=str(ChangeReason(notice.reason).label) if notice.reason in ChangeReason.values else "",
        still_down=facts.still_down(notice.incident, present()) if _is_all_clear(notice) else 0,
    )


def previews(notice: Notice) -> list[Shown]:
    """What each outlet makes of the newest version."""
    told = queries.told(notice, version=notice.version)
    return [_shown(outlet, told, notice) for outlet in registry.outlets()]


def _is_all_clear(notice: Notice) -> bool:
    """One that is still to be decided."""
    return _is_pending(notice) and notice.kind == NoticeKind.ALL_CLEAR


def _is_pending(notice: Notice) -> bool:
    return notice.status in PENDING_STATUSES


def _shown(outlet: Outlet, told: Told, notice: Notice) -> Shown:
    blocked = notice.is_drill and outlet.is_public
    preview = outlet.preview(told)
    html = render_to_string(preview.template, {**preview.context, "preview": preview, "told": told})
    return Shown(outlet, preview, html, outlet.code in notice.outlets, blocked)


def history(notice: Notice) -> list[dict[str, Any]]:
    """The notice's events as components/timeline.html shows them, the newest first. What happened at one of its walls is told on
    the wall's own page: five hundred walls would drown the rest."""
    events: QuerySet[NoticeEvent] = notice.events.exclude(params__has_key="posting")
    events = events.select_related("actor", "acting_for").order_by("-at", "-pk")
    return [_entry(event) for event in events]


def _entry(event: NoticeEvent) -> dict[str, Any]:
    tone, icon = _LOOKS.get(event.kind, ("neutral", "information-circle"))
    return {
        "at": event.at, "title": title_of(event), "text": event.text, "actor": event.actor,
        "acting_for": event.acting_for, "tone": tone, "icon": icon, "attachments": (),
    }  # fmt: skip


def title_of(event: NoticeEvent) -> str:
    """The event in one sentence."""
    params, label = event.params, str(NoticeEventKind(event.kind).label)
    if kept := params.get("kept_from_public"):
        names = [str(outlet.label) for outlet in registry.outlets() if outlet.code in kept]
        return _("演练不对外发布，已拦截：%(names)s") % {"names": listed(names)}
    outlet = registry.outlet(str(params.get("outlet", "")))
    if outlet and (told := outlet.tell(params)):
        return told
    if "sentence" in params:
        return str(params["sentence"])
    if params.get("reason") in ChangeReason.values:
        return f"{label}：{ChangeReason(params['reason']).label}"
    if "by" in params:
        return _("被公告%(number)s替代") % {"number": params["by"]}
    if "version" in params:
        return _("%(what)s（第%(version)s版）") % {"what": label, "version": params["version"]}
    return label


def compare(notice: Notice, before: int, after: int) -> dict[str, list[Change]]:
    """What one version's words say otherwise than another's, by language; fields that are the same are left out."""
    texts = {(text.version, text.language): text for text in notice.texts.filter(version__in=(before, after))}
    found: dict[str, list[Change]] = {}
    for language in Language.values:
        old, new = texts.get((before, language)), texts.get((after, language))
        changes = [
            Change(label_of(name), pieces(getattr(old, name, ""), getattr(new, name, "")))
            for name in FIELDS
            if getattr(old, name, "") != getattr(new, name, "")
        ]
        if changes:
            found[str(Language(language).label)] = changes
    return found


@dataclass(frozen=True, slots=True)
class Places:
    """Where notices are, by outlet."""

    groups: Sequence[tuple[Outlet, Sequence[tuple[Line, Notice | None]]]]

    @property
    def lines(self) -> list[Line]:
        return [line for _outlet, lines in self.groups for line, _notice in lines]

    @property
    def open(self) -> int:
        return sum(line.open for line in self.lines)

    @property
    def standing(self) -> int:
        return sum(line.standing for line in self.lines)

    @property
    def failed(self) -> int:
        return sum(line.tone == "danger" for line in self.lines)


def taken_down_by(notice: Notice, now: datetime) -> Places | None:
    """Where the notice that stands can be read, for whoever is about to replace it; None where nothing is replaced."""
    if notice.status not in PENDING_STATUSES or notice.incident_id is None:
        return None
    standing = queries.issued_of(notice.incident_id)
    if standing is None:
        return None
    found = places([standing], now)
    seen = [(outlet, [pair for pair in lines if pair[0].standing]) for outlet, lines in found.groups]
    return Places([(outlet, lines) for outlet, lines in seen if lines])


def places(notices: Sequence[Notice], now: datetime) -> Places:
    """Every place of these notices; those with something to do come first within an outlet."""
    groups = []
    named = {notice.pk: notice for notice in notices}
    for outlet in registry.outlets():
        lines = sorted(outlet.lines(notices, now), key=lambda line: (not line.open, not line.standing, line.place))
        if lines:
            groups.append((outlet, [(line, named.get(line.notice or 0)) for line in lines]))
    return Places(groups)
