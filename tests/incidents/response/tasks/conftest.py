"""An incident in the response, its plan in force, and people at the posts."""

import pytest

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.roles import Role
from incidents.response import actions
from incidents.response.plans import sample as plans


@pytest.fixture
def planned(installed):
    """The shipped plan is in force."""
    plans.load(now_clock.now())


@pytest.fixture
def engineer(make_person):
    return make_person("engineer", Role.FIELD_STAFF, regions=["310000"], name="周工")


@pytest.fixture
def second(make_person):
    return make_person("second", Role.FIELD_STAFF, regions=["310000"], name="吴工")


@pytest.fixture
def staffed(planned, make_post, engineer, second, commander):
    """Technical A and B for Shanghai, a commander for the country."""
    make_post("technical", "310000", a=engineer, b=second)
    make_post("commander", "000000", a=commander)


@pytest.fixture
def running(staffed, confirmed, manager):
    return actions.activate(confirmed, "3", actor=manager, now=now_clock.now())


@pytest.fixture
def task(running):
    """The first task of the technical post."""
    return running.tasks.get(key="confirm-scope")
