"""What the machine wrote about rows of a sample since it was loaded: goes with them. Which tables these are, the root says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from django.apps import apps
from django.db.models import F, Q

from .recording import Rows
from .references import histories, model_of, references


@dataclass(frozen=True)
class Traces:
    """follows: by model label, the foreign keys by which a row follows one of the sample, as long as the people, places and
    things that it names are all of the sample. dropped: rows by the thousand that nothing refers to, by the foreign key that
    they go with. finders: rows that follow otherwise. emptied: `model.field` that becomes empty. loose: tables named all over
    the house. quiet: tables of which rows stay without a word when others use them too.
    """

    follows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dropped: Mapping[str, str] = field(default_factory=dict)
    finders: tuple[Callable[[Rows], Rows], ...] = ()
    emptied: frozenset[str] = frozenset()
    loose: frozenset[str] = frozenset()
    quiet: frozenset[str] = frozenset()
    #: tables whose rows decide whether another row is of the sample only
    named: frozenset[str] = frozenset()
    #: names of fields that say who did something to a row, not what the row is about
    incidental: frozenset[str] = frozenset()
    #: labels of models whose references do not count
    unseen: frozenset[str] = frozenset()

    @property
    def left_out(self) -> frozenset[str]:
        """What does not count as something that was built on the sample."""
        return self.emptied | frozenset(self.dropped) | self.unseen


def with_traces(recorded: Rows, traces: Traces) -> Rows:
    """The recorded rows and all that follows them."""
    world = {table: set(keys) for table, keys in recorded.items()}
    while _grow(world, traces):
        pass
    return world


def _grow(world: Rows, traces: Traces) -> bool:
    before = sum(map(len, world.values()))
    finders: list[Callable[[Rows], Rows]] = [histories, *traces.finders, partial(_following, traces=traces)]
    for find in finders:
        for table, keys in find(world).items():
            if keys:
                world.setdefault(table, set()).update(keys)
    return sum(map(len, world.values())) > before


def _following(world: Rows, traces: Traces) -> Rows:
    found: Rows = {}
    for label, names in traces.follows.items():
        table = _table(label)
        mine = [one for one in references() if one.model._meta.label == label]
        wanted = Q()
        for one in mine:
            if one.field.name in names and one.target in world:
                wanted |= Q(**{f"{one.field.name}__in": world[one.target]})
        if not wanted:
            continue
        telling = [one for one in mine if one.target in traces.named and one.field.name not in traces.incidental]
        rows = model_of(table)._base_manager.filter(wanted).order_by()
        for pk, *values in rows.values_list("pk", *[F(one.field.attname) for one in telling]):
            pairs = zip(telling, values, strict=True)
            if all(value is None or value in world.get(one.target, ()) for one, value in pairs):
                found.setdefault(table, set()).add(pk)
    return found


def _table(label: str) -> str:
    return str(apps.get_model(label)._meta.db_table)
