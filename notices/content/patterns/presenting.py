"""What the pages of templates show: a template filled for an incident, how long its words are, what is wrong with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from incidents.monitoring.choices import Scope
from incidents.response.access import incidents_for
from incidents.response.models import Incident
from incidents.response.plans.comparing import Change, changes
from notices.content import addresses, facts, plain
from notices.content.changes import Differences, sentence
from notices.content.choices import NoticeKind
from notices.content.measuring import width
from notices.content.models import label_of
from notices.content.scene import Planned, Scene, Stand
from notices.content.scene import values as words_of
from notices.content.told import FIELDS
from resources.staff.models import Person

from . import placeholders, queries
from .choices import Case, TemplateEventKind
from .models import NoticeTemplate, TemplateEvent

#: incidents that the page offers to try a template with
MOST_INCIDENTS: Final = 20
_LOOKS: Final[Mapping[str, tuple[str, str]]] = {
    TemplateEventKind.DEACTIVATED: ("warn", "no-symbol"),
    TemplateEventKind.ACTIVATED: ("ok", "check-circle"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A field of a filled template. used, most: full-width characters; most 0 for no limit."""

    field: str
    label: str | Promise
    text: str
    used: int
    most: int

    @property
    def is_over(self) -> bool:
        return 0 < self.most < self.used


@dataclass(frozen=True, slots=True)
class Preview:
    """incident None: the example that ships."""

    lines: Sequence[Line]
    problems: Sequence[plain.Problem]
    incident: Incident | None
    language: str

    @property
    def has_errors(self) -> bool:
        return bool(plain.errors(self.problems))


def preview(
    words: Mapping[str, str], kind: str, case: str, language: str, incident: Incident | None, now: datetime
) -> Preview:
    """A template's words as they would begin a notice; a value that the incident has not comes from the example."""
    values = _example(kind, case, language, now)
    if incident is not None and kind != NoticeKind.MAINTENANCE:
        values |= {name: text for name, text in facts.values(incident, language, now).items() if text}
    known = {name: values[name] for name in placeholders.allowed(kind, case) if name in values}
    filled = placeholders.fill_all(words, known)
    lines = [
        Line(name, plain.LABELS[name], filled.get(name, ""), width(filled.get(name, "")), plain.MOST.get(name, 0))
        for name in FIELDS
    ]
    return Preview(lines, queries.problems(filled, kind, language), incident, language)


def written(words: Mapping[str, str]) -> list[tuple[str | Promise, str]]:
    """A template's words as they are, with their labels."""
    return [(plain.LABELS[name], words[name]) for name in FIELDS]


def incidents_to_try(person: Person) -> QuerySet[Incident]:
    return incidents_for(person).order_by("-opened_at")


def meanings(kind: str, case: str) -> list[tuple[str, str | Promise]]:
    """The placeholders that a template may hold, with what they stand for."""
    return [(name, placeholders.PLACEHOLDERS[name][0]) for name in placeholders.allowed(kind, case)]


def compared(template: NoticeTemplate, before: int, after: int) -> list[Change]:
    """What version `after` says otherwise than `before`, by field."""
    found = {row.number: queries.words_of(row) for row in template.versions.filter(number__in=[before, after])}
    labelled = [{label_of(name): text for name, text in found[number].items()} for number in (before, after)]
    return changes(*labelled)


def history(template: NoticeTemplate) -> list[dict[str, Any]]:
    rows = template.events.select_related("actor")
    return [_told(event) for event in rows]


def _told(event: TemplateEvent) -> dict[str, Any]:
    tone, icon = _LOOKS.get(event.kind, ("info", "pencil-square"))
    title = _("%(what)s：第%(version)s版") % {"what": event.get_kind_display(), "version": event.version}
    return {"at": event.at, "title": title, "text": event.text, "actor": event.actor, "tone": tone, "icon": icon}


def _example(kind: str, case: str, language: str, now: datetime) -> dict[str, str]:
    """Values of an outage in a hospital that never was."""
    here = timezone.localtime(now, timezone.get_default_timezone()).replace(minute=0, second=0, microsecond=0)
    common = {
        "region": "黄浦区", "places": ("黄浦区中心医院",), "sites": 1, "began_at": here, "hotline": settings.HOTLINE,
        "organisation": settings.ORGANISATION_NAME, "url": addresses.status_page(), "faq": addresses.faq(),
    }  # fmt: skip
    if kind == NoticeKind.MAINTENANCE:
        return words_of(Planned(**common, until=here + timedelta(hours=6), work="更换网络设备"), language)
    outage = Scene(
        **common, scope=Scope.SITE_WIDE, cause="通信线路中断", method="wechat" if case == Case.METHOD else "", terminals=3,
        expected_until=here + timedelta(hours=4), restored_at=here if kind == NoticeKind.ALL_CLEAR else None,
        ways=(Stand("counter", "一楼大厅3号窗口", "08:30-17:30"),), takes_cash=True, scans=True, now=here,
    )  # fmt: skip
    return words_of(outage, language) | {"changes": sentence(Differences(sites=(3, 5)), language)}
