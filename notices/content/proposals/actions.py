"""The system proposes notices: drafts that people look at, change and approve like any other."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid
from incidents.response.models import Incident
from notices.content import actions, facts, rules
from notices.content.choices import NoticeKind
from notices.content.drafting import words_for
from notices.content.models import Notice
from resources.staff.models import Person

from .queries import Found, states
from .rules import Step, Wanted, decide
from .telling import tell, tell_merged

_NO_MORE = "情况已变化，不再需要"


def propose(incident_id: int, now: datetime) -> Notice | None:
    """Do what the rules ask for with one incident, its row locked; the proposal that was drafted or refreshed.

    Two nodes at once: the second finds the first one's proposal and has nothing to do.
    """
    with transaction.atomic():
        incident = _locked(incident_id)
        found = states([incident], now)[incident.pk]
        decision = decide(found.state, now)
        if decision is None:
            return None
        if decision.step in (Step.DISCARD, Step.REPLACE) and found.pending:
            actions.discard(found.pending, actor=None, now=now, reason=_NO_MORE)
        if decision.wanted is None:
            return None
        if decision.step == Step.REFRESH and found.pending:
            return _write_anew(
                found.pending, incident, found, now, seen=found.pending.version, reason=decision.wanted.reason
            )
        return _draft(incident, found, decision.wanted, now)


def rewrite(notice: Notice, *, actor: Person, now: datetime, seen: int) -> Notice:
    """A person has a draft written anew from its template and the facts as they are; the words before stay as a version.

    Raises Forbidden; Refused: notice_status, notice_changed; Invalid("notice_incident") for one without an incident.
    """
    if notice.incident_id is None:
        raise Invalid("notice_incident", _("检修预告不属于事件，请直接修改文字。"))
    with transaction.atomic():
        incident = _locked(notice.incident_id)
        found = states([incident], now)[incident.pk]
        return _write_anew(notice, incident, found, now, seen=seen, actor=actor)


def tell_of_merged(notice: Notice, now: datetime) -> None:
    """Whoever informs the public is told once that a notice's incident is now a part of another one."""
    with transaction.atomic():
        tell_merged(notice, now)


def _locked(incident_id: int) -> Incident:
    rows = Incident.objects.select_related("region", "policy_version", "warning")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=incident_id)


def _draft(incident: Incident, found: Found, wanted: Wanted, now: datetime) -> Notice:
    before = found.standing.basis if found.standing else None
    words = words_for(incident, wanted.kind, now, before=before)
    notice = actions.draft(
        wanted.kind, words, actor=None, now=now, incident=incident, reason=wanted.reason, basis=found.state.basis
    )
    tell(notice, incident, now)
    return notice


def _write_anew(
    notice: Notice,
    incident: Incident,
    found: Found,
    now: datetime,
    *,
    seen: int,
    actor: Person | None = None,
    reason: str | None = None,
) -> Notice:
    before = found.standing.basis if found.standing else None
    until = None if notice.kind == NoticeKind.ALL_CLEAR else incident.expected_until
    return actions.edit(
        notice,
        words_for(incident, notice.kind, now, before=before),
        actor=actor,
        now=now,
        seen=seen,
        expected_until=until,
        expires_at=rules.expires_at(notice.kind, until, now),
        sites=facts.sites(incident),
        basis=found.state.basis,
        reason=reason,
        open_end=until is None,
    )
