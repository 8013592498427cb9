"""What has to be seen to with equipment is told once: to those who keep it, and late returns to who has it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from resources.inventory.keepers import keepers_of
from resources.inventory.models import Depot, Equipment
from resources.inventory.queries_equipment import anything_due, attention_of, word_of
from resources.inventory.rules.custody import Attention
from resources.staff.memos import tell
from resources.staff.models import Person

#: a lock on this many rows at a time
BATCH: Final = 500
#: how many items a memo names before it only counts them
NAMED: Final = 10
TITLE: Final = _("%(count)d 件移动设备需要处理")


@dataclass(frozen=True)
class Due:
    item: Equipment
    what: Attention


def remind(now: datetime) -> int:
    """Tells of what has become due since the last time; how many reminders. Several at once share the work."""
    told, after = 0, 0
    while True:
        with transaction.atomic():
            rows = list(_candidates(now, after))
            due = [Due(row, one) for row in rows for one in attention_of(row, now) if one.key not in row.told]
            _tell_everybody(due, now)
            _remember(rows, now)
        told += len(due)
        if len(rows) < BATCH:
            return told
        after = rows[-1].pk


def _candidates(now: datetime, after: int) -> Iterable[Equipment]:
    rows = Equipment.objects.filter(anything_due(now), pk__gt=after).order_by("pk")
    return rows.select_related("depot__keeper", "depot__deputy", "holder").select_for_update(
        of=("self",), skip_locked=True
    )[:BATCH]


def _remember(rows: Sequence[Equipment], now: datetime) -> None:
    """Only what is due now: what was seen to and falls due again is told again."""
    changed = []
    for row in rows:
        keys = [one.key for one in attention_of(row, now)]
        if keys != row.told:
            row.told = keys
            changed.append(row)
    Equipment.objects.bulk_update(changed, ["told"])


def _tell_everybody(due: Sequence[Due], now: datetime) -> None:
    keepers: dict[Depot, list[Person]] = {}
    of_person: dict[Person, list[Due]] = defaultdict(list)
    for one in due:
        depot = one.item.depot
        if depot not in keepers:
            keepers[depot] = keepers_of(depot)
        for person in keepers[depot]:
            of_person[person].append(one)
        holder = one.item.holder
        if one.what.reason == "back" and holder is not None and holder not in keepers[depot]:
            of_person[holder].append(one)
    for person, matters in of_person.items():
        _tell(person, matters, now)


def _tell(person: Person, matters: Sequence[Due], now: datetime) -> None:
    first = matters[0]
    digest = sha256("|".join(f"{one.item.pk}:{one.what.key}" for one in matters).encode()).hexdigest()[:24]
    alone = len(matters) == 1
    params: Mapping[str, object] = {
        "count": len(matters),
        "item": first.item.code,
        "what": word_of(first.what),
    }
    title: str | Promise = _("%(item)s：%(what)s") if alone else TITLE
    link = reverse("inventory:equipment", args=[first.item.code]) if alone else _list_address(matters)
    tell([person], key=f"equipment-due:{digest}", title=title, body=_lines(matters), link=link, now=now, params=params)


def _list_address(matters: Sequence[Due]) -> str:
    depots = {one.item.depot.code for one in matters}
    address = reverse("inventory:equipment_list") + "?due=any"
    return f"{address}&depot={depots.pop()}" if len(depots) == 1 else address


def _lines(matters: Sequence[Due]) -> str:
    """One line an item, as plain text: a per cent sign is a per cent sign."""
    with override(settings.LANGUAGE_CODE):
        lines = [f"{one.item.code} {one.item.get_kind_display()}：{word_of(one.what)}" for one in matters[:NAMED]]
        if len(matters) > NAMED:
            lines.append(str(_("另有 %(count)d 项。")) % {"count": len(matters) - NAMED})
    return "\n".join(lines).replace("%", "%%")
