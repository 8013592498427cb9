"""Part types and depots in the search over everything. There are hundreds of each at most: their names are read here."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.searching import Hit, Names, Query, Source, register, tier
from resources.network.pinyin import sounds

from .access import depots_for, may_see_inventory
from .models import PartType


def find_parts(person: Any, query: Query) -> Iterable[Hit]:
    rows = PartType.objects.filter(is_active=True) if may_see_inventory(person) else PartType.objects.none()
    for code, name, supplier in rows.values_list("code", "name", "supplier"):
        found = tier(query, Names((code,), (name, supplier), *sounds(name)))
        if found is not None:
            yield Hit(name, reverse("inventory:part", args=[code]), found, code)


def find_depots(person: Any, query: Query) -> Iterable[Hit]:
    for code, name, address in depots_for(person).values_list("code", "name", "address"):
        found = tier(query, Names((code,), (name, address), *sounds(name)))
        if found is not None:
            detail = " · ".join(part for part in (code, address) if part)
            yield Hit(name, reverse("inventory:depot", args=[code]), found, detail)


def _list(name: str) -> Any:
    def all_href(person: Any, query: Query) -> str:
        return f"{reverse(name)}?{urlencode({'q': query.text})}" if may_see_inventory(person) else ""

    return all_href


register(Source("parts", _("备件"), "cube", 50, find_parts, _list("inventory:parts")))
register(Source("depots", _("备件库"), "building-storefront", 60, find_depots, _list("inventory:depots")))
