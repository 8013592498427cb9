"""A squarified treemap (Bruls, Huizing, van Wijk): areas to scale, shapes as square as they can be. Pure, and always the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rect:
    x: float
    y: float
    width: float
    height: float

    @property
    def area(self) -> float:
        return self.width * self.height


@dataclass(frozen=True, slots=True)
class Node:
    """A place of a size, or a group of them; a group's size is what is in it. `key` decides between equals."""

    key: str
    size: float
    children: "tuple[Node, ...]" = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a node lies. depth: 0 for the outermost nodes."""

    node: Node
    rect: Rect
    depth: int


def group(key: str, children: Sequence[Node]) -> Node:
    return Node(key, sum(child.size for child in children), tuple(children))


def layout(nodes: Sequence[Node], rect: Rect) -> list[Placed]:
    """All nodes that have a size, each group right before what is in it."""
    return list(_laid(nodes, rect, 0))


def _laid(nodes: Sequence[Node], rect: Rect, depth: int) -> Iterator[Placed]:
    ordered = sorted((node for node in nodes if node.size > 0), key=lambda node: (-node.size, node.key))
    for node, place in zip(ordered, squarify([node.size for node in ordered], rect), strict=True):
        yield Placed(node, place, depth)
        yield from _laid(node.children, place, depth + 1)


def squarify(sizes: Sequence[float], rect: Rect) -> list[Rect]:
    """A rectangle for each size (positive, falling), in their order; together they fill `rect`."""
    total = sum(sizes)
    scale = rect.area / total if total else 0.0
    areas = [size * scale for size in sizes]
    placed: list[Rect] = []
    left, start = rect, 0
    while start < len(areas):
        end = _row_end(areas, start, min(left.width, left.height))
        row, left = _split(left, areas[start:end], is_last=end == len(areas))
        placed += row
        start = end
    return placed


def _row_end(areas: Sequence[float], start: int, side: float) -> int:
    """Up to where areas make the squarest row along a side."""
    end, worst = start + 1, _worst(areas[start : start + 1], side)
    while end < len(areas):
        following = _worst(areas[start : end + 1], side)
        if following > worst:
            break
        end, worst = end + 1, following
    return end


def _worst(row: Sequence[float], side: float) -> float:
    """The longest side by the shortest in a row of areas (falling)."""
    total = sum(row)
    if not total or not side or not row[-1]:
        return float("inf")
    return max(side**2 * row[0] / total**2, total**2 / (side**2 * row[-1]))


def _split(rect: Rect, row: Sequence[float], *, is_last: bool) -> tuple[list[Rect], Rect]:
    """A row of areas along the shorter side, and what is left of the rectangle."""
    is_tall = rect.width >= rect.height
    side, reach = (rect.height, rect.width) if is_tall else (rect.width, rect.height)
    depth = reach if is_last else min(reach, sum(row) / side) if side else 0.0
    cells: list[Rect] = []
    at, total = 0.0, sum(row)
    for area in row:
        length = side * area / total
        cells.append(Rect(rect.x, rect.y + at, depth, length) if is_tall else Rect(rect.x + at, rect.y, length, depth))
        at += length
    if is_tall:
        return cells, Rect(rect.x + depth, rect.y, rect.width - depth, rect.height)
    return cells, Rect(rect.x, rect.y + depth, rect.width, rect.height - depth)
