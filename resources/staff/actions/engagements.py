"""Locks people while their shifts are written, so that nobody is on duty in two places at one time."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import IntegrityError, connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Refused
from resources.staff.models import Person, Shift
from resources.staff.rules.planning import Clash, Engagement

from .announcing import slot_words


def lock_people(people: Iterable[int | None]) -> dict[int, Person]:
    """Lock these people in the order of their keys. Every writer of shifts does so before it looks at shifts."""
    wanted = {pk for pk in people if pk is not None}
    rows = Person.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    return {person.pk: person for person in rows}


def engagements(
    people: Collection[int], since: datetime, until: datetime, without: Collection[int] = ()
) -> list[Engagement]:
    """The shifts of these people that touch [since, until), apart from those with the keys `without`. One query."""
    touching = Shift.objects.filter(person__in=people, period__overlap=DateTimeTZRange(since, until))
    rows = touching.exclude(pk__in=without).select_related("post")
    return [
        Engagement(row.person_id, row.period.lower, row.period.upper, f"{row.post} {row.label}")
        for row in rows
        if row.person_id is not None
    ]


def refuse_clash(clash: Clash, person: object) -> Refused:
    """The sentence of an overlap."""
    return Refused(
        "shift_overlap",
        _("%(name)s在%(slot)s已有值班（%(other)s %(other_slot)s），不能同时值%(label)s。请换人或调整时间。"),
        name=person,
        slot=slot_words(clash.shift.begins, clash.shift.ends),
        label=clash.shift.label,
        other=clash.other.what,
        other_slot=slot_words(clash.other.begins, clash.other.ends),
    )


def check_now() -> None:
    """Have the database check for overlaps at once: a Refused here instead of an error when the transaction commits."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS shift_one_at_a_time_a_person IMMEDIATE")
            cursor.execute("SET CONSTRAINTS shift_one_at_a_time_a_person DEFERRED")
    except IntegrityError as error:
        raise Refused("shift_overlap_meanwhile", _("刚才有人同时改动了值班安排，请刷新后再试。")) from error
