"""Loading the sample from the command line: what was killed in between is taken up again."""

import pytest
from django.core.management import CommandError, call_command

from emergency_ops.lib.errors import Refused
from emergency_ops.sampling import actions
from resources.sampling.choices import SampleState
from resources.sampling.models import SampleLoad
from tests.conftest import NOON


@pytest.fixture(autouse=True)
def short(db, monkeypatch):
    """The way of an order without the rows."""
    monkeypatch.setattr(actions, "SAMPLE", ())
    monkeypatch.setattr(actions, "DEFAULTS", ())


def states():
    return list(SampleLoad.objects.order_by("pk").values_list("state", flat=True))


def test_what_was_killed_while_it_loaded_is_loaded_at_the_next_start(clock):
    actions.ask_load(actor=None, now=NOON)
    call_command("load_sample", if_empty=True, verbosity=0)
    assert states() == [SampleState.LOADED]


def test_what_failed_is_tried_again_at_the_next_start(clock):
    SampleLoad.objects.create(asked_at=NOON, state=SampleState.FAILED)
    call_command("load_sample", if_empty=True, verbosity=0)
    assert states() == [SampleState.FAILED, SampleState.LOADED]


def test_what_was_taken_back_does_not_come_again_by_itself(clock):
    SampleLoad.objects.create(asked_at=NOON, state=SampleState.TAKEN_BACK)
    call_command("load_sample", if_empty=True, verbosity=0)
    assert states() == [SampleState.TAKEN_BACK]


def test_a_load_that_is_refused_does_not_wait_for_ever(clock, monkeypatch):
    def refuse(order, now):
        raise Refused("house_is_furnished", "没有载入")

    monkeypatch.setattr(actions, "_bring", refuse)
    with pytest.raises(CommandError, match="没有载入"):
        call_command("load_sample", verbosity=0)
    assert states() == [SampleState.FAILED]
