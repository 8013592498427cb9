"""What no depot has, by need; and which step a request to the supply chain may take. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Refused
from resources.inventory.choices import SupplyState


class Step(StrEnum):
    ORDER = "order"
    PROMISE = "promise"
    ARRIVE = "arrive"
    CANCEL = "cancel"
    REOPEN = "reopen"


LABELS: Mapping[Step, Promise] = {
    Step.ORDER: _("下单"),
    Step.PROMISE: _("登记到货日期"),
    Step.ARRIVE: _("到货"),
    Step.CANCEL: _("取消"),
    Step.REOPEN: _("重新采购"),
}
_LIVE = frozenset({SupplyState.OPEN, SupplyState.ORDERED, SupplyState.PROMISED})
FROM: Mapping[Step, frozenset[SupplyState]] = {
    Step.ORDER: frozenset({SupplyState.OPEN}),
    Step.PROMISE: _LIVE,
    Step.ARRIVE: frozenset({SupplyState.ORDERED, SupplyState.PROMISED}),
    Step.CANCEL: _LIVE,
    Step.REOPEN: frozenset({SupplyState.ORDERED, SupplyState.PROMISED}),
}
TO: Mapping[Step, SupplyState] = {
    Step.ORDER: SupplyState.ORDERED,
    Step.PROMISE: SupplyState.PROMISED,
    Step.ARRIVE: SupplyState.ARRIVED,
    Step.CANCEL: SupplyState.CANCELLED,
    Step.REOPEN: SupplyState.OPEN,
}


def possible(state: str, step: Step) -> bool:
    return SupplyState(state) in FROM[step]


def after(state: str, step: Step) -> SupplyState:
    """The state after a step. Raises Refused for one that is not possible."""
    if not possible(state, step):
        raise Refused(
            "supply_state",
            _("该项%(state)s，不能登记“%(step)s”。请刷新页面。"),
            state=SupplyState(state).label,
            step=LABELS[step],
        )
    return TO[step]


@dataclass(frozen=True, slots=True)
class Lack:
    """`missing` pieces of an item for a need."""

    need: int
    item: str
    missing: int


def shortfalls(lacks: Iterable[Lack], free: Mapping[str, int]) -> dict[int, int]:
    """What no depot has, by need: free pieces go to the needs in their order. Needs that can be met are not in it."""
    left = dict(free)
    found = {}
    for lack in lacks:
        given = min(lack.missing, left.get(lack.item, 0))
        left[lack.item] = left.get(lack.item, 0) - given
        if lack.missing > given:
            found[lack.need] = lack.missing - given
    return found
