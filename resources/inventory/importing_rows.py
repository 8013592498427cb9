"""What the imports of reference data have in common: which rows are new, which change what, and how that is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _

from resources.importing.kinds import ApplyContext, Change, Outcome, Row, RowError

from .actions.saving import save_many

M = TypeVar("M", bound=Model)
SAMPLE = 10


@dataclass
class Work(Generic[M]):
    """What is to be written, and what cannot be."""

    model: type[M]
    fields: tuple[str, ...]
    new: list[M] = field(default_factory=list)
    changed: list[M] = field(default_factory=list)
    unchanged: int = 0
    errors: list[RowError] = field(default_factory=list)
    sample: list[Change] = field(default_factory=list)

    def add(self, row: Row, code: str, item: M, given: Mapping[str, Any]) -> None:
        """A row that was checked: `item` as it is stored, or a new one, gets what is given."""
        is_new = item.pk is None
        old = {name: getattr(item, name) for name, value in given.items() if getattr(item, name) != value}
        for name in old:
            setattr(item, name, given[name])
        if not (is_new or old):
            self.unchanged += 1
            return
        (self.new if is_new else self.changed).append(item)
        new = given if is_new else {name: given[name] for name in old}
        self.sample.append(Change(row.line, code, None if is_new else _plain(old), _plain(new)))

    def outcome(self, context: ApplyContext) -> Outcome:
        """Writes, unless some row is faulty."""
        if not self.errors:
            reason = _("导入 %(file)s") % {"file": context.file_name[-80:]}
            facts: dict[str, Any] = {"actor": context.actor, "now": context.now, "reason": reason}
            save_many(self.model, self.new, self.changed, self.fields, **facts)
        counts = len(self.new), len(self.changed), self.unchanged
        return Outcome(*counts, errors=self.errors, sample=self.sample[:SAMPLE])


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: "、".join(value) if isinstance(value, list) else value for name, value in values.items()}
