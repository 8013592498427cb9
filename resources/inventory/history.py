"""The history of reference data, people named."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from resources.network.queries import Change, changes_of
from resources.staff.models import Person

from .models import Depot


def depot_changes(depot: Depot) -> Sequence[Change]:
    """The latest changes of a depot, the newest first. Two queries."""
    changes = changes_of(depot)
    ids = {value for change in changes for field in change.fields if _of_person(field) for value in field[1:] if value}
    names = {person.pk: str(person) for person in Person.objects.filter(pk__in=ids)}
    return [replace(change, fields=[_named(field, names) for field in change.fields]) for change in changes]


def _of_person(field: tuple[str, Any, Any]) -> bool:
    return field[0] in {str(Depot._meta.get_field(name).verbose_name) for name in ("keeper", "deputy")}  # type: ignore[union-attr]


def _named(field: tuple[str, Any, Any], names: dict[int, str]) -> tuple[str, Any, Any]:
    label, before, after = field
    return (label, names.get(before), names.get(after)) if _of_person(field) else field
