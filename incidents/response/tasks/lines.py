"""Whom a task may be given to, one after the other: the people of its post, then those who lead."""

from collections.abc import Iterable
from datetime import datetime

from incidents.response import posts
from incidents.response.models import Incident
from resources.staff.models import Person

from .rules import Seat


class Lines:
    """The lines of some functions for an incident at an instant. A fixed number of queries, however many functions."""

    def __init__(self, incident: Incident, functions: Iterable[str], now: datetime) -> None:
        self._people: dict[int, Person] = {}
        self._seats: dict[str, list[Seat]] = {}
        self._vacant: set[str] = set()
        for function, line in posts.lines(incident, functions, now).items():
            self._seats[function] = []
            if not any(one.post is not None and one.post.function == function for one in line):
                self._vacant.add(function)
            for one in line:
                of_post = one.post is not None and one.post.function == function
                away_for = one.acting_for.pk if one.acting_for and of_post else None
                self._people[one.person.pk] = one.person
                if one.acting_for is not None:
                    self._people[one.acting_for.pk] = one.acting_for
                self._seats[function].append(Seat(one.person.pk, one.role if of_post else "", away_for))

    def of(self, function: str) -> list[Seat]:
        return self._seats[function]

    def is_vacant(self, function: str) -> bool:
        """Whether nobody answers for the function's post, so that its tasks go to the lead."""
        return function in self._vacant

    def person(self, pk: int | None) -> Person | None:
        return self._people.get(pk) if pk is not None else None
