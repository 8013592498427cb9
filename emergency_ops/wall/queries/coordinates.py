"""Where the places of the map lie: a site where it is, a region in the middle of its sites."""

from collections import defaultdict

from emergency_ops.wall.mercator import Point
from emergency_ops.wall.scope import Prefixes
from resources.network.models import Site

from .network import Network, Place, within


def coordinates(network: Network, prefixes: Prefixes) -> dict[Place, Point]:
    """By place; what has no coordinates is left out. One query."""
    rows = Site.objects.filter(within(prefixes, "region__code"), longitude__isnull=False, latitude__isnull=False)
    points: defaultdict[str, list[Point]] = defaultdict(list)
    for code, region, longitude, latitude in rows.order_by().values_list("code", "region_id", "longitude", "latitude"):
        if longitude is None or latitude is None:
            continue
        for key in (code,) if network.by_site else (region, f"{region[:4]}00"):
            points[key].append((longitude, latitude))
    found = ((place, points.get(place.site or place.region)) for place in network.places)
    return {place: _middle(near) for place, near in found if near}


def _middle(points: list[Point]) -> Point:
    return sum(point[0] for point in points) / len(points), sum(point[1] for point in points) / len(points)
