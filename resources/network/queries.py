"""Reads of the network that span models. The condition comes from monitoring, through its name only."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from emergency_ops.lib.fields import Options
from emergency_ops.lib.wording import listed

from .access import regions_for, sites_for, terminals_for, visible_regions, within
from .census import census
from .choices import TerminalStatus
from .conditions import IN_SERVICE, condition_at, with_condition
from .divisions import names
from .models import Region, Site, Terminal
from .regions import WHOLE_COUNTRY, Level, is_well_formed, level, parents

#: of so many sites the terminals are found by the sites' numbers
FEW_SITES = 2_000


def listed_terminals(person: Any, now: datetime) -> QuerySet[Terminal]:
    return with_condition(terminals_for(person), now).select_related("site__region")


def listed_sites(person: Any, now: datetime) -> QuerySet[Site]:
    """Sites with `terminal_count` (in use) and `impaired_count` (in service and not in good condition, or unknown)."""
    used = Terminal.objects.filter(site=OuterRef("pk")).exclude(status="retired").order_by()
    serving = used.filter(status=TerminalStatus.IN_SERVICE).annotate(condition=condition_at(now))
    impaired = serving.exclude(condition=IN_SERVICE)
    return (
        sites_for(person)
        .select_related("region")
        .annotate(terminal_count=_counted(used), impaired_count=_counted(impaired))
    )


def terminals_of(site: Site, now: datetime) -> QuerySet[Terminal]:
    return with_condition(Terminal.objects.filter(site=site), now).order_by("code")


def _counted(rows: QuerySet[Terminal]) -> Coalesce:
    return Coalesce(Subquery(rows.values("site").annotate(n=Count("pk")).values("n")), 0)


@dataclass
class RegionNode:
    """A region with everything in it; `depth` 0 is the outermost that the person sees."""

    code: str
    name: str
    depth: int
    sites: int = 0
    terminals: int = 0
    in_service: int = 0
    impaired: int = 0
    #: regions in it that are not listed
    hidden: int = 0


#: regions that are listed with all that they hold; of more only the outermost two depths are, and what was opened
LISTED = 200
DEPTHS = 2


def region_tree(person: Any, now: datetime, opened: str = "") -> list[RegionNode]:
    """The regions that a person sees and that have sites, those above before those within. Three queries,
    and those of a census that is not kept.

    Of many only the outermost are listed, and those around and in the region whose code is `opened`.
    """
    sites = within(Site.objects.order_by(), person).values_list("region_id").annotate(number=Count("pk"))
    terminals = _terminals_by_region(visible_regions(person), now)
    return _listed(_rolled_up(regions_for(person), dict(sites), terminals), opened)


def _terminals_by_region(prefixes: Iterable[str], now: datetime) -> dict[str, list[int]]:
    """Terminals in use, those in service, and those of these that are impaired."""
    found: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for line in census(now).within(prefixes):
        serving = line.number if line.status == TerminalStatus.IN_SERVICE else 0
        impaired = serving if line.condition != IN_SERVICE else 0
        found[line.region] = [
            sum(pair) for pair in zip(found[line.region], (line.number, serving, impaired), strict=True)
        ]
    return found


def _rolled_up(regions: Iterable[Region], sites: dict[str, int], terminals: dict[str, list[int]]) -> list[RegionNode]:
    nodes = {region.code: RegionNode(region.code, region.name, level(region.code)) for region in regions}
    for code, count in sites.items():
        figures = terminals.get(code, [0, 0, 0])
        for above in (code, *parents(code)):
            if node := nodes.get(above):
                node.sites += count
                node.terminals += figures[0]
                node.in_service += figures[1]
                node.impaired += figures[2]
    found = [node for code, node in sorted(nodes.items()) if node.sites]
    outermost = min((node.depth for node in found), default=0)
    for node in found:
        node.depth -= outermost
    return found


def found_by_sites(terminals: QuerySet[Terminal], person: Any) -> QuerySet[Terminal]:
    """The same terminals of those that a person sees. Whoever sees a part of the network sees terminals that stand together in
    the order of codes; the planner takes them for spread out, and would read those of all others before. One query."""
    if "" in visible_regions(person):
        return terminals
    sites = list(sites_for(person).order_by().values_list("pk", flat=True)[: FEW_SITES + 1])
    return terminals.filter(site__in=sites) if len(sites) <= FEW_SITES else terminals


def _listed(nodes: Sequence[RegionNode], opened: str) -> list[RegionNode]:
    """Those of a long tree that are listed; each knows how many within it are not."""
    if len(nodes) <= LISTED:
        return list(nodes)
    path = {opened, *parents(opened)} if is_well_formed(opened) else set()
    listed = {node.code: node for node in nodes if node.depth < DEPTHS or parents(node.code)[0] in path}
    for node in nodes:
        if node.code not in listed:
            above = next((code for code in parents(node.code) if code in listed), None)
            if above is not None:
                listed[above].hidden += 1
    return list(listed.values())


def region_choices(person: Any) -> Options:
    """The regions that are there, indented by what they lie in."""
    return _options(tuple(regions_for(person).values_list("code", "name")))


@lru_cache(maxsize=32)
def _options(regions: tuple[tuple[str, str], ...]) -> Options:
    return Options(tuple(_choice(code, name) for code, name in regions))


def placeable_choices(person: Any) -> Options:
    """Where a person may put a site: all divisions known by name that the person sees, whether there is a row or not."""
    known = {**names(), **dict(regions_for(person).values_list("code", "name"))}
    seen = tuple(visible_regions(person))
    codes = [code for code in sorted(known) if level(code) > Level.COUNTRY and code.startswith(seen)]
    return _options(tuple((code, known[code]) for code in codes))


def _choice(code: str, name: str) -> tuple[str, str]:
    return code, "　" * max(0, level(code) - 1) + name


def region_path(code: str) -> list[Region]:
    """From the province down to the region itself, without the 市辖区 that only fills a level. One query."""
    regions = Region.objects.filter(code__in=[code, *parents(code)]).order_by("code")
    return [r for r in regions if level(r.code) > Level.COUNTRY and (r.code == code or not r.name.endswith("市辖区"))]


@dataclass(frozen=True)
class Change:
    """A row of the history: who changed what from what to what, when and why. `fields` is empty for a creation."""

    at: datetime
    actor: str
    created: bool
    reason: str
    fields: Sequence[tuple[str, Any, Any]]


def changes_of(row: Any, limit: int = 20) -> list[Change]:
    """The latest changes of a row that has a history, the newest first. One query."""
    versions = list(row.history.select_related("history_user").order_by("-history_date", "-history_id")[: limit + 1])
    changes = [_change(new, old) for new, old in pairwise([*versions, None]) if new is not None]
    return changes[:limit]


def _change(new: Any, old: Any | None) -> Change:
    fields = list(_differences(new, old)) if old is not None else []
    return Change(
        at=new.history_date,
        actor=str(new.history_user or ""),
        created=new.history_type == "+",
        reason=new.history_change_reason or "",
        fields=fields,
    )


def _differences(new: Any, old: Any) -> Iterator[tuple[str, Any, Any]]:
    for field in new.tracked_fields:
        before, after = getattr(old, field.attname), getattr(new, field.attname)
        if before != after and field.name not in {"pinyin", "initials", "id"}:
            yield str(field.verbose_name), _shown(old, field, before), _shown(new, field, after)


def _shown(row: Any, field: Any, value: Any) -> Any:
    if field.choices:
        return getattr(row, f"get_{field.name}_display")()
    return listed(value) if isinstance(value, list) else value


def common_region(codes: Iterable[str]) -> Region | None:
    """The smallest known region that holds all of them (GB/T 2260 codes); None without any."""
    distinct = set(codes)
    if not distinct:
        return None
    levels = ([code, *parents(code)] for code in distinct)
    code = max(set.intersection(*map(set, levels)))
    found = Region.objects.in_bulk([code, *parents(code), WHOLE_COUNTRY])
    return next((found[known] for known in (code, *parents(code), WHOLE_COUNTRY) if known in found), None)
