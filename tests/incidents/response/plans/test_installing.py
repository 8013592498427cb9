"""A new installation has a plan, with the sample and without it."""

import pytest
from django.core.management import call_command

from incidents.response.plans.models import PlanVersion


@pytest.mark.django_db
def test_the_command_puts_the_shipped_plan_in_force():
    call_command("load_plan")
    assert PlanVersion.objects.get().state == "in_force"


@pytest.mark.django_db
def test_it_leaves_a_plan_of_ones_own_alone(draft):
    call_command("load_plan")
    assert PlanVersion.objects.count() == 2
