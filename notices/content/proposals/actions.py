"""The system proposes notices: drafts that people look at, change and approve like any other."""

from datetime import datetime

from django.db import transaction

from incidents.response.models import Incident
from notices.content import actions, facts, rules
from notices.content.drafting import words_for
from notices.content.models import Notice

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
        if decision.step == Step.REFRESH and found.pending and not _forgets_the_end(found.pending, incident):
            return _refresh(found.pending, incident, found, decision.wanted, now)
        if decision.step == Step.REFRESH and found.pending:
            actions.discard(found.pending, actor=None, now=now, reason=_NO_MORE)
        return _draft(incident, found, decision.wanted, now)


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


def _refresh(notice: Notice, incident: Incident, found: Found, wanted: Wanted, now: datetime) -> Notice:
    before = found.standing.basis if found.standing else None
    until = incident.expected_until
    return actions.edit(
        notice,
        words_for(incident, wanted.kind, now, before=before),
        actor=None,
        now=now,
        seen=notice.version,
        expected_until=until,
        expires_at=rules.expires_at(wanted.kind, until, now),
        sites=facts.sites(incident),
        basis=found.state.basis,
        reason=wanted.reason,
    )


def _forgets_the_end(notice: Notice, incident: Incident) -> bool:
    """An edit cannot take an expected end away; then a new proposal takes the old one's place."""
    return notice.expected_until is not None and incident.expected_until is None
