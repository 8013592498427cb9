"""When the shift of somebody at a counter ends and nobody has come instead. Imported once, when the app is ready."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from emergency_ops.lib.facts import told
from incidents.escalation import registry
from incidents.escalation.actions.announcing import announce
from incidents.escalation.models import Deadline
from incidents.response import messages, posts, timeline
from incidents.response.choices import SUBJECT, EntryKind, SubstituteStatus
from incidents.response.models import Substitute

from .actions.staffing import SHIFT_ENDS
from .models_opening import CounterStaff
from .rules.staffing import lacks_relief

BEFORE, AFTER = 0, 1


def shift_ends(deadline: Deadline, now: datetime) -> None:
    """Tell the person, those in charge and, once it is over, who leads; nothing where relief is there or nobody serves any more."""
    staff = CounterStaff.objects.select_related("person", "counter").filter(pk=deadline.subject_id).first()
    if staff is None or staff.left_at is not None or staff.until.timestamp() != deadline.payload.get("until"):
        return
    substitute = Substitute.objects.select_related("incident__policy_version", "site").get(pk=staff.counter_id)
    if substitute.status != SubstituteStatus.SERVING or not _lacks_relief(staff):
        return
    _tell(staff, substitute, deadline, now)


def _lacks_relief(staff: CounterStaff) -> bool:
    """Whether, when this shift is over, fewer people stay than windows are open."""
    present = staff.counter.staff.filter(left_at=None).values_list("until", flat=True)
    windows = staff.counter.windows.filter(closed_at=None).count()
    return lacks_relief(present, windows, staff.until)


def _tell(staff: CounterStaff, substitute: Substitute, deadline: Deadline, now: datetime) -> None:
    incident, step = substitute.incident, deadline.step
    people = [staff.person, *posts.in_charge(incident, now)]
    if step == AFTER:
        people += posts.leads(incident, now)
    params = {"person": str(staff.person), "place": substitute.place, "shift": f"{localtime(staff.until):%H:%M}"}
    code = "counter_shift_over" if step == AFTER else "counter_shift_ends"
    with override(settings.LANGUAGE_CODE):
        announce(
            people,
            subject=(SUBJECT, incident.pk),
            title=_("%(place)s需要接班：%(subject)s")
            % {"place": substitute.place, "subject": messages.subject(incident)},
            body=told(timeline.SENTENCES[code], params),
            link=reverse("incidents:substitute", args=[incident.number, substitute.pk]),
            key=f"counter-shift:{staff.pk}:{deadline.round}:{step}",
            now=now,
            urgent=step == AFTER,
        )
    about = {"substitute": substitute.pk, "kind": substitute.kind}
    timeline.write(incident, EntryKind.SUBSTITUTE, code, now=now, params={**params, **about})


registry.register(SHIFT_ENDS, shift_ends)
