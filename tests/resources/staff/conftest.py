"""A post with its A and B, and people who act at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from emergency_ops.lib.errors import Refused
from resources.staff.models import Post, PostAssignment


@pytest.fixture
def a(make_person):
    return make_person("chen", "commander", name="陈国栋", regions=["310000"])


@pytest.fixture
def b(make_person):
    return make_person("li", "manager", name="李敏", regions=["310000"])


@pytest.fixture
def post(a, b, regions):
    """The commander of Shanghai: a, and b."""
    post = Post.objects.create(function="commander", region_id="310000", name="上海市总指挥", materials="钥匙\n台账")
    for person, role in ((a, "A"), (b, "B")):
        PostAssignment.objects.create(post=post, person=person, role=role, validity=DateTimeTZRange(None, None))
    return post


@pytest.fixture
def at_once():
    """at_once(f, g): their results, or how they were refused, when they begin at the same moment over connections of their own."""

    def run(*calls):
        barrier = Barrier(len(calls))

        def one(call):
            try:
                barrier.wait(5)
                return call()
            except Refused as refusal:
                return refusal
            finally:
                connections.close_all()

        with ThreadPoolExecutor(len(calls)) as pool:
            return list(pool.map(one, calls))

    return run
