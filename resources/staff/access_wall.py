"""Who makes addresses of the wall, and which of them somebody may see and take back."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.roles import roles_of
from resources.network.access import sees_region, visible_regions, within
from resources.network.models import Region

from .models import Person, WallLink
from .rules.walls import LINKERS, is_linker


def may_link(person: Person) -> bool:
    return is_linker(is_active=person.is_active, roles=roles_of(person))


def require_linker(person: Person, region: Region | None = None) -> None:
    """Raises Forbidden unless the person may make and take back addresses, at all or of this region."""
    if not may_link(person):
        raise Forbidden("wall_not_linker", _("只有总指挥、值班经理和系统管理员可以管理大屏地址。"))
    if region is not None and not sees_region(person, region.code):
        raise Forbidden("wall_not_your_region", _("您不负责这个区域，不能为它生成大屏地址。"))


def wall_links_for(person: Person) -> QuerySet[WallLink]:
    """The addresses of the regions that a person answers for; nobody else's exist for them."""
    rows = WallLink.objects.select_related("region", "created_by", "revoked_by")
    return within(rows, person) if may_link(person) else rows.none()


def wall_link_or_404(person: Person, pk: int) -> WallLink:
    return get_object_or_404(wall_links_for(person), pk=pk)


def shown_by(link: WallLink) -> list[str]:
    """The prefixes of the regions that its maker sees; none where the maker may not make addresses any more."""
    return visible_regions(link.created_by) if may_link(link.created_by) else []


def makers_in_office(links: Iterable[WallLink]) -> set[int]:
    """Which of their makers still may, so that the addresses answer. One query."""
    makers = Person.objects.filter(pk__in={link.created_by_id for link in links}, is_active=True)
    return set(makers.filter(Q(is_superuser=True) | Q(groups__name__in=LINKERS)).values_list("pk", flat=True))
