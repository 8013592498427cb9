"""Who serves at a counter: they come, with their badge, and they go."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from incidents.escalation import actions as escalation
from incidents.escalation.models import Deadline
from incidents.response.actions.substitutes import changing_place, tell
from incidents.response.counters import people
from incidents.response.counters.models import Counter, Window
from incidents.response.counters.models_opening import CounterStaff
from incidents.response.counters.rules.staffing import may_overrule
from incidents.response.counters.wording import named
from resources.staff.models import Person

#: what deadlines of the people at counters are of, and their kind
STAFF = "counter_staff"
SHIFT_ENDS = "counter_shift_ends"
#: how long before the end of a shift relief must be known
BEFOREHAND = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Posting:
    """Who serves, at which window, until when; `overruled`: why, although something speaks against it."""

    person: Person
    until: datetime
    window: Window | None = None
    overruled: str = ""


def join(counter: Counter, posting: Posting, *, actor: Person, now: datetime) -> CounterStaff:
    """Somebody serves from now on. Raises Invalid, Forbidden, or Refused with all that speaks against them."""
    if posting.until <= now:
        raise Invalid("until", _("班次结束时间应在现在之后。"))
    with changing_place(counter.substitute, actor=actor, now=now) as (move, row):
        found = people.judged(row, [posting.person], now)[0]
        if found.obstacles and not (posting.overruled.strip() and may_overrule(found.obstacles)):
            raise Refused(
                "unfit",
                _("%(name)s不能上岗：%(why)s。请另选人员，或写明理由。"),
                name=str(posting.person),
                why=named(found.obstacles),
            )
        if counter.staff.filter(person=posting.person, left_at=None).exists():
            raise Refused("there_already", _("%(name)s已在这个服务点值守。"), name=str(posting.person))
        staff = CounterStaff.objects.create(
            counter=counter,
            person=posting.person,
            badge=found.badge,
            window=posting.window,
            since=now,
            until=posting.until,
            overruled=posting.overruled.strip() if found.obstacles else "",
            added_by=actor,
        )
        watch(staff, now)
        badge = found.badge.number if found.badge else "—"
        params = {"person": str(posting.person), "badge": badge, "shift": f"{localtime(posting.until):%H:%M}"}
        tell(move, row, "counter_staff_in", staff.overruled, **params)
    return staff


def prolong(staff: CounterStaff, until: datetime, *, actor: Person, now: datetime) -> CounterStaff:
    """Their shift ends at another time. Raises Forbidden, Invalid or Refused."""
    if until <= now:
        raise Invalid("until", _("班次结束时间应在现在之后。"))
    with changing_place(staff.counter.substitute, actor=actor, now=now):
        row = _standing(staff)
        row.until = until
        row.save(update_fields=["until"])
        escalation.cancel(STAFF, row.pk, now=now)
        watch(row, now)
    return row


def depart(staff: CounterStaff, *, actor: Person, now: datetime) -> CounterStaff:
    """They go; possible to the very end. Raises Forbidden or Refused."""
    with changing_place(staff.counter.substitute, actor=actor, now=now, winding_up=True) as (move, substitute):
        row = _standing(staff)
        row.left_at = now
        row.save(update_fields=["left_at"])
        escalation.cancel(STAFF, row.pk, now=now)
        tell(move, substitute, "counter_staff_out", person=str(row.person))
    return row


def watch(staff: CounterStaff, now: datetime) -> None:
    """A reminder before the shift ends, and one when it has: each time that it is moved a new pair."""
    known = Deadline.objects.filter(subject_kind=STAFF, subject_id=staff.pk).aggregate(last=Max("round"))["last"]
    round_, payload = 0 if known is None else known + 1, {"until": staff.until.timestamp()}
    for step, due_at in enumerate((staff.until - BEFOREHAND, staff.until)):
        if due_at > now or step:
            escalation.schedule(STAFF, staff.pk, SHIFT_ENDS, step=step, round=round_, due_at=due_at, payload=payload)


def _standing(staff: CounterStaff) -> CounterStaff:
    row = CounterStaff.objects.select_for_update(of=("self",)).select_related("person", "counter").get(pk=staff.pk)
    if row.left_at is not None:
        raise Refused("gone_already", _("%(name)s已经离开。"), name=str(row.person))
    return row
