"""Reads of the network that span models. The condition comes from monitoring, through its name only."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from emergency_ops.lib.fields import Options
from emergency_ops.lib.wording import listed

from .access import regions_for, sites_for, terminals_for, visible_regions, within
from .choices import TerminalStatus
from .conditions import IN_SERVICE, condition_at, with_condition
from .divisions import names
from .models import Region, Site, Terminal
from .regions import WHOLE_COUNTRY, Level, level, parents


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


def region_tree(person: Any, now: datetime) -> list[RegionNode]:
    """The regions that a person sees and that have sites, those above before those within. Three queries."""
    sites = within(Site.objects.order_by(), person).values_list("region_id").annotate(number=Count("pk"))
    serving = Q(status=TerminalStatus.IN_SERVICE)
    terminals = (
        with_condition(terminals_for(person), now)
        .order_by()
        .exclude(status="retired")
        .values_list("site__region_id")
        .annotate(
            number=Count("pk"),
            serving=Count("pk", filter=serving),
            impaired=Count("pk", filter=serving & ~Q(condition=IN_SERVICE)),
        )
    )
    return _rolled_up(regions_for(person), dict(sites), {code: figures for code, *figures in terminals})


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


def region_choices(person: Any) -> Options:
    """The regions that are there, indented by what they lie in."""
    return _options(tuple(regions_for(person).values_list("code", "name")))


@lru_cache(maxsize=32)
def _options(regions: tuple[tuple[str, str], ...]) -> Options:
    return Options(tuple(_choice(code, name) for code, name in regions))


def placeable_choices(person: Any) -> list[tuple[str, str]]:
    """Where a person may put a site: all divisions known by name that the person sees, whether there is a row or not."""
    known = {**names(), **dict(regions_for(person).values_list("code", "name"))}
    seen = tuple(visible_regions(person))
    codes = [code for code in sorted(known) if level(code) > Level.COUNTRY and code.startswith(seen)]
    return [_choice(code, known[code]) for code in codes]


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
