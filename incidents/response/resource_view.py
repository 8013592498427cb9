"""What the resources panel of an incident shows: needs with their plan, what is promised, on its way and out."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Case, QuerySet, When

from emergency_ops.lib.roles import has_role
from resources.inventory.access_equipment import equipment_for
from resources.inventory.access_moving import transfers_for
from resources.inventory.access_needs import may_ask, may_plan, needs_for
from resources.inventory.access_supply import supplies_for
from resources.inventory.actions.needs import STANDING
from resources.inventory.actions.planning import Take, open_reservations
from resources.inventory.choices import EquipmentCondition, EquipmentState, NeedState, TransferState
from resources.inventory.models import Equipment, Need, Reservation, SupplyRequest, Transfer, TransferLine
from resources.inventory.sourcing import Sourced, Sourcing, source, standing
from resources.inventory.subject_links import seal
from resources.inventory.take_forms import lines_of
from resources.staff.models import Person

from .access import ROLES
from .actions.resources import subject_of
from .models import Incident
from .rules.transitions import Verb, is_allowed
from .suggesting import Suggestion, suggestions

ENDED_SHOWN = 10
#: transfers on the page: those under way, then the newest; the list of transfers has them all
TRANSFERS_SHOWN = 6
UNDER_WAY = (TransferState.DRAFT, TransferState.SENT)
#: items of equipment that are proposed for a need
ITEMS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A need as this person sees it: what they may do with it, and items that they could hand out for it."""

    sourced: Sourced
    may_ask: bool
    may_plan: bool
    items: tuple[Equipment, ...]

    @property
    def need(self) -> Need:
        return self.sourced.need


class ResourcesView:
    """An incident's resources as one person sees them at one instant."""

    def __init__(self, incident: Incident, person: Person, now: datetime) -> None:
        self.incident = incident
        self.person = person
        self.now = now
        self.subject = subject_of(incident)

    @cached_property
    def is_open(self) -> bool:
        return is_allowed(self.incident.status, Verb.RESOURCES)

    @cached_property
    def may_arrange(self) -> bool:
        """Whether the person may change anything here at all; at which sites, each line says."""
        return self.is_open and has_role(self.person, *ROLES[Verb.RESOURCES])

    @cached_property
    def plan(self) -> Sourcing:
        """For the needs of the sites that the person sees."""
        return source(list(standing(self._needs)), self.now)

    @property
    def _needs(self) -> QuerySet[Need]:
        return needs_for(self.person).filter(subject_kind=self.subject.kind, subject_id=self.subject.id)

    @cached_property
    def lines(self) -> list[Line]:
        return [self._line(row) for row in self.plan.rows]

    def _line(self, row: Sourced) -> Line:
        region = row.need.site.region_id
        return Line(
            row,
            may_ask=self.may_arrange and may_ask(self.person, region),
            may_plan=self.may_arrange and may_plan(self.person, region),
            items=tuple(self._items_for(row)),
        )

    def _items_for(self, row: Sourced) -> list[Equipment]:
        """The best of the items in the depots that the plan names."""
        return [
            item for piece in row.pieces for item in self._items.get((piece.depot.pk, row.need.equipment_kind), [])
        ][:ITEMS_SHOWN]

    @cached_property
    def _items(self) -> dict[tuple[int, str], list[Equipment]]:
        pairs = {
            (piece.depot.pk, row.need.equipment_kind)
            for row in self.plan.rows
            if row.need.equipment_kind
            for piece in row.pieces
        }
        found: dict[tuple[int, str], list[Equipment]] = {}
        if pairs:
            rows = equipment_for(self.person).filter(
                state=EquipmentState.IN_DEPOT,
                depot__in={depot for depot, _kind in pairs},
                kind__in={kind for _depot, kind in pairs},
            )
            for item in rows.exclude(condition=EquipmentCondition.FAULTY).order_by("-battery_percent", "code"):
                found.setdefault((item.depot_id, item.kind), []).append(item)
        return found

    @cached_property
    def takes(self) -> list[Take]:
        """The lines of the plan that this person may reserve."""
        mine = {line.need.pk for line in self.lines if line.may_plan}
        return [take for take in self.plan.takes if take.need in mine]

    @property
    def take_lines(self) -> str:
        return lines_of(self.takes)

    @property
    def pieces(self) -> int:
        return sum(take.quantity for take in self.takes)

    @cached_property
    def ended(self) -> list[Need]:
        rows = self._needs.exclude(state__in=STANDING).select_related("site", "part")
        return list(rows.order_by("-created_at", "-pk")[:ENDED_SHOWN])

    @cached_property
    def suggestions(self) -> list[Suggestion]:
        return suggestions(self.person, self.incident) if self.may_arrange else []

    @cached_property
    def reservations(self) -> list[Reservation]:
        """Promised and still in the depots, for sites that the person sees."""
        seen = set(self._needs.values_list("pk", flat=True))
        return [row for row in open_reservations(self.subject) if row.need_id is None or row.need_id in seen]

    @cached_property
    def transfers(self) -> list[Transfer]:
        under_way = Case(When(state__in=UNDER_WAY, then=0), default=1)
        rows = self._transfers.select_related("source", "to_depot", "to_site").prefetch_related("lines__part")
        return list(rows.order_by(under_way, "-created_at", "-pk")[:TRANSFERS_SHOWN])

    @cached_property
    def transfers_left(self) -> int:
        """Transfers that are not on the page."""
        shown = len(self.transfers)
        return 0 if shown < TRANSFERS_SHOWN else self._transfers.count() - shown

    @property
    def _transfers(self) -> QuerySet[Transfer]:
        return transfers_for(self.person).filter(subject_kind=self.subject.kind, subject_id=self.subject.id)

    @cached_property
    def unsent(self) -> list[Reservation]:
        """Promised and in no draft yet."""
        if not self.reservations:
            return []
        drafts = TransferLine.objects.filter(
            transfer__in=self._transfers.filter(state=TransferState.DRAFT).values("pk")
        )
        drafted = set(drafts.values_list("reservation", flat=True))
        return [row for row in self.reservations if row.pk not in drafted]

    @cached_property
    def supplies(self) -> list[SupplyRequest]:
        """What no depot has and is bought, what is still to come first."""
        rows = supplies_for(self.person).filter(subject_kind=self.subject.kind, subject_id=self.subject.id)
        return list(
            rows.select_related("site", "part", "owner").order_by("ended_at", "expected_on", "pk")[:ENDED_SHOWN]
        )

    @cached_property
    def competing(self) -> list[str]:
        """Numbers of other incidents that want the same things."""
        parts = {row.need.part_id for row in self.plan.rows if row.need.part_id and row.missing}
        others = (
            needs_for(self.person)
            .filter(state=NeedState.OPEN, part__in=parts)
            .exclude(subject_kind=self.subject.kind, subject_id=self.subject.id)
        )
        return list(others.order_by("reference").values_list("reference", flat=True).distinct()[:5])

    @cached_property
    def sealed(self) -> str:
        """For links that hand equipment out for this incident."""
        return seal(self.subject)
