"""Reports become signals and one warning; reporting again changes nothing; the reporter clears it."""

from datetime import timedelta

import pytest

from emergency_ops.lib.errors import Invalid
from incidents.monitoring import evidence
from incidents.monitoring.choices import SignalKind, WarningSource
from incidents.monitoring.models import Signal, Warning, WarningEvent
from tests.conftest import NOON

from .conftest import clear, covered, kinds, report, seen

pytestmark = pytest.mark.django_db


def test_a_report_becomes_a_warning_with_signal_and_event(terminals):
    warning = report(seen(terminals[0]))
    assert (warning.source, warning.scope, warning.category) == ("patrol", "single_point", "hardware")
    assert (covered(warning), kinds(warning)) == ({terminals[0]}, ["opened"])
    assert warning.signals.get().report_key == "one"


def test_several_terminals_of_a_site_are_site_wide(terminals):
    warning = report(*(seen(terminal, "MAINS_LOST") for terminal in terminals))
    assert (warning.scope, warning.category, warning.colour) == ("site_wide", "external", "yellow")
    assert warning.site == terminals[0].site


def test_terminals_of_several_sites_are_regional(terminals, make_site):
    other = make_site("310104-0002").terminals.get()
    warning = report(seen(terminals[0], "APP_DOWN"), seen(other, "APP_DOWN"))
    assert (warning.scope, warning.site, warning.region_id) == ("regional", None, "310100")


@pytest.mark.parametrize(("code", "colour"), [("SCREEN_BROKEN", "blue"), ("qr:covered", "yellow")])
def test_what_is_critical_is_a_colour_graver(terminals, code, colour):
    assert report(seen(terminals[0], code)).colour == colour


def test_a_named_category_overrules_that_of_the_code(terminals):
    assert report(seen(terminals[0], "SCREEN_BROKEN", category="human")).category == "human"


def test_failures_name_their_payment_method(terminals):
    warning = report(seen(terminals[0], "wechat", SignalKind.FAILURES), source=WarningSource.EXTERNAL)
    assert (warning.payment_method, warning.cause, warning.category) == ("wechat", "failures", "software")


def test_the_evidence_says_who_saw_what_where(terminals):
    warning = report(seen(terminals[0]), source=WarningSource.EXTERNAL, title="ScreenCheck")
    said = evidence.sentence(warning.evidence)
    assert terminals[0].code in said
    assert "ScreenCheck" in said


def test_the_same_observation_twice_changes_nothing(terminals):
    first = report(seen(terminals[0]))
    again = report(seen(terminals[0], began_at=NOON + timedelta(minutes=1)), now=NOON + timedelta(minutes=1))
    assert (again, Signal.objects.count(), WarningEvent.objects.count()) == (first, 1, 1)


def test_an_observation_that_was_cleared_is_not_taken_again(terminals):
    report(seen(terminals[0]))
    clear()
    assert report(seen(terminals[0])).cleared_at is not None


def test_a_later_one_of_what_was_cleared_opens_anew(terminals):
    first = report(seen(terminals[0]))
    clear()
    later = NOON + timedelta(hours=2)
    assert report(seen(terminals[0], began_at=later), now=later) != first


def test_a_further_terminal_widens_the_warning(terminals):
    report(seen(terminals[0]))
    warning = report(seen(terminals[1]))
    assert (warning.scope, kinds(warning)) == ("site_wide", ["opened", "upgraded"])


def test_a_further_fault_of_a_covered_terminal_is_news_of_the_same_warning(terminals):
    report(seen(terminals[0]))
    warning = report(seen(terminals[0], "PRT_JAM"))
    assert kinds(warning) == ["opened", "updated"]
    assert set(warning.memory["codes"]) == {"SCREEN_BROKEN", "PRT_JAM"}


def test_clearing_ends_signals_and_the_warning(terminals):
    warning = report(seen(terminals[0]))
    clear()
    warning.refresh_from_db()
    assert warning.cleared_at == NOON + timedelta(minutes=30)
    assert (covered(warning), kinds(warning)) == (set(), ["opened", "cleared"])
    assert not Signal.objects.filter(ended_at=None).exists()


def test_clearing_some_terminals_leaves_the_others(terminals):
    warning = report(seen(terminals[0]), seen(terminals[1]))
    clear(terminals=[terminals[0]])
    warning.refresh_from_db()
    assert (warning.cleared_at, covered(warning), kinds(warning)[-1]) == (None, {terminals[1]}, "updated")


def test_a_terminal_that_was_cleared_may_come_back(terminals):
    warning = report(seen(terminals[0]), seen(terminals[1]))
    clear(terminals=[terminals[0]])
    report(seen(terminals[0], began_at=NOON + timedelta(hours=1)))
    assert covered(warning) == {terminals[0], terminals[1]}


def test_clearing_twice_or_what_was_never_reported_does_nothing(terminals):
    report(seen(terminals[0]))
    clear()
    clear()
    clear(key="other")
    assert WarningEvent.objects.count() == 2


def test_one_reporter_does_not_clear_for_another(terminals):
    warning = report(seen(terminals[0]))
    clear(source=WarningSource.HOTLINE)
    assert Warning.objects.get(pk=warning.pk).cleared_at is None


def test_nothing_to_report_is_refused(db):
    with pytest.raises(Invalid):
        report()
