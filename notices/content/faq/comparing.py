"""What one version says otherwise than another, field by field, in words."""

from collections.abc import Sequence
from typing import Any, Final

from incidents.response.plans.comparing import Change, changes

from .models import FaqVersion
from .words import NAMES

_WITH_CHOICES: Final = ("topic", "category", "audience")


def compare(before: FaqVersion | None, after: FaqVersion) -> Sequence[Change]:
    """Without a version before, everything in it is new."""
    return changes(_said(before) if before else {}, _said(after))


def _said(version: FaqVersion) -> dict[str, str]:
    return {_label(name): _value(version, name) for name in NAMES}


def _label(name: str) -> str:
    """Of a field of FaqVersion."""
    field: Any = FaqVersion._meta.get_field(name)
    return str(field.verbose_name)


def _value(version: FaqVersion, name: str) -> str:
    if name in _WITH_CHOICES:
        return str(getattr(version, f"get_{name}_display")())
    return str(getattr(version, name))
