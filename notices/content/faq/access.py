"""Who reads, writes and publishes the FAQ. Everybody who logs in reads it; it belongs to no region."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.roles import COORDINATORS, Role, has_role
from incidents.response.hotline.access import may_write, require_writer
from resources.staff.models import Person

from .models import FaqItem, FaqVersion

__all__ = ["item_or_404", "may_publish", "may_write", "require_publisher", "require_writer", "version_or_404"]

PUBLISHERS = frozenset({*COORDINATORS, Role.PUBLISHER})


def may_publish(person: Person) -> bool:
    return has_role(person, *PUBLISHERS)


def require_publisher(person: Person) -> None:
    """Raises Forbidden."""
    if not may_publish(person):
        raise Forbidden("role", _("只有指挥人员和信息发布人员可以发布、退回或撤下常见问题。"))


def item_or_404(pk: int) -> FaqItem:
    rows = FaqItem.objects.select_related("current__saved_by", "in_force__saved_by", "published_by")
    item: FaqItem = get_object_or_404(rows, pk=pk)
    return item


def version_or_404(item: FaqItem, number: int) -> FaqVersion:
    version: FaqVersion = get_object_or_404(item.versions.select_related("saved_by"), number=number)
    return version
