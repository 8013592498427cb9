"""The order in which the world comes about."""

from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.core.management import call_command
from django.utils.translation import override

from resources.staff.models import Person

from . import calling, counter, outage, people, plans, stores, telling, watching

PARTS = (outage, counter, people, plans, stores, calling, watching, telling)
#: who of the sample's people opens pages
PERSONAS = {
    "commander": "zhihui",
    "manager": "guanli-sh",
    "field_staff": "xianchang-sh",
    "storekeeper": "cangku",
    "publisher": "fabu",
    "auditor": "shenji",
    "administrator": "admin",
}


class World:
    """What exists, by name; `people` by role, `sites` of Shanghai."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.people: dict[str, Person] = {}

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"the world has no {name}")

    def person(self, role: str) -> Person:
        return self.people[role]


def build(now: datetime) -> World:
    """Loads the sample and plays the outage. The cache is emptied, for what it keeps is of another database."""
    cache.clear()
    with override("zh-hans"):
        call_command("load_sample", verbosity=0)
        world = World(now)
        world.people = {role: Person.objects.get(username=name) for role, name in PERSONAS.items()}
        for part in PARTS:
            part.add(world)
    cache.clear()
    return world
