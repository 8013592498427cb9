"""Looks for garbage between two requests, when what a page has made is gone already, and not in the middle of one."""

import gc
from collections.abc import Callable, Iterable, Iterator
from typing import Any

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

#: things made and still there after which they are looked through, and passes after which older ones are looked through too
YOUNG, PASSES = 10_000, 10
#: the same in the middle of a request: only one that makes as much as this, such as a large download, waits for it
WITHIN_A_REQUEST = 200_000


def pass_due(young: int, middle: int, old: int) -> int | None:
    """The generation to look through, by gc.get_count(); None: it is too early."""
    if young < YOUNG:
        return None
    if middle < PASSES:
        return 0
    return 1 if old < PASSES else 2


class CollectBetween:
    """An application behind which garbage is collected once the answer is out."""

    def __init__(self, application: Application) -> None:
        self.application = application
        gc.set_threshold(WITHIN_A_REQUEST, PASSES, PASSES)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        return _Answer(self.application(environ, start_response))


class _Answer:
    def __init__(self, parts: Iterable[bytes]) -> None:
        self.parts = parts

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.parts)

    def close(self) -> None:
        try:
            if hasattr(self.parts, "close"):
                self.parts.close()
        finally:
            self.parts = ()
            generation = pass_due(*gc.get_count())
            if generation is not None:
                gc.collect(generation)
