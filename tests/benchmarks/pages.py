"""Every page and every part of one in a large world: the time of the server, and that a longer list asks no more queries."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Any
from unittest.mock import patch

from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings

from emergency_ops.lib import clock, listing, paging
from emergency_ops.lib.roles import Role
from emergency_ops.wsgi import application
from resources.network.census import census, take_census
from resources.network.models import Region
from resources.staff.models import Person

from .measure import Measurement
from .world import world
from .world.addresses import addresses
from .world.browsing import Answer, Browser
from .world.sizes import BASE, ENTRIES, INCIDENTS, TERMINALS
from .world.urls import FLOOR

#: milliseconds
LIMIT, FRAME = 100, 25
FAILED = 500
FEW, MANY = 10, 100
ROUNDS = 3
COUNTED = timedelta(seconds=5)
SLOWEST = 15


@dataclass(frozen=True)
class Visit:
    """One page as one person gets it. wall, cpu: milliseconds, medians; few, many: queries with so many rows a list."""

    who: str
    path: str
    wall: float
    cpu: float
    few: int
    many: int
    size: int


def run() -> list[Measurement]:
    logging.disable(logging.WARNING)  # many addresses take no GET, and say so
    try:
        with world(), override_settings(ROOT_URLCONF="tests.benchmarks.world.urls"):
            return measured([floor(), *visits()])
    finally:
        logging.disable(logging.NOTSET)


def floor() -> Visit:
    """A page with nothing on it, for whoever sees all."""
    who, person = next(iter(people().items()))
    browser = Browser(application, person)
    browser.get(FLOOR)
    return _told(who, FLOOR, (0, 0), [browser.get(FLOOR) for _ in range(4 * ROUNDS)])


def visits(only: str = "", rounds: int = ROUNDS) -> list[Visit]:
    """Pages whose address contains `only`. Each round visits all of them, so that a slow moment of the machine is one in three."""
    found = []
    for who, person in people().items():
        browser = Browser(application, person)
        pages = [path for path in addresses() if only in path and _is_page(browser, path)]
        asked = {path: tuple(queries(browser, path, size) for size in (FEW, MANY)) for path in pages}
        answers = [{path: _visited(browser, path) for path in pages} for _ in range(rounds)]
        found += [_told(who, path, asked[path], [answer[path] for answer in answers]) for path in pages]
    return found


def _visited(browser: Browser, path: str) -> Answer:
    """As where the system runs and the beat has the terminals counted: if that is due, it is done before the visit."""
    if census(clock.now()).at < clock.now() - COUNTED:
        take_census(clock.now())
    return browser.get(path)


def _is_page(browser: Browser, path: str) -> bool:
    """Whether the person gets a page there; an address that fails is told, for nobody measures it."""
    answer = browser.get(path)
    if answer.status >= FAILED:
        print(f"{answer.status} {path}")  # noqa: T201
    return answer.is_page


def _told(who: str, path: str, asked: tuple[int, ...], answers: Sequence[Answer]) -> Visit:
    wall, cpu = (1000 * median(values) for values in zip(*((one.wall, one.cpu) for one in answers), strict=True))
    few, many = asked
    return Visit(who, path, wall, cpu, few, many, len(answers[0].body))


def queries(browser: Browser, path: str, size: int) -> int:
    """With lists of this many rows a page, for those that are as long."""
    with rows_a_page(size), CaptureQueriesContext(connection) as captured:
        browser.get(path)
    return len(captured)


@contextmanager
def rows_a_page(size: int) -> Iterator[None]:
    def page(queryset: Any, asked: str | None, per_page: int, *how: Any) -> paging.Page:
        return paging.page_of(queryset, asked, size, *how)

    with patch.object(listing, "page_of", page):
        yield


def people() -> dict[str, Person]:
    """Who sees all of the country in every role, and who sees one province in all roles but the administrator's."""
    found = {}
    for number, (who, region, roles) in enumerate(
        (("all", "000000", set(Role)), ("one province", "440000", set(Role) - {Role.ADMINISTRATOR})), 1
    ):
        person = Person.objects.get(pk=BASE + number)
        person.groups.set([Group.objects.get_or_create(name=str(role))[0] for role in roles])
        person.regions.set(Region.objects.filter(pk=region))
        found[who] = person
    return found


def measured(found: Sequence[Visit]) -> list[Measurement]:
    """The first visit is the floor."""
    frame, *rest = found
    slowest = sorted(rest, key=lambda one: -one.wall)
    over = [one for one in rest if one.wall > LIMIT]
    grown = max(rest, key=lambda one: one.many - one.few)
    print(listed(slowest[: max(SLOWEST, len(over))]))  # noqa: T201 - which pages they are does not go into the table
    what = f"of {len(rest)} pages at {TERMINALS:,} terminals, {INCIDENTS:,} incidents, {ENTRIES:,} timeline rows"
    return [
        Measurement("a page's frame alone", frame.wall, "ms", FRAME, at_most=True),
        Measurement(f"{what}, over {LIMIT} ms", len(over), "pages", 0, at_most=True),
        Measurement("the same, median (floor: the frame)", median(one.wall for one in rest), "ms", 4, frame.wall, at_most=True),
        Measurement(f"the same, slowest: {slowest[0].path}", slowest[0].wall, "ms", LIMIT, at_most=True),
        Measurement(
            f"the same, queries of {grown.path} with {MANY} rows (floor: {FEW} rows)",
            grown.many, "queries", 1, grown.few, at_most=True,
        ),
    ]  # fmt: skip


def listed(found: Sequence[Visit]) -> str:
    return "\n".join(
        f"{one.wall:7.1f} ms {one.cpu:7.1f} ms cpu {one.few:4d} {one.many:4d} queries {one.size // 1024:5d} kB"
        f"  {one.who:12s} {one.path}"
        for one in found
    )
