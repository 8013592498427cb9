"""What the system did many times at once stands as one entry."""

from datetime import timedelta

import pytest

from incidents.response import timeline
from incidents.response.choices import EntryKind
from incidents.response.folding import folded
from incidents.response.models import TimelineEntry
from resources.staff.models import Person
from tests.conftest import NOON


def pair(code="called_again", seconds=0, **fields):
    params = {"target": "A", "people": "李敏", "step": 1}
    at = NOON + timedelta(seconds=seconds)
    entry = TimelineEntry(code=code, kind=EntryKind.ESCALATED, at=at, params=params, **fields)
    return entry, timeline.told(entry)


def test_three_of_a_kind_become_one():
    (one,) = folded([pair(), pair(seconds=5), pair(seconds=10)])
    assert "另有2条" in one.title
    assert len(one.text.splitlines()) == 2


@pytest.mark.parametrize(
    "fields",
    [
        [{}, {}],
        [{}, {"code": "already_called"}, {}],
        [{}, {"seconds": 90}, {"seconds": 180}],
        [{"text": "有话要说"}] * 3,
        [{"actor": Person(pk=7, name="李敏")}] * 3,
    ],
)
def test_others_stand_for_themselves(fields):
    assert len(folded(pair(**each) for each in fields)) == len(fields)
