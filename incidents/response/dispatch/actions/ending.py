"""What becomes of dispatches when their incident ends, is merged or split. Called by its actions, inside their transaction."""

from collections.abc import Collection

from django.conf import settings
from django.utils.translation import gettext, override

from incidents.escalation import actions as escalation
from incidents.response.actions.moving import Move
from incidents.response.choices import EntryKind
from incidents.response.dispatch import telling
from incidents.response.dispatch.choices import LIVE, SUBJECT, DispatchState
from incidents.response.dispatch.models import Dispatch
from incidents.response.models import Incident

from .offering import write


def end(move: Move) -> None:
    """The incident is over: offers are withdrawn, who is bound is released, and each is told."""
    with override(settings.LANGUAGE_CODE):
        reason = gettext("事件%(number)s已结束") % {"number": move.incident.number}
    rows = move.incident.dispatches.filter(state__in=LIVE).select_for_update(of=("self",))
    for row in rows.select_related("site", "person").order_by("pk"):
        _end(move, row, reason)


def _end(move: Move, row: Dispatch, reason: str) -> None:
    row.incident = move.incident
    asked_only = row.state == DispatchState.OFFERED
    row.state = DispatchState.WITHDRAWN if asked_only else DispatchState.RELEASED
    row.ended_at, row.reason = move.now, reason
    row.save(update_fields=["state", "ended_at", "reason"])
    escalation.cancel(SUBJECT, row.pk, now=move.now)
    what, code = (telling.WITHDRAWN, "dispatch_withdrawn") if asked_only else (telling.RELEASED, "dispatch_released")
    telling.tell(row, [row.person], what, "ended", now=move.now)
    write(move, row, code, reason)


def follow_merge(source: Move, target: Incident) -> None:
    """The target takes over who is asked or bound; what is over stays with the source.

    Where both ask one person for the same, the target's own stands and the other is withdrawn.
    """
    rows = source.incident.dispatches.filter(state__in=LIVE).select_for_update(of=("self",))
    taken = 0
    for row in rows.select_related("site", "person").order_by("pk"):
        same = {"site": row.site_id, "person": row.person_id, "purpose": row.purpose}
        if target.dispatches.filter(**same, state__in=LIVE).exists():
            _end(source, row, f"→ {target.number}")
            continue
        row.incident = target
        row.save(update_fields=["incident"])
        taken += 1
    _tell_taken(source, target, taken)


def follow_split(source: Move, part: Incident, sites: Collection[int]) -> None:
    """Who is asked to go, or bound, to one of the sites (primary keys) that went over wholly is sent by the part."""
    rows = source.incident.dispatches.filter(state__in=LIVE, site__in=sites)
    taken = list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    Dispatch.objects.filter(pk__in=taken).update(incident=part)
    _tell_taken(source, part, len(taken))


def _tell_taken(source: Move, target: Incident, count: int) -> None:
    if count:
        goal = Move(target, source.actor, source.acting_for, source.now)
        goal.write(EntryKind.DISPATCH, "dispatch_taken_over", number=source.incident.number, count=count)
