"""How far a need has come, told from what is promised, sent and there. Pure, in pieces."""

from dataclasses import dataclass

from resources.inventory.choices import NeedState


@dataclass(frozen=True, slots=True)
class Coverage:
    """reserved: promised and still in the depots. travelling: on its way. arrived: there."""

    reserved: int = 0
    travelling: int = 0
    arrived: int = 0

    @property
    def promised(self) -> int:
        return self.reserved + self.travelling + self.arrived

    def missing(self, quantity: int) -> int:
        """Pieces for which there is no source yet."""
        return max(0, quantity - self.promised)


def state_of(state: str, quantity: int, covered: Coverage) -> NeedState:
    """A cancelled need stays cancelled, whatever arrives later."""
    if state == NeedState.CANCELLED:
        return NeedState.CANCELLED
    if covered.arrived >= quantity:
        return NeedState.MET
    if covered.missing(quantity):
        return NeedState.OPEN
    return NeedState.SENT if covered.travelling + covered.arrived >= quantity else NeedState.RESERVED
