"""What is different between two lists of technical equipment. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

Row = Mapping[str, Any]
#: what makes a row of a section the same one in another list
KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "equipment": ("code",),
    "standby": ("code",),
    "terminals": ("region", "model", "software_version"),
    "parts": ("code",),
    "depots": ("code",),
}
#: a field that is a mapping is compared entry by entry; its changes are named "depots.<entry>"
SEPARATOR: Final = "."


@dataclass(frozen=True)
class FieldChange:
    """name: of the field, or field.entry; None: the entry is not there."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Changed:
    """A row that both lists have, as it is in the new one."""

    row: Row
    fields: Sequence[FieldChange]


@dataclass(frozen=True)
class Difference:
    """What became of a section."""

    added: Sequence[Row]
    removed: Sequence[Row]
    changed: Sequence[Changed]

    @property
    def count(self) -> int:
        return len(self.added) + len(self.removed) + len(self.changed)


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Difference]:
    """Section by section what was added, removed and changed from one list to another."""
    return {section: _difference(old.get(section, ()), new.get(section, ()), keys) for section, keys in KEYS.items()}


def _difference(old: Sequence[Row], new: Sequence[Row], keys: tuple[str, ...]) -> Difference:
    before = {tuple(row[key] for key in keys): row for row in old}
    after = {tuple(row[key] for key in keys): row for row in new}
    both = [(before[key], row) for key, row in after.items() if key in before and before[key] != row]
    changed = [Changed(now, list(_fields(then, now))) for then, now in both]
    return Difference(
        added=[row for key, row in after.items() if key not in before],
        removed=[row for key, row in before.items() if key not in after],
        changed=[one for one in changed if one.fields],
    )


def _fields(before: Row, after: Row) -> Iterator[FieldChange]:
    for name in [*after, *(name for name in before if name not in after)]:
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if isinstance(old, Mapping) or isinstance(new, Mapping):
            yield from _entries(name, old or {}, new or {})
        else:
            yield FieldChange(name, old, new)


def _entries(name: str, before: Row, after: Row) -> Iterator[FieldChange]:
    for entry in sorted({*before, *after}):
        if before.get(entry) != after.get(entry):
            yield FieldChange(f"{name}{SEPARATOR}{entry}", before.get(entry), after.get(entry))
