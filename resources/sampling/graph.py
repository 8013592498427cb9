"""What of a sample may go: rows that something else was built on stay, and so does what these cannot be without. Plain values."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

#: (table, primary key)
Node = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class Edge:
    """A row of the sample that refers to another of it. owned: it is a part of the other and never without it."""

    source: Node
    target: Node
    owned: bool


def kept(edges: Iterable[Edge], built_on: Iterable[Node], loose: Iterable[str]) -> set[Node]:
    """The rows that stay because others were built on them.

    A row that stays keeps what it refers to. It also keeps what refers to it, but of a `loose` table (people, regions: named
    all over the house) only its own parts.
    """
    upwards: defaultdict[Node, list[Node]] = defaultdict(list)
    downwards: defaultdict[Node, list[Node]] = defaultdict(list)
    named = set(loose)
    for edge in edges:
        upwards[edge.source].append(edge.target)
        if edge.owned or edge.target[0] not in named:
            downwards[edge.target].append(edge.source)
    found: set[Node] = set()
    waiting = list(built_on)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += upwards[node]
            waiting += downwards[node]
    return found
