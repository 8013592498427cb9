"""Whom a task may be given to, one after the other: who was named for it, the people of its post, then those who lead."""

from collections.abc import Iterable
from datetime import datetime

from incidents.response import posts
from incidents.response.models import Incident
from resources.staff.models import Person
from resources.staff.queries import Incumbent

from .rules import Seat


class Lines:
    """The lines of some functions for an incident at an instant. A fixed number of queries, however many functions."""

    def __init__(self, incident: Incident, functions: Iterable[str], now: datetime) -> None:
        self._people: dict[int, Person] = {}
        self._seats: dict[str, list[Seat]] = {}
        named = posts.named(incident.pk)
        for function, line in posts.lines(incident, functions, now).items():
            seats = [self._seat(function, one) for one in line]
            if function in named:
                self._people[named[function].pk] = named[function]
                seats.insert(0, Seat(named[function].pk, "", named=True))
            self._seats[function] = seats

    def _seat(self, function: str, one: Incumbent) -> Seat:
        self._people[one.person.pk] = one.person
        if one.post is None or one.post.function != function:
            return Seat(one.person.pk, "")
        if one.acting_for is not None:
            self._people[one.acting_for.pk] = one.acting_for
        return Seat(one.person.pk, one.role, one.acting_for.pk if one.acting_for else None)

    def of(self, function: str) -> list[Seat]:
        return self._seats[function]

    def is_vacant(self, function: str) -> bool:
        """Whether nobody was named and nobody acts for the post, so that its tasks go to the lead."""
        return not any(seat.named or seat.role for seat in self._seats[function])

    def person(self, pk: int | None) -> Person | None:
        return self._people.get(pk) if pk is not None else None
