"""What requests name by codes. What the caller does not see is unknown."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request

from emergency_ops.lib.errors import Invalid
from resources.inventory.access import depots_for
from resources.inventory.models import Depot, PartType
from resources.network.access import sites_for
from resources.network.models import Site

KEY_HELP = "names this request: its repeats change nothing and get the same answer"


def read(request: Request, shape: type[serializers.Serializer[Any]]) -> dict[str, Any]:
    """The body in this shape. Raises ValidationError."""
    data = shape(data=request.data)
    data.is_valid(raise_exception=True)
    return dict(data.validated_data)


def depot_named(person: Any, code: str) -> Depot:
    """Raises Invalid for one that is unknown."""
    found = depots_for(person).select_related("keeper", "deputy").filter(code=code).first()
    if found is None:
        raise Invalid("depot_unknown", _("没有编号为 %(depot)s 的备件库。"), depot=code)
    return found


def site_named(person: Any, code: str) -> Site:
    """Raises Invalid for one that is unknown."""
    found = sites_for(person).filter(code=code).first()
    if found is None:
        raise Invalid("site_unknown", _("没有编号为 %(site)s 的网点。"), site=code)
    return found


def parts_named(codes: Iterable[str]) -> dict[str, PartType]:
    """By code, in one query. Raises Invalid for the first that is unknown."""
    codes = list(codes)
    found = {part.code: part for part in PartType.objects.filter(code__in=codes)}
    unknown = [code for code in codes if code not in found]
    if unknown:
        raise Invalid("part_unknown", _("没有编号为 %(part)s 的备件。"), part=unknown[0])
    return found
