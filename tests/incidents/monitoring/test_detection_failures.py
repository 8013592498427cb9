"""Failing payments: chance or not, and whose."""

import pytest

from incidents.monitoring.detection.facts import Rules

from .fleet import Fleet

EVERYWHERE = tuple(f"s{n}" for n in range(6))


@pytest.fixture
def fleet():
    return Fleet()


def test_unlucky_few_are_chance(fleet):
    fleet.pay("s0-0", failed=2)
    assert not fleet.run().openings


def test_usual_failures_of_a_busy_site_are_chance(fleet):
    for minute in range(30):
        fleet.pay("s0", ok=3, failed=minute % 30 == 0, minutes_ago=minute)
    assert not fleet.run().openings


def test_terminal_whose_payments_fail_is_a_single_point(fleet):
    fleet.pay("s0-0", ok=1, failed=3, method="wechat")
    fleet.pay("s0-0", ok=1, failed=3, method="cash")
    (opening,) = fleet.run().openings
    assert (opening.scope, opening.hypothesis.category, opening.method) == ("single_point", "software", "")


def test_method_at_a_site(fleet):
    fleet.pay("s0", ok=1, failed=2, method="wechat")
    fleet.pay("s0", ok=5, method="cash")
    (opening,) = fleet.run().openings
    assert (opening.scope, opening.method, str(opening.hypothesis.group)) == ("site_wide", "wechat", "site:s0/wechat")


def test_method_everywhere_covers_all_that_take_it(fleet):
    fleet.pay(*EVERYWHERE, ok=1, failed=1, method="alipay")
    fleet.pay(*EVERYWHERE, ok=5, method="cash")
    (opening,) = fleet.run().openings
    assert (opening.scope, opening.method, len(opening.terminals)) == ("network_wide", "alipay", 30)


def test_version_of_a_region(fleet):
    new = [p.code for p in fleet.places if p.code[-1] in "13"]
    old = [p.code for p in fleet.places if p.code[-1] in "024"]
    fleet.pay(*new, ok=2, failed=1)
    fleet.pay(*old, ok=3)
    (opening,) = fleet.run().openings
    assert (opening.scope, str(opening.hypothesis.group)) == ("regional", "version:310101/4.2.1")


def test_method_that_fails_at_one_site_and_then_everywhere_is_one_warning(fleet):
    fleet.pay("s0", ok=1, failed=2, method="wechat")
    fleet.run()
    fleet.pass_time(120)
    fleet.pay(*EVERYWHERE, ok=1, failed=2, method="wechat")
    (opening,) = fleet.run().openings
    assert (opening.warning, opening.scope) == (1, "network_wide")


def test_what_a_warning_explains_is_held_against_nobody_else(fleet):
    fleet.pay(*EVERYWHERE, failed=2, method="alipay")
    fleet.run()
    fleet.pass_time(60)
    fleet.pay(*EVERYWHERE, failed=2, method="alipay")
    assert not fleet.run().openings


def test_slow_burn_over_the_threshold_is_raised_in_the_end(fleet):
    for minute in range(50):
        fleet.pay("s0", ok=2 + minute % 2, failed=minute % 5 == 0, minutes_ago=minute)
    assert [o.scope for o in fleet.run().openings] == ["site_wide"]


def test_failures_below_the_threshold_are_not(fleet):
    fleet.ruleset = Rules(threshold=0.9)
    fleet.pay("s0", ok=3, failed=3)
    assert not fleet.run().openings


def test_grouping_that_is_switched_off_is_not_blamed(fleet):
    fleet.ruleset = Rules(groupings=frozenset({"terminal"}))
    fleet.pay("s0", ok=1, failed=1)
    assert not fleet.run().openings


def test_sample_that_is_too_small_for_the_rule_is_left(fleet):
    fleet.ruleset = Rules(minimum_sample=100)
    fleet.pay("s0", ok=1, failed=3)
    assert not fleet.run().openings


def recover(fleet, minutes, **counts):
    for _ in range(minutes):
        fleet.pass_time(60)
        fleet.pay("s0", **counts)
        fleet.run()


def test_warning_is_cleared_when_payments_work_again(fleet):
    fleet.pay("s0", ok=1, failed=3)
    fleet.run()
    recover(fleet, 6, ok=3)
    assert fleet.open_groups() == []


def test_warning_stays_while_some_fail(fleet):
    fleet.pay("s0", ok=1, failed=3)
    fleet.run()
    recover(fleet, 20, ok=2, failed=1)
    assert len(fleet.open_groups()) == 1


def test_no_payments_at_all_is_no_recovery(fleet):
    fleet.pay("s0", ok=1, failed=3)
    fleet.run()
    recover(fleet, 30)
    assert len(fleet.open_groups()) == 1


def test_failures_before_a_clearing_open_nothing_anew(fleet):
    fleet.pay("s0", ok=1, failed=3)
    fleet.run()
    recover(fleet, 10, ok=3)
    assert len(fleet.warnings) == 1


def test_failure_everywhere_does_not_keep_a_sites_warning_open(fleet):
    fleet.pay("s0", ok=1, failed=3)
    fleet.run()
    for _ in range(10):
        fleet.pass_time(60)
        fleet.pay("s0", ok=3)
        fleet.pay(*EVERYWHERE, failed=1, method="alipay")
        fleet.run()
    assert fleet.open_groups() == ["method:*/alipay"]
