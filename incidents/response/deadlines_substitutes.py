"""A substitute that was asked for and is not ready: reminded again and again. Imported once, when the app is ready."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from emergency_ops.lib.facts import told
from incidents.escalation import registry
from incidents.escalation.actions.announcing import announce
from incidents.escalation.models import Deadline
from resources.staff.models import Person

from . import messages, posts, timeline
from .actions.substitutes import READY_DUE, READY_WITHIN, owe_readiness
from .choices import RUNNING_STATUSES, SUBJECT, EntryKind, SubstituteStatus
from .models import Substitute


def ready_due(deadline: Deadline, now: datetime) -> None:
    """Whoever asked for it and those in charge hear of it, from the second time on also who leads. Ready or over: nothing."""
    rows = Substitute.objects.select_related("incident__policy_version", "incident__region", "site", "created_by")
    substitute = rows.filter(pk=deadline.subject_id, status=SubstituteStatus.REQUESTED).first()
    if substitute is None or substitute.incident.status not in RUNNING_STATUSES:
        return
    minutes = int((now - substitute.created_at).total_seconds() // 60)
    _tell(substitute, _people(substitute, deadline.round, now), minutes, deadline.round, now)
    owe_readiness(substitute, deadline.round + 1, now + READY_WITHIN)


def _people(substitute: Substitute, round_: int, now: datetime) -> list[Person]:
    asked = [substitute.created_by] if substitute.created_by and substitute.created_by.is_active else []
    found = [*asked, *posts.in_charge(substitute.incident, now)]
    return found + posts.leads(substitute.incident, now) if round_ else found


def _tell(substitute: Substitute, people: list[Person], minutes: int, round_: int, now: datetime) -> None:
    incident, place = substitute.incident, substitute.place
    params = {"substitute": substitute.pk, "kind": substitute.kind, "place": place, "minutes": minutes}
    timeline.write(incident, EntryKind.SUBSTITUTE, "substitute_late", now=now, params=params)
    with override(settings.LANGUAGE_CODE):
        names = {"kind": substitute.get_kind_display(), "place": place, "minutes": minutes}
        announce(
            people,
            subject=(SUBJECT, incident.pk),
            title=_("替代方案尚未就绪：%(subject)s") % {"subject": messages.subject(incident)},
            body=told(_("%(kind)s（%(place)s）申请已%(counted_minutes)s，仍未就绪，请落实或撤除。"), names),
            link=reverse("incidents:substitute", args=[incident.number, substitute.pk]),
            key=f"substitute-ready:{substitute.pk}:{round_}",
            now=now,
        )


registry.register(READY_DUE, ready_due)
