"""Every address that answers GET with a page or a part of one, with what the world has in the place of its arguments."""

import re
from collections.abc import Iterator
from typing import Any, Final

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from .sizes import BASE

INCIDENT: Final = "SJ-2025-000001"
_ONE = str(BASE + 1)
#: what stands for an argument after this beginning of a route; the longest beginning counts
_VALUES: Final = {
    "": {"int:pk": _ONE, "int:number": "1", "str:number": INCIDENT, "str:code": "B00001", "slug:kind": "incident"},
    "a/": {"str:token": ""},
    "attachments/": {"int:pk": ""},
    "e/": {"str:code": ""},
    "v/": {"str:code": "k1"},
    "wall/k/": {"str:secret": ""},
    "styleguide/": {"*": ""},
    "feeds/cap/": {"str:identifier": "cap-1"},
    "faq/": {"slug:slug": ""},
    "network/terminals/": {"str:code": "B00001-01"},
    "network/import/template/": {"*": ""},
    "staff/feeds/": {"str:secret": ""},
    "staff/b/": {"str:token": "BENCH1"},
    "staff/duty/calendar/": {"day:day": "2026-01-01"},
    "staff/duty/shifts/": {"int:pk": str(BASE + 103)},
    "staff/assignments/": {"int:pk": str(BASE + 3)},
    "staff/training/records/": {"int:pk": str(BASE + 4)},
    "inventory/": {"str:depot": "K0001", "str:part": "P0001", "int:number": _ONE, "slug:name": "send"},
    "inventory/depots/": {"str:code": "K0001"},
    "inventory/equipment-of/depot/": {"str:code": "K0001"},
    "inventory/parts/": {"str:code": "P0001"},
    "inventory/movements/new/": {"str:kind": "receipt"},
    "inventory/transfers/": {"str:number": "DB-00000001"},
    "inventory/s/": {"str:token": "T1"},
    "inventory/stocktakes/": {"str:number": "PD-1"},
    "inventory/equipment/": {"str:code": "E00001", "slug:name": "back"},
    "inventory/swap/": {"str:code": "B00001-01"},
    "inventory/swaps-of/": {"str:code": "B00001-01"},
    "inventory/technical-list/": {"int:number": ""},
    "inventory/supply/": {"str:number": "GY-1", "slug:name": "order"},
    "papers/": {"int:pk": ""},
    "patrols/rounds/": {"str:token": "R1"},
    "patrols/terminals/": {"str:code": "B00001-01"},
    "monitoring/terminals/": {"str:code": "B00001-01"},
    "monitoring/rules/": {"int:pk": "1"},
    "monitoring/external/sources/": {"int:pk": _ONE},
    "incidents/of-terminal/": {"str:code": "B00001-01"},
    "incidents/commands/of-terminal/": {"str:code": "B00001-01"},
    "incidents/channels/": {"int:pk": "1"},
    "incidents/webhooks/": {"int:pk": ""},
    "incidents/hotline/scripts/": {"int:pk": "1"},
    "incidents/<str:number>/substitutes/": {"int:substitute": str(BASE + 180)},
    "incidents/<str:number>/substitutes/<int:substitute>/codes/": {
        "int:substitute": str(BASE + 60),
        "str:code": f"c{BASE + 60}001",
    },
    "incidents/<str:number>/substitutes/<int:substitute>/channels/": {"int:substitute": str(BASE + 60)},
    "incidents/<str:number>/substitutes/<int:substitute>/hotline/": {
        "int:substitute": str(BASE + 120),
        "int:pk": str(BASE + 120 * 200 + 1),
    },
    "incidents/<str:number>/substitutes/<int:substitute>/counter/": {
        "int:window": str(BASE + 180 * 3 + 1),
        "str:moment": "out",
        "int:person": _ONE,
        "int:check": "",
        "int:staff": "",
        "int:ticket": "",
    },
    "incidents/<str:number>/": {
        "int:need": str(BASE + 60),
        "int:transfer": "",
        "int:relation": "",
        "int:reservation": "",
    },
    "plans/": {"int:pk": "1"},
    "plans/steps/": {"int:pk": "1"},
    "q/": {"str:token": f"take{BASE + 180}"},
    "q/s/": {"str:token": f"screen{BASE + 180}"},
    "q/t/": {"str:token": f"t{BASE + 180}-150"},
    "messages/about/": {"int:subject_id": _ONE},
    "messages/policies/": {"int:pk": "1"},
    "messages/preferences/": {"slug:channel": "email"},
    "messages/channels/": {"*": ""},
    "notices/": {"str:number": "FB-20251101-00001"},
    "notices/channels/accounts/": {"*": ""},
    "notices/cap/": {"str:identifier": "cap-1", "str:number": "FB-20251101-00001"},
    "notices/screens/terminals/": {"str:code": "B00001-01"},
    "notices/faq/": {"int:pk": "1"},
    "notices/templates/": {"int:pk": "1"},
    "notices/templates/words/": {"int:pk": "1"},
    "notices/walls/incident/": {"str:number": INCIDENT},
    "notices/incident/": {"str:number": INCIDENT},
    "notices/of/": {"str:number": INCIDENT},
    "notices/walls/sites/": {"str:code": "B00002"},
    "status/": {
        "str:code": "B00001",
        "str:number": "FB-20251101-00001",
        "str:month": "2025-11",
        "path:rest": "",
        "slug:mark": "",
    },
    "status/regions/": {"str:code": "310000"},
    "status/en/regions/": {"str:code": "310000"},
}
_LEFT_OUT = ("api/", "admin/", "accounts/", "i18n/", "healthz", "readyz", "metrics", "sw.js")
_ARGUMENT = re.compile(r"<([^>]+)>")


def addresses() -> list[str]:
    """Every one once, in the order of the routes. Those whose arguments the world has nothing for are left out."""
    found = [_filled(route) for route in _routes(get_resolver())]
    asked = [
        f"{reverse('search:page')}?q=中山",
        f"{reverse('search:options')}?q=hpq",
        "/incidents/?status=closed&q=营业厅",
    ]
    return list(dict.fromkeys([*(one for one in found if one), *asked]))


def _routes(resolver: Any, before: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if route.startswith(_LEFT_OUT):
            continue
        if isinstance(one, URLResolver):
            yield from _routes(one, route)
        elif isinstance(one, URLPattern):
            yield route


def _filled(route: str) -> str:
    """The address, empty where there is no value for an argument."""
    values: dict[str, str] = {}
    for beginning in sorted((one for one in _VALUES if route.startswith(one)), key=len):
        values |= _VALUES[beginning]
    names = _ARGUMENT.findall(route)
    if "*" in values and names:
        return ""
    if not all(values.get(name) for name in names):
        return ""
    return "/" + _ARGUMENT.sub(lambda found: values[found[1]], route)
