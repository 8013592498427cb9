"""Reads of equipment: its list, what has to be seen to, its chain of custody."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.badges import Tone
from resources.network.models import Terminal
from resources.network.queries import Change, changes_of

from .access_equipment import equipment_for
from .choices import CustodyKind, EquipmentState
from .models import CustodyEntry, Equipment
from .rules import custody

_HERE: Final = ~Q(state__in=[*custody.GONE, EquipmentState.MAINTENANCE])
#: (tone, words) of what has to be seen to; maintenance that is only coming is a hint
_WORDS: Final[dict[tuple[str, bool], tuple[Tone, str | Promise]]] = {
    ("back", True): (Tone.DANGER, _("超期未还")),
    ("maintenance", True): (Tone.DANGER, _("维护已过期")),
    ("maintenance", False): (Tone.WARN, _("即将维护")),
    ("battery_low", False): (Tone.WARN, _("电量低")),
    ("battery_check", True): (Tone.WARN, _("需要检查电量")),
}


def listed_equipment(person: Any) -> QuerySet[Equipment]:
    return equipment_for(person).select_related("depot__region", "holder", "site")


def overdue_back(now: datetime) -> Q:
    return Q(state=EquipmentState.OUT, due_back__lt=now)


def maintenance_due(now: datetime, *, ahead: bool = True) -> Q:
    """Maintenance that is due, and with `ahead` what falls due within 30 days."""
    today = timezone.localdate(now)
    if ahead:
        return _HERE & Q(maintenance_due__lte=today + custody.MAINTENANCE_AHEAD)
    return _HERE & Q(maintenance_due__lt=today)


def battery_due(now: datetime) -> Q:
    """Batteries that are low, or that nobody has looked at for a month."""
    stale = Q(battery_checked_at=None) | Q(battery_checked_at__lt=now - custody.BATTERY_CHECK_EVERY)
    return _HERE & Q(kind__in=custody.WITH_BATTERY) & (stale | Q(battery_percent__lt=custody.BATTERY_LOW))


def anything_due(now: datetime) -> Q:
    return overdue_back(now) | maintenance_due(now) | battery_due(now)


def attention_of(item: Equipment, now: datetime) -> list[custody.Attention]:
    """What has to be seen to with an item, by the rule."""
    dates = custody.Dates(
        item.kind, item.state, item.due_back, item.maintenance_due, item.battery_percent, item.battery_checked_at
    )
    return custody.attention(dates, now, timezone.localdate(now))


@dataclass(frozen=True)
class Notice:
    """What has to be seen to, as a badge."""

    reason: str
    tone: str
    label: str | Promise


def notices_of(item: Equipment, now: datetime) -> list[Notice]:
    return [Notice(one.reason, *_WORDS[one.reason, one.overdue]) for one in attention_of(item, now)]


def word_of(attention: custody.Attention) -> str | Promise:
    return _WORDS[attention.reason, attention.overdue][1]


def chain_of(item: Equipment, limit: int = 100) -> list[CustodyEntry]:
    """The latest entries of an item, the newest first, with all that they name."""
    entries = item.custody.select_related("actor", "holder", "depot", "site").order_by("-at", "-id")
    return list(entries[:limit])


def reference_changes(item: Equipment) -> list[Change]:
    """Who changed what is known of an item; what custody changes is in its chain."""
    labels = {str(Equipment._meta.get_field(name).verbose_name) for name in custody.REFERENCE_FIELDS}  # type: ignore[union-attr]
    return list(_only(labels, changes_of(item, 100)))


def _only(labels: set[str], changes: Iterable[Change]) -> Iterator[Change]:
    for change in changes:
        fields = [field for field in change.fields if field[0] in labels]
        if fields or change.created:
            yield replace(change, fields=fields)


def equipment_of_subject(person: Any, kind: str, number: int, reference: str = "") -> QuerySet[Equipment]:
    """What is out for a subject now, as far as the person sees it."""
    wanted = Q(subject_kind=kind, subject_id=number)
    if reference:
        wanted |= Q(reference=reference, subject_kind="")
    return listed_equipment(person).filter(wanted, state=EquipmentState.OUT).order_by("code")


def replacements_of(terminal: Terminal) -> list[CustodyEntry]:
    """The swaps of a terminal, both ways, the newest first. An entry's reference is the other terminal."""
    swaps = [CustodyKind.SWAPPED_IN, CustodyKind.SWAPPED_OUT]
    entries = CustodyEntry.objects.filter(equipment__terminal=terminal, kind__in=swaps)
    return list(entries.select_related("actor", "equipment", "site").order_by("-at", "-id")[:20])
