"""Names of administrative divisions (GB/T 2260) that come with the system: all provinces and prefectures, many districts."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from .regions import parents

_FILE = Path(__file__).with_name("divisions.txt")


@cache
def names() -> dict[str, str]:
    """Name by code: {"310101": "黄浦区", …}."""
    lines = _FILE.read_text("utf-8").splitlines()
    return dict(pair for line in lines if line and not line.startswith("#") for pair in _names(line))


def name_of(code: str) -> str | None:
    return names().get(code)


def with_parents(codes: Iterable[str]) -> dict[str, str]:
    """Name by code of these regions and all above them; a region that is not known is called by its code."""
    every = {one for code in codes for one in (code, *parents(code))}
    return {code: name_of(code) or code for code in sorted(every)}


def _names(line: str) -> Iterator[tuple[str, str]]:
    head, *below = line.split("|")
    prefix = head.rstrip("".join(set(head) - set("0123456789")))
    if name := head[len(prefix) :]:
        yield f"{prefix:0<6}", name
    for entry in below:
        yield f"{prefix + entry[:2]:0<6}", entry[2:]
