"""The shipped plan and a draft of it."""

import pytest

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.roles import Role
from incidents.response.plans import actions, sample
from incidents.response.plans.models import PlanVersion


@pytest.fixture
def shipped(db, clock):
    sample.load(now_clock.now())
    return PlanVersion.objects.get()


@pytest.fixture
def draft(shipped, manager):
    return actions.draft_from(shipped, actor=manager, now=now_clock.now())


@pytest.fixture
def other_commander(make_person):
    return make_person("other", Role.COMMANDER, name="钱总")


@pytest.fixture
def approved(draft, manager, commander):
    now = now_clock.now()
    actions.submit(draft, actor=manager, now=now)
    return actions.approve(draft, actor=commander, now=now)
