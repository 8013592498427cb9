"""Pages as a signed-in person opens them: how many queries, how long."""

import time
from collections.abc import Iterable, Mapping
from statistics import median

from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from emergency_ops.lib import clock
from emergency_ops.lib.roles import Role
from resources.network.models import Region
from resources.staff.models import Person

from .measure import Measurement

ROUNDS = 5


def visitor(role: Role, region: str, name: str = "") -> tuple[Person, Client]:
    """A person with a role who sees a region, and the browser in which they are signed in."""
    person = Person.objects.create(username=f"bench-{clock.now().timestamp()}", name="测试")
    person.groups.add(Group.objects.get_or_create(name=str(role))[0])
    person.regions.add(Region.objects.get_or_create(code=region, defaults={"name": name or region})[0])
    client = Client(headers={"host": "localhost"})
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return person, client


def queries(client: Client, path: str) -> int:
    """The second visit's, so that what is kept between requests is there."""
    ok(client, path)
    with CaptureQueriesContext(connection) as captured:
        ok(client, path)
    return len(captured)


def milliseconds(client: Client, path: str) -> float:
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        ok(client, path)
        took.append(1000 * (time.perf_counter() - began))
    return median(took)


def ok(client: Client, path: str) -> None:
    status = client.get(path).status_code
    if status != 200:
        raise RuntimeError(f"{path}: {status}")


def worst(
    what: str, client: Client, paths: Iterable[str], few: Mapping[str, int], *, at_most_ms: float
) -> list[Measurement]:
    """Of these pages the one with the most queries more than it had with few rows, and the slowest one; each named."""
    many = {path: queries(client, path) for path in paths}
    grown = max(many, key=lambda path: many[path] - few[path])
    took = {path: milliseconds(client, path) for path in many}
    slowest = max(took, key=lambda path: took[path])
    return [
        Measurement(
            f"{what}, queries of {grown} (floor: with ten)", many[grown], "queries", 1, few[grown], at_most=True
        ),
        Measurement(f"{what}, slowest of {len(many)}: {slowest}", took[slowest], "ms", at_most_ms, at_most=True),
    ]
