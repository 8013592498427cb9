"""技术设备清单: the facts of the list of technical equipment, as JSON. A version is a copy of them.

{"equipment": [item], "standby": [item], "terminals": [{region, model, software_version, count}],
 "parts": [{code, name, component, unit, depots: {depot code: pieces}}], "depots": [{code, name, region, …}],
 "regions": {code: name}}. Terminals are counted, so that a hundred thousand make a short list.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import Aggregate, Count, Exists, F, JSONField, OuterRef, Q

from resources.network.access import within
from resources.network.choices import TerminalStatus
from resources.network.models import Region, Terminal

from .choices import EquipmentKind, EquipmentState
from .models import Depot, Equipment, PartType, StockLevel

Content = dict[str, Any]
SECTIONS: Final = ("equipment", "standby", "terminals", "parts", "depots")


class _Pairs(Aggregate):
    """{key: value} of two columns."""

    function = "JSONB_OBJECT_AGG"
    output_field = JSONField()


def build() -> Content:
    """The list as of now, of the whole network. Six queries."""
    items = _items()
    content: Content = {
        "equipment": [item for item in items if item["kind"] != EquipmentKind.STANDBY_TERMINAL],
        "standby": [item for item in items if item["kind"] == EquipmentKind.STANDBY_TERMINAL],
        "terminals": _terminals(),
        "parts": _parts(),
        "depots": _depots(),
    }
    content["regions"] = _region_names(content)
    return content


def counts(person: Any) -> dict[str, int]:
    """How much the list would have of what the person sees, by section: things and terminals, not lines. Five queries."""
    items = within(Equipment.objects.exclude(state=EquipmentState.SCRAPPED), person, "depot__region__code")
    standby = Q(kind=EquipmentKind.STANDBY_TERMINAL)
    found = items.aggregate(equipment=Count("pk", filter=~standby), standby=Count("pk", filter=standby))
    stocked = StockLevel.objects.filter(part=OuterRef("pk"), on_hand__gt=0)
    terminals = Terminal.objects.exclude(status=TerminalStatus.RETIRED)
    return {
        **found,
        "terminals": within(terminals, person, "site__region__code").count(),
        "parts": PartType.objects.filter(Q(is_active=True) | Exists(stocked)).count(),
        "depots": within(Depot.objects.all(), person).count(),
    }


def digest(content: Mapping[str, Any]) -> str:
    """SHA-256 of the content, whatever the order of its keys."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def scoped(content: Mapping[str, Any], prefixes: Sequence[str]) -> Content:
    """The part of a list that lies in regions with these prefixes. Part types are everybody's, their stock is not."""
    if "" in prefixes:
        return dict(content)
    own = tuple(prefixes)
    found: Content = {**content}
    for section in ("equipment", "standby", "terminals", "depots"):
        found[section] = [row for row in content[section] if row["region"].startswith(own)]
    depots = {row["code"] for row in found["depots"]}
    found["parts"] = [
        {**part, "depots": {code: pieces for code, pieces in part["depots"].items() if code in depots}}
        for part in content["parts"]
    ]
    return found


def _items() -> list[dict[str, Any]]:
    rows = Equipment.objects.exclude(state=EquipmentState.SCRAPPED).order_by("code")
    columns = ("code", "kind", "model", "serial_number", "state", "condition", "maintenance_due")
    found = rows.values(*columns, at=F("depot__code"), region=F("depot__region_id"), unit=F("terminal__code"))
    return [
        {
            **{name: row[name] for name in columns},
            "depot": row["at"],
            "region": row["region"],
            "terminal": row["unit"] or "",
            "maintenance_due": row["maintenance_due"].isoformat() if row["maintenance_due"] else "",
        }
        for row in found
    ]


def _terminals() -> list[dict[str, Any]]:
    rows = Terminal.objects.exclude(status=TerminalStatus.RETIRED)
    columns = ("site__region_id", "model", "software_version")
    counted = rows.order_by(*columns).values_list(*columns).annotate(count=Count("pk"))
    names = ("region", "model", "software_version", "count")
    return [dict(zip(names, row, strict=True)) for row in counted]


def _parts() -> list[dict[str, Any]]:
    levels = StockLevel.objects.filter(on_hand__gt=0).order_by().values_list("part_id")
    stock = dict(levels.annotate(depots=_Pairs("depot__code", "on_hand")))
    parts = PartType.objects.filter(Q(is_active=True) | Q(pk__in=stock)).order_by("code")
    columns = ("code", "name", "component", "unit")
    return [
        {**dict(zip(columns, facts, strict=True)), "depots": stock.get(pk, {})}
        for pk, *facts in parts.values_list("pk", *columns)
    ]


def _depots() -> list[dict[str, Any]]:
    rows = Depot.objects.select_related("keeper", "deputy").order_by("code")
    return [
        {
            "code": depot.code,
            "name": depot.name,
            "region": depot.region_id,
            "address": depot.address,
            "keeper": depot.keeper.name if depot.keeper else "",
            "deputy": depot.deputy.name if depot.deputy else "",
            "phone": depot.phone,
            "active": depot.is_active,
        }
        for depot in rows
    ]


def _region_names(content: Content) -> dict[str, str]:
    codes = {row["region"] for section in ("equipment", "standby", "terminals", "depots") for row in content[section]}
    wanted = codes | {code[:2].ljust(6, "0") for code in codes}
    known = Region.objects.order_by("pk").values_list("pk", "name")
    return {code: name for code, name in known if code in wanted}
