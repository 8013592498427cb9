"""What the sites of an incident probably need: parts for the components that are reported broken, equipment for bare counters."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from incidents.monitoring.models import TerminalState
from resources.inventory.choices import EquipmentKind, NeedState
from resources.inventory.models import Need, PartType
from resources.network.choices import ComponentKind, TerminalStatus
from resources.network.models import Site, Terminal
from resources.staff.models import Person

from .access import terminals_of
from .actions.resources import subject_of
from .models import Incident, IncidentTerminal
from .rules.spares import Fit, broken, part_for

#: suggestions on a page
MOST = 40
#: portable POS devices for a site at which nothing works
POS_A_SITE = 1


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`quantity` of a part, or of a kind of equipment, for a site; for so many of its terminals."""

    site: Site
    part: PartType | None
    equipment_kind: str
    quantity: int
    terminals: int

    @property
    def thing(self) -> str:
        return str(self.part or EquipmentKind(self.equipment_kind).label)

    @property
    def component(self) -> str:
        """What is broken, as people call it; "" for equipment."""
        if self.part is None or self.part.component not in ComponentKind.values:
            return ""
        return str(ComponentKind(self.part.component).label)

    @property
    def value(self) -> str:
        """As forms carry it: site, thing, quantity."""
        thing = f"part:{self.part.pk}" if self.part else f"kind:{self.equipment_kind}"
        return f"{self.site.pk}|{thing}|{self.quantity}"


def suggestions(person: Person, incident: Incident) -> list[Suggestion]:
    """For the sites that the person sees, less what is asked for already. A fixed number of queries."""
    down = terminals_of(person, incident).filter(until=None)
    wanted, terminals = _parts(down.values_list("terminal_id", flat=True))
    bare = _bare_sites(down)
    for site in bare:
        wanted[site, None, EquipmentKind.PORTABLE_POS] = POS_A_SITE
    known = _asked(incident)
    missing = {key: pieces - known[key] for key, pieces in wanted.items() if pieces > known[key]}
    codes = dict(Site.objects.filter(pk__in={site for site, _part, _kind in missing}).values_list("pk", "code"))
    most = sorted(missing, key=lambda key: (-missing[key], codes[key[0]], key[2], key[1].pk if key[1] else 0))[:MOST]
    sites = Site.objects.in_bulk({site for site, _part, _kind in most})
    return [
        Suggestion(sites[site], part, kind, missing[key], terminals.get(key, bare.get(site, 0)))
        for key in most
        for site, part, kind in [key]
    ]


Key = tuple[int, PartType | None, str]


def _parts(terminals: Any) -> tuple[Counter[Key], Counter[Key]]:
    """Pieces, and terminals, by site and part."""
    states = TerminalState.objects.filter(terminal__in=terminals).exclude(components={})
    rows = list(states.values_list("terminal__site_id", "terminal__model", "components"))
    parts = _fitting({kind for _site, _model, components in rows for kind in components})
    wanted: Counter[Key] = Counter()
    for site, model, components in rows:
        for kind in broken(components):
            part = part_for(parts.get(kind, ()), model)
            if part is not None:
                wanted[site, part.row, ""] += 1
    return wanted, Counter(wanted)


def _fitting(kinds: Iterable[str]) -> Mapping[str, Sequence[Fit]]:
    found: dict[str, list[Fit]] = defaultdict(list)
    for row in PartType.objects.filter(component__in=list(kinds), is_active=True).order_by("code"):
        found[row.component].append(Fit(row, tuple(row.terminal_models)))
    return found


def _bare_sites(down: QuerySet[IncidentTerminal]) -> dict[int, int]:
    """Terminals by site, where every one that should serve is affected."""
    counted = down.order_by().values_list("site").annotate(all=Count("pk")).filter(all__gt=1)
    affected = dict(counted)
    in_service = Terminal.objects.filter(site__in=down.values("site"), status=TerminalStatus.IN_SERVICE)
    known = dict(in_service.order_by().values_list("site").annotate(all=Count("pk")))
    return {site: count for site, count in affected.items() if count >= known.get(site, 0)}


def _asked(incident: Incident) -> Counter[Key]:
    subject = subject_of(incident)
    rows = Need.objects.filter(~Q(state=NeedState.CANCELLED), subject_kind=subject.kind, subject_id=subject.id)
    summed = rows.order_by().values_list("site", "part", "equipment_kind").annotate(pieces=Sum("quantity"))
    parts = PartType.objects.in_bulk({part for _site, part, _kind, _pieces in summed if part})
    return Counter({(site, parts.get(part), kind): pieces for site, part, kind, pieces in summed})
