"""Incidents begin: from a warning, or because somebody says so."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid
from emergency_ops.lib.wording import listed
from incidents.escalation.actions.escalating import default_version
from incidents.monitoring.choices import Scope
from incidents.monitoring.models import Warning as MonitoringWarning
from incidents.response import posts, timeline
from incidents.response.access import require_opener
from incidents.response.choices import EntryKind
from incidents.response.models import Incident
from incidents.response.numbering import next_number
from incidents.response.reading import MANUAL
from incidents.response.rules import clock
from resources.network.access import terminals_for
from resources.network.models import Terminal
from resources.staff.models import Person

from . import duties, figures, growing


@dataclass(frozen=True, slots=True)
class Finding:
    """What a person knows when opening an incident by hand.

    `terminals` and `sites` are codes, a site stands for all of its terminals; `scope` "" is drawn from their numbers.
    """

    terminals: Sequence[str]
    sites: Sequence[str]
    category: str
    began_at: datetime
    title: str
    description: str
    scope: str = ""
    payment_method: str = ""
    is_drill: bool = False


def open_from_warning(warning: MonitoringWarning, now: datetime) -> Incident:
    """The suspected incident of a warning; the one that exists already when it was opened before."""
    with transaction.atomic():
        warning = MonitoringWarning.objects.select_for_update().get(pk=warning.pk)
        known = Incident.objects.filter(warning=warning).first()
        if known is not None:
            return known
        incident = _begin(
            now=now,
            clock_started_at=warning.opened_at,
            warning=warning,
            scope=warning.scope,
            category=warning.category,
            payment_method=warning.payment_method,
            cause=warning.cause,
            evidence=warning.evidence,
            began_at=warning.began_at,
        )
        figures.take_from_warning(incident, warning)
        _complete(incident, "opened_by_warning", now=now, actor=None)
        return incident


def create(actor: Person, now: datetime, finding: Finding) -> Incident:
    """A suspected incident that somebody reports. The clock starts now: there was no warning before.

    Raises Forbidden for a role that may not, Invalid for terminals that the actor does not see or a begin in the future.
    """
    require_opener(actor)
    if finding.began_at > now:
        raise Invalid("began_in_future", _("开始时间不能晚于现在。"))
    terminals = named_terminals(actor, finding.terminals, finding.sites)
    with transaction.atomic():
        incident = _begin(
            now=now,
            clock_started_at=now,
            scope=finding.scope or suggest_scope(terminals),
            category=finding.category,
            payment_method=finding.payment_method,
            cause=MANUAL,
            evidence={"code": MANUAL, "params": {"text": finding.description}},
            began_at=finding.began_at,
            title=finding.title,
            opened_by=actor,
            is_drill=finding.is_drill,
        )
        figures.take(incident, terminals, finding.began_at)
        _complete(incident, "opened_by_person", now=now, actor=actor, text=finding.description)
        return incident


def suggest_scope(terminals: Sequence[Terminal]) -> Scope:
    """The scope when nobody has said which it is."""
    if len({terminal.site_id for terminal in terminals}) > 1:
        return Scope.REGIONAL
    return Scope.SINGLE_POINT if len(terminals) == 1 else Scope.SITE_WIDE


def _begin(*, now: datetime, clock_started_at: datetime, **fields: Any) -> Incident:
    return Incident.objects.create(
        number=next_number(now),
        opened_at=now,
        clock_started_at=clock_started_at,
        clock_due_at=clock.due_at(clock_started_at),
        policy_version=default_version(),
        **fields,
    )


def _complete(incident: Incident, code: str, *, now: datetime, actor: Person | None, text: str = "") -> None:
    """Count, grade, tell, and set the deadlines and the escalation going."""
    counted = figures.count(incident)
    for name, value in counted.items():
        setattr(incident, name, value)
    incident.grade = figures.grade_by_rules(incident)
    incident.policy_version = growing.choose(incident, None, now)
    incident.save(update_fields=[*counted, "grade", "policy_version"])
    timeline.write(
        incident,
        EntryKind.OPENED,
        code,
        now=now,
        actor=actor,
        acting_for=posts.acting_for(actor, incident, now),
        params={
            "scope": incident.scope,
            "category": incident.category,
            "terminals": incident.affected_terminals,
        },
        text=text,
    )
    duties.resume(incident, now)


def named_terminals(actor: Person, codes: Collection[str], sites: Collection[str]) -> list[Terminal]:
    """Terminals named by their codes, or by those of their sites. Raises Invalid for a code that the actor does not see."""
    named, at = set(codes), set(sites)
    found = list(terminals_for(actor).filter(Q(code__in=named) | Q(site__code__in=at)).select_related("site"))
    _require_all(named, {terminal.code for terminal in found}, "unknown_terminals", _("没有找到这些终端：%(codes)s。"))
    _require_all(
        at, {terminal.site.code for terminal in found}, "unknown_sites", _("没有找到这些网点的终端：%(codes)s。")
    )
    if not found:
        raise Invalid("unknown_terminals", _("请至少选择一台终端。"))
    return found


def _require_all(wanted: set[str], found: set[str], code: str, message: Promise) -> None:
    missing = sorted(wanted - found)
    if missing:
        raise Invalid(code, message, codes=listed(missing[:5]))
