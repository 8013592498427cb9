"""Pure decisions of watching: what a report says about its terminal."""

from collections.abc import Mapping
from typing import Any

from resources.network.choices import ComponentKind

from .choices import ComponentState, Condition, Device, NetworkState, RequiredAction

#: what the device says of itself
_BY_DEVICE: Mapping[str, Condition] = {
    Device.ONLINE: Condition.IN_SERVICE,
    Device.DEVICE_BUSY: Condition.IN_SERVICE,
    Device.USER_ERROR: Condition.DEGRADED,
    Device.POTENTIAL_FRAUD: Condition.DEGRADED,
    Device.STARTING: Condition.OUT_OF_SERVICE,
    Device.HARDWARE_ERROR: Condition.OUT_OF_SERVICE,
    Device.FRAUD_ATTEMPT: Condition.OUT_OF_SERVICE,
    Device.NO_DEVICE: Condition.OUT_OF_SERVICE,
    Device.OFFLINE: Condition.OFFLINE,
    Device.POWER_OFF: Condition.OFFLINE,
}
#: nobody can pay without these, whatever else works
ESSENTIAL = frozenset(
    {
        ComponentKind.MAINBOARD,
        ComponentKind.POWER,
        ComponentKind.TOUCH_SCREEN,
        ComponentKind.NETWORK,
        ComponentKind.SERVICE,
        ComponentKind.CONFIGURATION,
    }
)
#: what site staff can put right themselves; every other fault needs an engineer
_CLEARED_ON_SITE = frozenset(
    {"CARD_JAM", "CASH_JAM", "COIN_JAM", "BOX_HIGH", "BOX_FULL", "PAPER_LOW", "PAPER_OUT", "PRT_JAM", "DOOR_OPEN"}
)
_BROKEN = frozenset({ComponentState.FAILED, ComponentState.MISSING, ComponentState.TAMPERED})
#: the further right, the worse; unknown outranks what merely limps, because it may be anything
_WORSE = (
    Condition.IN_SERVICE,
    Condition.DEGRADED,
    Condition.UNKNOWN,
    Condition.OUT_OF_SERVICE,
    Condition.OFFLINE,
)


def condition_of(device: str, components: Mapping[str, Mapping[str, Any]], network_state: str) -> Condition:
    """The terminal's condition by its newest report: the worst that the device, the line and the components say.

    `components` are those that are not ok, by name, each with its `state`; a word that is not known counts as unknown.
    """
    found = _BY_DEVICE.get(device, Condition.UNKNOWN)
    if not components and network_state == NetworkState.OK:
        return found
    said = [found, _of_network(network_state), *(_of_component(n, str(c.get("state"))) for n, c in components.items())]
    return max(said, key=_WORSE.index)


def _of_network(state: str) -> Condition:
    by_state = {NetworkState.OK: Condition.IN_SERVICE, NetworkState.DEGRADED: Condition.DEGRADED}
    return by_state.get(NetworkState(state), Condition.OFFLINE) if state in NetworkState.values else Condition.UNKNOWN


def _of_component(name: str, state: str) -> Condition:
    if state == ComponentState.OK:
        return Condition.IN_SERVICE
    if state == ComponentState.DEGRADED or (state in _BROKEN and name not in ESSENTIAL):
        return Condition.DEGRADED
    if state in _BROKEN:
        return Condition.OUT_OF_SERVICE
    return Condition.UNKNOWN if name in ESSENTIAL else Condition.DEGRADED


def required_action(said: str | None, code: str | None) -> str:
    """What a fault asks for: what the terminal says, else what its code usually takes; empty without either."""
    if said:
        return said
    if not code:
        return ""
    return RequiredAction.CLEAR if code in _CLEARED_ON_SITE else RequiredAction.MAINTENANCE
