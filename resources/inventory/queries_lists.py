"""Versions of the list of technical equipment."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from .access import may_see_inventory
from .models import EquipmentListVersion


def versions_for(person: Any) -> QuerySet[EquipmentListVersion]:
    """All versions without what they say, for whoever has a role: what each says of other regions is left out later."""
    rows = EquipmentListVersion.objects.select_related("created_by").defer("content")
    return rows if may_see_inventory(person) else rows.none()


def version_or_404(person: Any, number: int) -> EquipmentListVersion:
    found = versions_for(person).defer(None).filter(number=number).first()
    if found is None:
        raise Http404(str(number))
    return found


def version_before(version: EquipmentListVersion) -> EquipmentListVersion | None:
    return EquipmentListVersion.objects.filter(number__lt=version.number).order_by("-number").first()
