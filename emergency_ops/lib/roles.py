"""The roles of DESIGN.md. A role is a Django group of this name; what each may do is asked by name, never by group."""

from enum import StrEnum
from typing import Any


class Role(StrEnum):
    COMMANDER = "commander"
    MANAGER = "manager"
    FIELD_STAFF = "field_staff"
    STOREKEEPER = "storekeeper"
    PUBLISHER = "publisher"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


#: everybody who takes part in an emergency; auditors only read
OPERATORS = frozenset({Role.COMMANDER, Role.MANAGER, Role.FIELD_STAFF, Role.PUBLISHER})
COORDINATORS = frozenset({Role.COMMANDER, Role.MANAGER})
#: those who bring sites, terminals and people in from files
IMPORTERS = frozenset({Role.MANAGER, Role.ADMINISTRATOR})


def roles_of(person: Any) -> frozenset[Role]:
    """The roles of a person (cached on the instance); none for an anonymous visitor, all for a superuser."""
    if not getattr(person, "is_authenticated", False):
        return frozenset()
    if person.is_superuser:
        return frozenset(Role)
    cached: frozenset[Role] | None = getattr(person, "_roles", None)
    if cached is None:
        known = set(Role)
        cached = frozenset(Role(name) for name in person.groups.values_list("name", flat=True) if name in known)
        person._roles = cached
    return cached


def has_role(person: Any, *wanted: Role) -> bool:
    return not roles_of(person).isdisjoint(wanted)
