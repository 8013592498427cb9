"""What an incident leaves behind when the trouble is over: the slices that know of it say what is still to be done, and where."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from resources.staff.models import Person

from .models import Incident


@dataclass(frozen=True, slots=True)
class Leftover:
    """What remains to be done, in a sentence, and the page where it is done."""

    sentence: str
    href: str


#: is given an incident that no longer runs, and who looks at it; reads in a fixed number of queries
Source = Callable[[Incident, Person], Iterable[Leftover]]

_sources: list[Source] = []


def register(source: Source) -> None:
    """Ask the source too."""
    if source not in _sources:
        _sources.append(source)


def leftovers(incident: Incident, person: Person) -> list[Leftover]:
    """Everything that this person is to know of, in the order of the sources."""
    return [found for source in _sources for found in source(incident, person)]
