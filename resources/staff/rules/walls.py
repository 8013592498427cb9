"""Whose addresses of the wall answer. Plain values in, plain values out."""

from collections.abc import Collection
from typing import Final

from emergency_ops.lib.roles import COORDINATORS, Role

LINKERS: Final = COORDINATORS | {Role.ADMINISTRATOR}


def is_linker(*, is_active: bool, roles: Collection[Role]) -> bool:
    """Who may make addresses. What they made answers as long as they may: without the role or the account it does not."""
    return is_active and not LINKERS.isdisjoint(roles)
