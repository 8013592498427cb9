"""What the inventory did for an incident gets into its timeline: every event once, and none is lost."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import BigIntegerField, Case, Exists, F, Max, Model, OuterRef, Q, QuerySet, Subquery, When

from incidents.response import timeline
from incidents.response.choices import OPEN_STATUSES, SUBJECT, EntryKind, EventSource
from incidents.response.models import EventWatermark, Incident, IncidentTerminal, ToldEvent
from incidents.response.posts import acting_for
from incidents.response.resource_sentences import CUSTODY, OF_INVENTORY
from resources.inventory.choices import CustodyKind
from resources.inventory.models import CustodyEntry, InventoryEvent, Need, Reservation, SupplyRequest, Transfer
from resources.staff.models import Person

#: entries written in one transaction
BATCH = 500
#: longer than any transaction takes from its first row to its commit
SETTLES_AFTER = timedelta(hours=1)
_CLAIM = """
INSERT INTO incidents_toldevent (source, number) SELECT %s, unnest(%s::bigint[]) ON CONFLICT DO NOTHING RETURNING number
"""


@dataclass(frozen=True, slots=True)
class Fact:
    """What an event says: its code and params of `resource_sentences`."""

    code: str
    params: Mapping[str, Any]
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """Events of one table: those that concern incidents, annotated with `incident`; and how to read one."""

    name: EventSource
    rows: Callable[[], QuerySet[Any]]
    read: Callable[[Any], Fact]
    model: type[Model]


def tell(incident: Incident) -> int:
    """Write what is not told yet of one incident, in the caller's transaction; how many entries."""
    marks = dict(EventWatermark.objects.values_list("source", "settled"))
    return sum(
        _tell(source, _untold(source, marks.get(source.name, 0)).filter(incident=incident.pk)) for source in SOURCES
    )


def tell_all(now: datetime) -> int:
    """Write what is not told yet of any incident, the oldest first; how many entries."""
    return sum(_tell_source(source, now) for source in SOURCES)


def _tell_source(source: Source, now: datetime) -> int:
    with transaction.atomic():
        EventWatermark.objects.get_or_create(source=source.name, defaults={"seen_at": now})
        mark = EventWatermark.objects.select_for_update().get(source=source.name)
        told = _tell(source, _untold(source, mark.settled))
        if told < BATCH and now - mark.seen_at >= SETTLES_AFTER:
            _settle(source, mark, now)
    return told


def _settle(source: Source, mark: EventWatermark, now: datetime) -> None:
    mark.settled, mark.seen_at = mark.newest, now
    mark.newest = source.model._default_manager.aggregate(last=Max("pk"))["last"] or 0
    mark.save(update_fields=["settled", "newest", "seen_at"])
    ToldEvent.objects.filter(source=source.name, number__lte=mark.settled).delete()


def _untold(source: Source, settled: int) -> QuerySet[Any]:
    told = ToldEvent.objects.filter(source=source.name, number=OuterRef("id"))
    return source.rows().filter(~Exists(told), id__gt=settled, incident__isnull=False).order_by("id")


def _tell(source: Source, events: QuerySet[Any]) -> int:
    """Claims the events by their key: of two who come at once one waits, and then finds them told."""
    rows = {event.pk: event for event in events.select_related("actor", "depot")[:BATCH]}
    if not rows:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [source.name, list(rows)])
        claimed = sorted(number for (number,) in cursor.fetchall())
    incidents = Incident.objects.select_related("policy_version", "region").in_bulk(
        {rows[number].incident for number in claimed}
    )
    behalf: dict[tuple[int, int], Person | None] = {}
    for number in claimed:
        event = rows[number]
        if event.incident in incidents:
            _write(incidents[event.incident], event, source.read(event), behalf)
    return len(claimed)


def _write(incident: Incident, event: Any, fact: Fact, behalf: dict[tuple[int, int], Person | None]) -> None:
    pair = incident.pk, event.actor_id or 0
    if pair not in behalf:
        behalf[pair] = acting_for(event.actor, incident, event.at)
    timeline.write(
        incident,
        EntryKind.RESOURCES,
        fact.code,
        now=event.at,
        actor=event.actor,
        acting_for=behalf[pair],
        params=fact.params,
        text=fact.text,
    )


def _inventory() -> QuerySet[Any]:
    """What is reserved for a need is told by the plan that reserved it."""
    for_a_need = Reservation.objects.filter(pk=OuterRef("subject_id"), need__isnull=False)
    events = InventoryEvent.objects.filter(code__in=OF_INVENTORY).annotate(incident=_incident())
    return events.exclude(Q(code="reservation_reserved") & Exists(for_a_need))


def _incident() -> Case:
    """The incident that an event's transfer, reservation or need is for, or that it names itself."""

    def of(model: type[Model]) -> Subquery:
        rows = model._default_manager.filter(pk=OuterRef("subject_id"), subject_kind=SUBJECT)
        return Subquery(rows.values("subject_id")[:1])

    return Case(
        When(subject_kind=SUBJECT, then=F("subject_id")),
        When(subject_kind="transfer", then=of(Transfer)),
        When(subject_kind="reservation", then=of(Reservation)),
        When(subject_kind="need", then=of(Need)),
        When(subject_kind="supply", then=of(SupplyRequest)),
    )


def _read_inventory(event: InventoryEvent) -> Fact:
    depot = {"depot": event.depot.name} if event.depot else {}
    return Fact(event.code, {"equipment_kind": "", **depot, **event.params}, event.text)


def _custody() -> QuerySet[Any]:
    kinds = [code.removeprefix("equipment_") for code in CUSTODY]
    swapped = Q(subject_kind="terminal", kind=CustodyKind.SWAPPED_IN)
    entries = CustodyEntry.objects.filter(
        Q(subject_kind=SUBJECT) | swapped | Q(subject_kind="") & ~Q(reference=""), kind__in=kinds
    )
    affected = IncidentTerminal.objects.filter(
        terminal=OuterRef("subject_id"), incident__status__in=OPEN_STATUSES, since__lte=OuterRef("at")
    )
    named = Incident.objects.filter(number=OuterRef("reference")).values("pk")[:1]
    incident = Case(
        When(subject_kind=SUBJECT, then=F("subject_id")),
        When(swapped, then=Subquery(affected.order_by("-since", "-incident").values("incident")[:1])),
        default=Subquery(named),
        output_field=BigIntegerField(),
    )
    return entries.annotate(incident=incident).select_related("equipment", "holder", "site")


def _read_custody(entry: CustodyEntry) -> Fact:
    replaced = entry.reference if entry.subject_kind == "terminal" else None
    where = " · ".join(str(one) for one in (entry.holder, entry.site, replaced) if one is not None)
    params = {
        "equipment_kind": entry.equipment.kind,
        "code": entry.equipment.code,
        "where": where or str(entry.depot or "—"),
        "depot": str(entry.depot or "—"),
    }
    return Fact(f"equipment_{entry.kind}", params, entry.text)


SOURCES = (
    Source(EventSource.INVENTORY, _inventory, _read_inventory, InventoryEvent),
    Source(EventSource.CUSTODY, _custody, _read_custody, CustodyEntry),
)
