"""The kinds of import by name. Each slice registers its own at the start; pages show them in order of ImportKind."""

from resources.network.choices import ImportKind
from resources.staff.models import Person

from .kinds import Kind

_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Make a kind known; one of the same name is replaced."""
    _kinds[str(kind.kind)] = kind
    return kind


def forget(kind: str) -> None:
    _kinds.pop(kind, None)


def kind_of(name: str) -> Kind:
    """Raises LookupError for a kind that nobody registered."""
    return _kinds[name]


def all_kinds() -> list[Kind]:
    order = list(ImportKind.values)
    return sorted(_kinds.values(), key=lambda one: order.index(one.kind) if one.kind in order else len(order))


def kinds_for(person: Person) -> list[Kind]:
    """What a person may import."""
    return [kind for kind in all_kinds() if kind.may_import(person)]
