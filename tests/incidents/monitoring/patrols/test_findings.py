"""Findings become warnings, follow the newest that was seen, and end when somebody sees it in order or says so."""

import pytest

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from incidents.monitoring.models import Signal, Warning
from incidents.monitoring.patrols.finding import resolve
from incidents.monitoring.patrols.models import FindingEvent, PatrolFinding
from tests.conftest import NOON

from .conftest import entry, finding, put, terminals_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(make_round):
    return make_round()


@pytest.fixture
def terminal(one):
    return terminals_of(one)[0]


def kinds():
    return list(FindingEvent.objects.order_by("id").values_list("kind", flat=True))


def test_a_finding_is_reported_as_a_warning(one, terminal, field_staff):
    put(field_staff, finding(one, terminal, remark="无法出纸"))
    found, warning = PatrolFinding.objects.get(), Warning.objects.get()
    assert (found.warning, warning.source, warning.cause) == (warning, "patrol", "PRT_INOP")


def test_without_a_code_the_remark_is_a_fault_all_the_same(one, terminal, field_staff):
    put(field_staff, entry(one, terminal, outcome="finding", remark="外壳开裂"))
    assert Warning.objects.get().cause == "fault"


def test_a_note_is_a_finding_and_no_warning(one, terminal, field_staff):
    put(field_staff, finding(one, terminal, "PAPER_LOW"))
    assert PatrolFinding.objects.get().warning is None
    assert not Warning.objects.exists()


def test_the_same_again_is_the_same_finding(one, terminal, field_staff, second):
    put(field_staff, finding(one, terminal))
    put(second, finding(one, terminal, minute=8))
    assert (PatrolFinding.objects.count(), Signal.objects.count(), kinds()) == (1, 1, ["opened"])


def test_seen_in_order_it_ends_and_the_warning_is_cleared(one, terminal, field_staff):
    put(field_staff, finding(one, terminal))
    put(field_staff, entry(one, terminal, minute=20), minute=20)
    assert PatrolFinding.objects.get().resolved_by == field_staff
    assert Warning.objects.get().cleared_at is not None
    assert kinds() == ["opened", "resolved"]


def test_what_could_not_be_looked_at_changes_nothing(one, terminal, field_staff):
    put(field_staff, finding(one, terminal))
    put(field_staff, entry(one, terminal, outcome="skipped", remark="锁住", minute=9))
    assert PatrolFinding.objects.get().resolved_at is None


def test_an_older_entry_that_comes_later_does_not_overrule_a_newer_one(one, terminal, field_staff, second):
    put(field_staff, entry(one, terminal, minute=9))
    put(second, finding(one, terminal, minute=4), minute=60)
    assert not PatrolFinding.objects.exists()


def test_another_fault_of_the_same_item_changes_the_finding(one, terminal, field_staff):
    put(field_staff, finding(one, terminal, "PRT_JAM"))
    put(field_staff, finding(one, terminal, "PRT_INOP", minute=9))
    assert (PatrolFinding.objects.get().fault_code, kinds()) == ("PRT_INOP", ["opened", "changed"])
    assert Warning.objects.filter(cleared_at=None).count() == 1


def test_two_findings_of_one_terminal_make_one_warning_that_lasts_until_both_are_over(one, terminal, field_staff):
    put(field_staff, finding(one, terminal), finding(one, terminal, "SCREEN_BROKEN", item="screen"))
    put(field_staff, entry(one, terminal, minute=20), minute=20)
    assert Warning.objects.get().cleared_at is None
    put(field_staff, entry(one, terminal, "screen", minute=22), minute=22)
    assert Warning.objects.get().cleared_at is not None


def test_no_power_at_several_terminals_is_one_warning_of_the_site(one, field_staff):
    put(field_staff, *(finding(one, terminal, "MAINS_LOST", item="running") for terminal in terminals_of(one)))
    warning = Warning.objects.get()
    assert (warning.scope, warning.members.count()) == ("site_wide", 2)


def test_it_is_resolved_by_hand_with_a_reason(one, terminal, field_staff):
    put(field_staff, finding(one, terminal))
    found = resolve(PatrolFinding.objects.get(), reason="已更换打印机", actor=field_staff, now=NOON)
    assert (found.reason, Warning.objects.get().cleared_at) == ("已更换打印机", NOON)


def test_not_without_a_reason_not_twice_and_not_by_strangers(one, terminal, field_staff, outsider):
    put(field_staff, finding(one, terminal))
    found = PatrolFinding.objects.get()
    for actor, reason, error in ((outsider, "好了", Forbidden), (field_staff, " ", Invalid)):
        with pytest.raises(error):
            resolve(found, reason=reason, actor=actor, now=NOON)
    resolve(found, reason="好了", actor=field_staff, now=NOON)
    with pytest.raises(Refused):
        resolve(found, reason="好了", actor=field_staff, now=NOON)
