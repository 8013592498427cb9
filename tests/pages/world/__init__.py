"""A world in which every page has something to show: an outage in Shanghai at noon, on top of the shipped sample.

    from tests.pages.world import World, build
    world = build(now)        # about 500 terminals, 70 people; writes to the database, takes some seconds
    world.incident, world.counter.pk, world.people["commander"], …

`now` should be in opening hours; where the clock stands, stands the world. In the package tests/pages the fixture `world`
(package scope) has one that stays in the database for all tests of the package.
"""

from .building import World, build

__all__ = ["World", "build"]
