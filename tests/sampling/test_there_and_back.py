"""The sample comes in and goes out again, and the house is as it was."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group

from emergency_ops.lib.roles import Role
from emergency_ops.sampling import actions
from emergency_ops.sampling.traces import STAYING
from resources.sampling.choices import SampleState
from tests.conftest import NOON

#: what tells that the sample was here, and must
TRACE = STAYING | {"sessions.Session"}


def counts():
    models = apps.get_models(include_auto_created=True)
    return {
        model._meta.label: model._base_manager.count()
        for model in models
        if model._meta.managed and model._meta.label not in TRACE
    }


def load():
    order = actions.ask_load(actor=None, now=NOON)
    actions.load(order.pk, NOON)
    order.refresh_from_db()
    return order


def take_back(**options):
    order = actions.ask_take_back(only_free=options.get("only_free", False), actor=None, now=NOON)
    actions.take_back(order.pk, only_free=options.get("only_free", False), now=NOON)
    order.refresh_from_db()
    return order


@pytest.mark.django_db
def test_what_the_sample_brought_goes_again_and_only_that_twice():
    actions.load_defaults(NOON)
    for role in Role:  # a migration's rows, of which a test before this one may have emptied the table
        Group.objects.get_or_create(name=role)
    before = counts()
    for _turn in range(2):
        assert load().state == SampleState.LOADED
        assert counts()["resources.Site"] > 60
        assert take_back().state == SampleState.TAKEN_BACK
        after = counts()
        assert {label: (before[label], after[label]) for label in before if before[label] != after[label]} == {}
