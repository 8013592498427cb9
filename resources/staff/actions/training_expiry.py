"""Warnings of trainings that are about to end: to the person at each step, to their managers in one memo a day at most."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from emergency_ops.lib.clock import SHANGHAI
from emergency_ops.lib.roles import Role
from resources.network.regions import WHOLE_COUNTRY, parents
from resources.staff import memos
from resources.staff.models import Memo, Person, TrainingRecord
from resources.staff.queries_training import SOON, latest
from resources.staff.rules.training import warning_due

#: what has been over for longer is not told any more
LATE = timedelta(days=14)
_SHOWN = 20


@transaction.atomic
def warn_of_expiry(now: datetime) -> int:
    """Tell of every training that came to 60, 30 or 7 days before its end, or passed it; each step once. How many were told."""
    today = now.astimezone(SHANGHAI).date()
    due = {_key(record, step): record for record, step in _due(today)}
    told = set(
        Memo.objects.filter(key__in=[f"{key}:{row.person_id}" for key, row in due.items()]).values_list(
            "key", flat=True
        )
    )
    new = {key: row for key, row in due.items() if f"{key}:{row.person_id}" not in told}
    for key, record in new.items():
        _tell_person(key, record, today, now)
    for manager, records in _by_manager(new.values()).items():
        _tell_manager(manager, records, now)
    return len(new)


def _due(today: date) -> Iterable[tuple[TrainingRecord, int]]:
    ending = latest(TrainingRecord.objects.filter(expires_on__gte=today - LATE, expires_on__lte=today + SOON))
    active = ending.filter(person__is_active=True, training__is_active=True)
    for record in active.select_related("person", "training").order_by("expires_on", "pk"):
        step = warning_due(record.expires_on, today) if record.expires_on else None
        if step is not None:
            yield record, step


def _key(record: TrainingRecord, step: int) -> str:
    return f"training_expiry:{record.pk}:{step}"


def _tell_person(key: str, record: TrainingRecord, today: date, now: datetime) -> None:
    over = record.expires_on is not None and record.expires_on < today
    memos.tell(
        [record.person],
        key=key,
        title=_("培训已过期：%(training)s") if over else _("培训即将到期：%(training)s"),
        body=_("有效期至%(day)s。请联系值班经理安排复训，过期后不能新任B角。"),
        link=reverse("staff:record", args=[record.pk]),
        now=now,
        params={"training": record.training, "day": record.expires_on},
    )


def _tell_manager(manager: Person, records: list[TrainingRecord], now: datetime) -> None:
    lines = [f"{row.person} · {row.training} · {row.expires_on}" for row in records[:_SHOWN]]
    digest = hashlib.sha256(",".join(str(row.pk) for row in records).encode()).hexdigest()[:16]
    memos.tell(
        [manager],
        key=f"training_expiries:{now.astimezone(SHANGHAI).date()}:{digest}",
        title=ngettext_lazy("%(count)d项培训即将到期或已过期", "%(count)d项培训即将到期或已过期", "count"),
        body="\n".join(lines),
        link=reverse("staff:training") + "?validity=soon",
        now=now,
        params={"count": len(records)},
    )


def _by_manager(records: Iterable[TrainingRecord]) -> Mapping[Person, list[TrainingRecord]]:
    """The records of each manager: those nearest above the people's regions. Two queries."""
    rows = list(records)
    codes: dict[int, set[str]] = defaultdict(set)
    places = Person.regions.through.objects.filter(person__in={row.person_id for row in rows})
    for person_id, code in places.values_list("person_id", "region_id"):
        codes[person_id].add(code)
    managers = _managers({code for found in codes.values() for code in found})
    by_manager: dict[Person, list[TrainingRecord]] = defaultdict(list)
    for row in rows:
        near = {one for code in codes[row.person_id] or {WHOLE_COUNTRY} for one in _nearest(code, managers)}
        for manager in near - {row.person}:
            by_manager[manager].append(row)
    return by_manager


def _managers(codes: set[str]) -> dict[str, list[Person]]:
    """Managers in use by the region that they are assigned to, in these regions and above them."""
    above = codes | {parent for code in codes for parent in parents(code)} | {WHOLE_COUNTRY}
    rows = Person.objects.filter(is_active=True, groups__name=Role.MANAGER, regions__in=above).prefetch_related(
        "regions"
    )
    found: dict[str, list[Person]] = defaultdict(list)
    for person in rows.distinct():
        for region in person.regions.all():
            found[region.pk].append(person)
    return found


def _nearest(code: str, managers: Mapping[str, list[Person]]) -> list[Person]:
    return next((managers[one] for one in [code, *parents(code)] if managers.get(one)), [])
