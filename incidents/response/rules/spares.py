"""Which spare part a broken component asks for. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from incidents.monitoring.choices import ComponentState, RequiredAction
from incidents.monitoring.rules import required_action

#: states of a component that only another one mends
REPLACED = frozenset({ComponentState.FAILED, ComponentState.MISSING, ComponentState.TAMPERED})


@dataclass(frozen=True, slots=True)
class Fit:
    """A part, and the terminal models that it fits; none named: it fits all."""

    row: Any
    models: tuple[str, ...]


def broken(components: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """The kinds of components that are broken and that site staff cannot put right; `components` as a report has them."""
    for kind, said in components.items():
        action = required_action(said.get("required_action"), said.get("fault_code"))
        if said.get("state") in REPLACED and action != RequiredAction.CLEAR:
            yield kind


def part_for(parts: Sequence[Fit], model: str) -> Fit | None:
    """The first that names the model, else the first that fits all."""
    named = next((part for part in parts if model in part.models), None)
    return named or next((part for part in parts if not part.models), None)
