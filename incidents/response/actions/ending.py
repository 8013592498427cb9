"""What rooms do in the same transaction when an incident is over. Each registers its own at the start."""

from collections.abc import Callable

from .moving import Move

#: is given the locked incident, which is closed or was a false alarm
Ender = Callable[[Move], None]

_enders: list[Ender] = []


def on_end(ender: Ender) -> None:
    """Call the ender when an incident ends."""
    if ender not in _enders:
        _enders.append(ender)


def ended(move: Move) -> None:
    for ender in _enders:
        ender(move)
