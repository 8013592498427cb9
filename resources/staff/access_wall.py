"""Who makes addresses of the wall, and which of them somebody may see and take back."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.roles import COORDINATORS, Role, has_role
from resources.network.access import sees_region, visible_regions, within
from resources.network.models import Region

from .models import Person, WallLink


def may_link(person: Person) -> bool:
    return has_role(person, *COORDINATORS, Role.ADMINISTRATOR)


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
    """The prefixes of the regions that its maker sees; none where the account is no longer in use."""
    return visible_regions(link.created_by)
