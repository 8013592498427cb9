"""Reads of templates."""

from collections.abc import Sequence

from django.conf import settings
from django.db.models import F, OuterRef, QuerySet, Subquery

from incidents.response.models import Incident
from incidents.response.plans.rules import causes_of
from notices.content import plain
from notices.content.jargon import SHIPPED, Jargon
from notices.content.told import FIELDS, Words

from .choices import Case
from .models import JargonWord, NoticeTemplate, TemplateVersion
from .rules import Features, Pattern, choose
from .shipped import PATTERNS


def listed() -> QuerySet[NoticeTemplate]:
    """With `title`, of the version that holds."""
    holding = TemplateVersion.objects.filter(template=OuterRef("pk"), number=OuterRef("version"))
    return NoticeTemplate.objects.annotate(title=Subquery(holding.values("title")[:1]))


def version_of(template: NoticeTemplate, number: int | None = None) -> TemplateVersion:
    return template.versions.get(number=number or template.version)


def words_of(version: TemplateVersion) -> dict[str, str]:
    return {name: getattr(version, name) for name in FIELDS}


def best(features: Features) -> Pattern:
    """The template to write from: the organisation's own where one fits, else one that ships with the system. One query."""
    own = choose(_own(features), features)
    found = own or choose(PATTERNS, features)
    if found is None:
        raise LookupError(f"no template ships for {features}")
    return found


def features_of(incident: Incident, kind: str, language: str, *, false_alarm: bool = False) -> Features:
    causes = causes_of(incident.category, incident.cause.split("+"))
    outage = Case.METHOD if incident.payment_method else Case.TERMINALS
    return Features(
        kind=kind,
        language=language,
        category=incident.category,
        cause=next(iter(causes)) if len(causes) == 1 else "",
        scope=incident.scope,
        case=Case.FALSE_ALARM if false_alarm else outage,
    )


def jargon() -> Sequence[Jargon]:
    """The words to avoid: the organisation's list, the shipped one as long as there is none."""
    rows = JargonWord.objects.values_list("word", "instead", "language", "stops")
    return [Jargon(*row) for row in rows] or SHIPPED


def problems(
    words: Words | dict[str, str], kind: str, language: str, avoid: Sequence[Jargon] | None = None
) -> list[plain.Problem]:
    """plain.problems() with the organisation's words and hotline. avoid: jargon() where it was read before."""
    found = jargon() if avoid is None else avoid
    return plain.problems(words, kind, language, jargon=found, hotline=settings.HOTLINE)


def _own(features: Features) -> list[Pattern]:
    rows = TemplateVersion.objects.filter(
        template__is_active=True,
        template__kind=features.kind,
        template__language=features.language,
        number=F("template__version"),
    ).select_related("template")
    return [
        Pattern(one.kind, one.language, words_of(row), one.cause, one.scope, one.case, one.pk)
        for row in rows
        for one in (row.template,)
    ]
