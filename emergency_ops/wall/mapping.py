"""The map as it is drawn: tiles, outlines of regions, labels where there is room. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from resources.network.regions import Level, level

from .queries.network import Network, Place
from .states import Counts, TileState, state_of
from .treemap import Node, Placed, Rect, group, layout

FRAME = Rect(0, 0, 1180, 544)
#: from a tile's edge to the middle of the border of one with an incident
MARK = 3.0
#: a label takes at most this share of what it names
MOST_OF_A_PLACE = 0.25
TEXT, PADDING, LINE = 26.0, 8.0, 36.0
#: rows of the table that says the same in words; with more places those that work are left out
MOST_ROWS = 60
_ENDINGS = re.compile(r"(特别行政区|(维吾尔|壮族|回族)?自治区|省|市)$")


@dataclass(frozen=True, slots=True)
class Label:
    text: str
    box: Rect

    @property
    def x(self) -> float:
        return round(self.box.x + PADDING, 1)

    @property
    def y(self) -> float:
        return round(self.box.y + LINE * 0.74, 1)


@dataclass(frozen=True, slots=True)
class Tile:
    rect: Rect
    state: TileState
    place: Place

    @property
    def is_marked(self) -> bool:
        return self.place.incident or self.place.drill


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: a region, or a place of its own."""

    name: str
    counts: Counts
    state: TileState
    incident: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """marked: tiles with open incidents, drawn inside their borders. outlines: (rectangle, depth). legend: states, the worst first."""

    tiles: tuple[Tile, ...]
    marked: tuple[Tile, ...]
    outlines: tuple[tuple[Rect, int], ...]
    labels: tuple[Label, ...]
    legend: tuple[TileState, ...]
    rows: tuple[Row, ...]
    counts: Counts
    by_site: bool

    @property
    def shapes(self) -> int:
        return len(self.tiles) + len(self.marked) + len(self.outlines) + len(self.labels)


def draw(network: Network, frame: Rect = FRAME) -> Picture:
    places = {_key(place): place for place in network.places}
    nodes = tree(network.places, Level.DISTRICT if network.by_site else _level_above(network.places))
    placed = layout(nodes, frame)
    tiles = [_tile(one, places[one.node.key]) for one in placed if one.node.key in places]
    groups = [one for one in placed if one.node.key not in places]
    states = {tile.state for tile in tiles}
    return Picture(
        tuple(tile for tile in tiles if not tile.is_marked),
        tuple(replace(tile, rect=_inset(tile.rect)) for tile in tiles if tile.is_marked),
        tuple((_rounded(one.rect), min(one.depth, 2)) for one in sorted(groups, key=lambda one: -one.depth)),
        tuple(_labels(groups, [one for one in placed if one.node.key in places], places, network.names)),
        tuple(state for state in TileState if state in states),
        tuple(_rows(nodes, places, network.names)),
        network.counts,
        network.by_site,
    )


def tree(places: Iterable[Place], deepest: Level) -> list[Node]:
    """Places within districts, cities and provinces down to a level; a level with one region only is left out."""
    return _nested([(place.region, Node(_key(place), place.counts.total)) for place in places], 2, int(deepest) * 2)


def _nested(items: Sequence[tuple[str, Node]], digits: int, deepest: int) -> list[Node]:
    if digits > deepest:
        return [node for _code, node in items]
    groups: dict[str, list[tuple[str, Node]]] = {}
    for item in items:
        groups.setdefault(item[0][:digits], []).append(item)
    if len(groups) == 1:
        return _nested(items, digits + 2, deepest)
    return [_grouped(prefix, _nested(inside, digits + 2, deepest)) for prefix, inside in groups.items()]


def _grouped(prefix: str, nodes: Sequence[Node]) -> Node:
    """A region with one place in it is that place."""
    return nodes[0] if len(nodes) == 1 else group(f"region:{prefix:0<6}", nodes)


def short_name(name: str) -> str:
    """上海 for 上海市, 广西 for 广西壮族自治区; districts keep their names."""
    return _ENDINGS.sub("", name) or name


def _key(place: Place) -> str:
    return f"site:{place.site}" if place.site else f"place:{place.region}"


def _level_above(places: Sequence[Place]) -> Level:
    """The level of the groups of places that are regions themselves."""
    deepest = max((level(place.region) for place in places), default=Level.COUNTRY)
    return Level(max(0, deepest - 1))


def _tile(placed: Placed, place: Place) -> Tile:
    return Tile(_rounded(placed.rect), state_of(place.counts), place)


def _inset(rect: Rect) -> Rect:
    """Where a thick border lies inside a rectangle."""
    by = min(MARK, rect.width / 3, rect.height / 3)
    return _rounded(Rect(rect.x + by, rect.y + by, rect.width - 2 * by, rect.height - 2 * by))


def _rounded(rect: Rect) -> Rect:
    return Rect(round(rect.x, 1), round(rect.y, 1), round(rect.width, 1), round(rect.height, 1))


def _labels(
    groups: Sequence[Placed], leaves: Sequence[Placed], places: Mapping[str, Place], names: Mapping[str, str]
) -> list[Label]:
    """Names where there is room and nothing else is written, those of the widest regions first."""
    found: list[Label] = []
    for one in [*sorted(groups, key=lambda one: one.depth), *leaves]:
        place = places.get(one.node.key)
        name = place.name if place else names.get(one.node.key.removeprefix("region:"), "")
        box = Rect(round(one.rect.x, 1), round(one.rect.y, 1), label_width(short := short_name(name)), LINE)
        has_room = box.width <= one.rect.width and one.rect.height >= LINE
        has_room = has_room and box.area <= MOST_OF_A_PLACE * one.rect.area
        if short and has_room and not any(touch(box, other.box) for other in found):
            found.append(Label(short, box))
    return found


def label_width(text: str) -> float:
    return sum(TEXT if ord(sign) > 0x2E7F else TEXT * 0.6 for sign in text) + 2 * PADDING


def touch(one: Rect, other: Rect) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def _rows(nodes: Sequence[Node], places: Mapping[str, Place], names: Mapping[str, str]) -> list[Row]:
    rows = [_row(node, places, names) for node in nodes]
    if len(rows) > MOST_ROWS:
        rows = [row for row in rows if row.state != TileState.WORKING or row.incident]
    return rows[:MOST_ROWS]


def _row(node: Node, places: Mapping[str, Place], names: Mapping[str, str]) -> Row:
    within = list(_places(node, places))
    counts = sum((place.counts for place in within), Counts())
    name = places[node.key].name if node.key in places else names.get(node.key.removeprefix("region:"), "")
    return Row(name, counts, state_of(counts), any(place.incident for place in within))


def _places(node: Node, places: Mapping[str, Place]) -> Iterable[Place]:
    if node.key in places:
        yield places[node.key]
    for child in node.children:
        yield from _places(child, places)
