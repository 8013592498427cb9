"""Where a message holds. Pure.

One area a region that has sites of the notice: its name, its code, and a circle round each site. Circles stand there only when
every site of the region has a point and the notice is about few sites: a part of the circles would say that the rest is not
concerned, and a hull round them would say that all between them is. Points are taken for WGS 84.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from notices.content.told import SiteTold, Told
from resources.network.regions import WHOLE_COUNTRY

from .alert import Area

#: km round a site
RADIUS: Final = 0.3
MOST_CIRCLES: Final = 50
MOST_NAMES: Final = 5


@dataclass(frozen=True, slots=True)
class Ground:
    """What a notice does not tell: names of regions by code, points (latitude, longitude) by site code, the payment method."""

    regions: Mapping[str, str] = field(default_factory=dict)
    points: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    payment_method: str = ""


def areas(told: Told, ground: Ground, language: str) -> list[Area]:
    """Never empty: a notice without sites holds in its region, or everywhere."""
    if not told.sites:
        return [_whole(told, language)]
    by_region: dict[str, list[SiteTold]] = {}
    for site in sorted(told.sites, key=lambda site: (site.region_code, site.code)):
        by_region.setdefault(site.region_code, []).append(site)
    few = len(told.sites) <= MOST_CIRCLES
    return [
        Area(
            description=_described(ground.regions.get(code, code), sites, language),
            circles=_circles(sites, ground.points) if few else (),
            geocodes=_geocodes(code),
        )
        for code, sites in by_region.items()
    ]


def _whole(told: Told, language: str) -> Area:
    name = told.region or ("全国" if language == "zh-hans" else "Nationwide")
    return Area(description=name, geocodes=_geocodes(told.region_code))


def _geocodes(code: str) -> tuple[str, ...]:
    """The standard has no code for the whole country."""
    return (code,) if code and code != WHOLE_COUNTRY else ()


def _circles(sites: Sequence[SiteTold], points: Mapping[str, tuple[float, float]]) -> list[tuple[float, float, float]]:
    found = [points[site.code] for site in sites if site.code in points]
    if len(found) < len(sites) or not all(_is_on_earth(*point) for point in found):
        return []
    return [(latitude, longitude, RADIUS) for latitude, longitude in found]


def _is_on_earth(latitude: float, longitude: float) -> bool:
    return -90 <= latitude <= 90 and -180 <= longitude <= 180


def _described(region: str, sites: Sequence[SiteTold], language: str) -> str:
    names = [site.name for site in sites[:MOST_NAMES]]
    more = len(sites) - len(names)
    if language == "zh-hans":
        return f"{region}：{'、'.join(names)}" + (f"等{len(sites)}个网点" if more else "")
    return f"{region}: {', '.join(names)}" + (
        f" and {more} more sites" if more > 1 else " and 1 more site" if more else ""
    )
