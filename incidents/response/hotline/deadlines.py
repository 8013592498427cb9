"""A call-back that was not made in time. Imported once, when the app is ready."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext, override

from incidents.escalation import actions as escalation
from incidents.escalation import registry
from incidents.escalation.actions.announcing import announce
from incidents.escalation.models import Deadline
from incidents.response import posts
from incidents.response.choices import SUBJECT as INCIDENT
from incidents.response.models import Incident
from resources.staff import queries as staff
from resources.staff.choices import Function
from resources.staff.models import Person

from . import rules
from .actions.calls import LATE
from .choices import OWED, SUBJECT
from .models import CallBack


def late(deadline: Deadline, now: datetime) -> None:
    """Tell whoever should have called back, and others the longer it lasts; again as long as it is owed."""
    with transaction.atomic():
        rows = CallBack.objects.select_related("call__substitute__incident__policy_version", "assignee", "call__agent")
        row = rows.select_for_update(of=("self",)).get(pk=deadline.subject_id)
        if row.state not in OWED:
            return
        people = list(dict.fromkeys(_people(row, deadline.round, now)))
        _tell(row, people, deadline.round, now)
        due_at = now + rules.LATE_AGAIN_AFTER
        escalation.schedule(SUBJECT, row.pk, LATE, round=deadline.round + 1, due_at=due_at)


def _people(row: CallBack, round: int, now: datetime) -> Iterable[Person]:
    incident = row.call.substitute.incident
    found: list[Person] = []
    for who in rules.tell(round):
        if who == rules.Tell.AGENTS:
            found += [person for person in (row.assignee, row.call.agent) if person]
        elif who == rules.Tell.IN_CHARGE:
            found += _customer_service(incident, now) or posts.in_charge(incident, now)
        else:
            found += posts.leads(incident, now)
    return found or posts.in_charge(incident, now) or posts.leads(incident, now)


def _customer_service(incident: Incident, now: datetime) -> list[Person]:
    function = Function.CUSTOMER_SERVICE
    holder = staff.acting_by_function([function], posts.region_code(incident), now)[function]
    return [holder.person] if holder else []


def _tell(row: CallBack, people: Iterable[Person], round: int, now: datetime) -> None:
    substitute = row.call.substitute
    incident = substitute.incident
    with override(settings.LANGUAGE_CODE):
        names = {"number": incident.number, "caller": row.call.masked_number, "due": f"{localtime(row.due_at):%H:%M}"}
        title = gettext("回电超时：%(caller)s，应于%(due)s前回电（%(number)s）") % names
        if incident.is_drill:
            title = gettext("【演练】%(title)s") % {"title": title}
        body = gettext("来电人仍在等待回电，请立即回电或安排他人。")
    announce(
        people,
        subject=(INCIDENT, incident.pk),
        title=title,
        body=body,
        link=reverse("incidents:call_backs", args=[incident.number, substitute.pk]),
        key=f"call-back:{row.pk}:{round}",
        now=now,
        urgent=row.is_priority,
    )


registry.register(LATE, late)
