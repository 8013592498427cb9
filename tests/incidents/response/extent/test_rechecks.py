"""Terminals marked as back against the reports are looked at again, whatever becomes of their incident meanwhile."""

from datetime import timedelta

import pytest

from emergency_ops.lib import clock as now_clock
from incidents.escalation.actions import fire_next
from incidents.escalation.models import Deadline
from incidents.monitoring.choices import Scope
from incidents.response import actions
from incidents.response.joining.actions import split
from incidents.response.sweeps import absorb_warnings
from tests.incidents.response.conftest import clear

from .conftest import spans

NOW = now_clock.now


@pytest.fixture
def other_warning(make_warning, make_site):
    return make_warning(make_site("310101-0009", terminals=1), scope=Scope.SITE_WIDE)


@pytest.fixture
def merged(confirmed, other_warning, manager):
    """The incident, with another site whose warning is its own."""
    other = actions.open_from_warning(other_warning, NOW())
    return actions.merge_into(other, confirmed, actor=manager, now=NOW())


def look_again(incident, clock):
    clock.shift(timedelta(minutes=11))
    while fire_next(NOW()):
        pass
    incident.refresh_from_db()


def open_codes(incident):
    return set(incident.terminals.filter(until=None).values_list("terminal__code", flat=True))


def test_another_warning_that_clears_does_not_end_it(merged, change, sites, other_warning, clock):
    change("restore", sites=[site.code for site in sites], reason="现场已恢复")
    clock.shift(timedelta(minutes=5))
    clear(other_warning)
    absorb_warnings()
    assert not Deadline.objects.filter(subject_id=merged.pk, kind="clear_review", state="pending").exists()
    look_again(merged, clock)
    assert (merged.status, len(open_codes(merged))) == ("confirmed", 6)


def test_the_incident_that_it_was_merged_into_looks(confirmed, change, other_warning, manager, clock):
    change("restore", "310101-0001-01", reason="现场已恢复")
    target = actions.open_from_warning(other_warning, NOW())
    actions.merge_into(confirmed, target, actor=manager, now=NOW())
    look_again(target, clock)
    assert "310101-0001-01" in open_codes(target)


def test_the_part_looks(confirmed, change, sites, manager, clock):
    change("restore", "310101-0002-01", reason="现场已恢复")
    part = split(confirmed, [], [sites[1].code], actor=manager, now=NOW(), text="另一原因")
    look_again(part, clock)
    assert "310101-0002-01" in open_codes(part)


def test_one_that_is_opened_again_has_them_again(confirmed, change, sites, manager, clock):
    change("restore", sites=[site.code for site in sites], reason="现场已恢复")
    actions.restore(confirmed, actor=manager, now=NOW(), overruled="监测有误")
    look_again(confirmed, clock)
    assert (confirmed.status, len(open_codes(confirmed))) == ("confirmed", 6)
    assert spans(confirmed, "310101-0001-01")[-1][1] is None
