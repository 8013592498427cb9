"""Who sees which part of the network, and who may change it. People see the regions that they are assigned to."""

from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.roles import COORDINATORS, Role, has_role

from .models import ImportRun, Region, Site, Terminal
from .regions import outermost

M = TypeVar("M", bound=Model)


def visible_regions(person: Any) -> list[str]:
    """Prefixes of the region codes that a person sees: [""] everything, [] nothing. Cached on the instance."""
    if not getattr(person, "is_authenticated", False) or not person.is_active:
        return []
    if has_role(person, Role.ADMINISTRATOR):
        return [""]
    cached: list[str] | None = getattr(person, "_visible_regions", None)
    if cached is None:
        cached = outermost(list(person.regions.values_list("pk", flat=True)))
        person._visible_regions = cached
    return cached


def within(queryset: QuerySet[M], person: Any, field: str = "region__code") -> QuerySet[M]:
    """The rows whose region (a path to its code) the person sees."""
    prefixes = visible_regions(person)
    if "" in prefixes:
        return queryset
    wanted = Q(pk__in=[])
    for prefix in prefixes:
        wanted |= Q(**{f"{field}__startswith": prefix})
    return queryset.filter(wanted)


def sees_region(person: Any, region_code: str) -> bool:
    return region_code.startswith(tuple(visible_regions(person)))


def regions_for(person: Any) -> QuerySet[Region]:
    return within(Region.objects.all(), person, "code")


def sites_for(person: Any) -> QuerySet[Site]:
    return within(Site.objects.all(), person)


def terminals_for(person: Any) -> QuerySet[Terminal]:
    return within(Terminal.objects.all(), person, "site__region__code")


def site_or_404(person: Any, code: str) -> Site:
    """The site with its region. Somebody else's site does not exist."""
    site = sites_for(person).select_related("region").filter(code=code).first()
    if site is None:
        raise Http404(code)
    return site


def terminal_or_404(person: Any, code: str) -> Terminal:
    """The terminal with its site and region. Somebody else's terminal does not exist."""
    terminal = terminals_for(person).select_related("site__region").filter(code=code).first()
    if terminal is None:
        raise Http404(code)
    return terminal


def import_runs_for(person: Any) -> QuerySet[ImportRun]:
    """One's own imports; an administrator sees all. Never with the files themselves."""
    runs = ImportRun.objects.select_related("created_by").defer("content", "errors", "sample")
    return runs if has_role(person, Role.ADMINISTRATOR) else runs.filter(created_by=person)


def may_edit(person: Any) -> bool:
    """Whether a person edits the network at all; where, is for `require_editor`."""
    return has_role(person, Role.ADMINISTRATOR, Role.MANAGER)


#: those who are on the spot when a terminal has to be replaced, and those who send them
REPLACERS = frozenset({*COORDINATORS, Role.FIELD_STAFF, Role.STOREKEEPER, Role.ADMINISTRATOR})


def may_replace(person: Any, region_code: str) -> bool:
    """Whether a person may put another terminal in the place of one of this region. None is the system itself."""
    return person is None or (has_role(person, *REPLACERS) and sees_region(person, region_code))


def require_replacer(person: Any, region_code: str) -> None:
    """Raises Forbidden unless the person may replace terminals of this region. None is the system itself."""
    if not may_replace(person, region_code):
        raise Forbidden(
            "network_not_replacer",
            _("只有负责区划 %(region)s 的现场人员、库管和指挥人员可以更换终端。"),
            region=region_code,
        )


def require_editor(person: Any, *region_codes: str) -> None:
    """Raises Forbidden unless the person may change the network in all these regions. None is the system itself."""
    if person is None:
        return
    if not may_edit(person):
        raise Forbidden("network_not_editor", _("只有值班经理和管理员可以修改网点和终端。"))
    for code in region_codes:
        if not sees_region(person, code):
            raise Forbidden(
                "network_not_your_region", _("您不负责区划 %(region)s，不能修改那里的网点和终端。"), region=code
            )
