"""A draft of a new version of the plan."""

from incidents.response.plans import actions
from incidents.response.plans.models import PlanVersion


def add(world):
    world.plan_version = PlanVersion.objects.order_by("pk").first()
    world.plan = world.plan_version.plan
    world.plan_draft = actions.draft_from(world.plan_version, actor=world.person("manager"), now=world.now)
    world.plan_step = world.plan_draft.steps.order_by("pk").first()
