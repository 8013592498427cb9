"""Terminals come in, go out and are back, each from when until when."""

from datetime import timedelta

import pytest

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from incidents.escalation.actions import fire_next
from incidents.monitoring.choices import WarningEventKind
from incidents.response import actions
from incidents.response.extent.models import LeftOut
from incidents.response.sweeps import absorb_warnings
from tests.incidents.response.conftest import clear, tell

from .conftest import NOW, report_working, spans

ONE = "310101-0001-01"
MINUTE = timedelta(minutes=1)


def codes(incident):
    return list(incident.timeline.order_by("id").values_list("code", flat=True))


class TestAdding:
    def test_counts_anew_and_tells_it(self, incident, make_site, change):
        make_site("310104-0001", terminals=2)
        change("add", sites=["310104-0001"], since=NOW() - 5 * MINUTE)
        incident.refresh_from_db()
        assert (incident.affected_terminals, incident.affected_sites, incident.region_id) == (8, 3, "310100")
        assert incident.began_at == NOW() - 5 * MINUTE
        assert codes(incident)[-1] == "extent_added"

    def test_a_terminal_may_have_several_periods(self, incident, make_site, change):
        make_site("310104-0001")
        change("add", "310104-0001-01", since=NOW() - 30 * MINUTE, until=NOW() - 20 * MINUTE)
        change("add", "310104-0001-01", since=NOW() - 5 * MINUTE)
        incident.refresh_from_db()
        assert spans(incident, "310104-0001-01") == [(-30, -20), (-5, None)]
        assert incident.affected_terminals == 7

    def test_periods_that_overlap_become_one(self, incident, make_site, change):
        make_site("310104-0001")
        change("add", "310104-0001-01", since=NOW() - 30 * MINUTE, until=NOW() - 20 * MINUTE)
        change("add", "310104-0001-01", since=NOW() - 25 * MINUTE)
        assert spans(incident, "310104-0001-01") == [(-30, None)]

    def test_a_stopped_clock_starts_again_where_nothing_serves(self, incident, sites, make_site, change, manager):
        for site in sites:
            substitute = actions.request_substitute(incident, "counter", "大厅", site=site, actor=manager, now=NOW())
            actions.serve_substitute(substitute, "首笔", actor=manager, now=NOW())
        make_site("310104-0001")
        change("add", "310104-0001-01", since=NOW() - MINUTE)
        incident.refresh_from_db()
        assert (incident.clock_stopped_at, incident.clock_started_at) == (None, NOW())

    @pytest.mark.parametrize(
        ("times", "code"),
        [
            ({"since": None}, "since"),
            ({"since": 1}, "in_future"),
            ({"since": -10, "until": -20}, "order"),
            ({"since": -60 * 24 * 31}, "too_early"),
        ],
    )
    def test_times_have_bounds(self, change, times, code):
        given = {name: minutes and NOW() + minutes * MINUTE for name, minutes in times.items()}
        with pytest.raises(Invalid) as refusal:
            change("add", ONE, **given)
        assert refusal.value.code == code

    def test_terminals_of_other_regions_are_not_found(self, change, make_site, field_staff):
        make_site("320102-0001")
        with pytest.raises(Invalid):
            change("add", "320102-0001-01", since=NOW(), actor=field_staff)


class TestRemoving:
    def test_leaves_it_out_whatever_the_warning_says(self, incident, warning, change):
        change("remove", ONE, reason="检修停机")
        tell(warning, WarningEventKind.UPDATED)
        absorb_warnings()
        incident.refresh_from_db()
        assert (incident.affected_terminals, spans(incident, ONE)) == (5, [])

    def test_what_is_added_again_is_left_out_no_more(self, incident, change):
        change("remove", ONE, reason="检修停机")
        change("add", ONE, since=NOW() - MINUTE)
        assert not LeftOut.objects.exists()

    def test_a_time_is_cut_out(self, incident, change, clock):
        clock.shift(timedelta(minutes=10))
        change("remove", ONE, since=NOW() - 8 * MINUTE, until=NOW() - 5 * MINUTE, reason="其间正常")
        assert spans(incident, ONE) == [(-2, 2), (5, None)]

    def test_something_must_remain(self, change, sites):
        with pytest.raises(Refused) as refusal:
            change("remove", sites=[site.code for site in sites], reason="x")
        assert refusal.value.code == "extent_empty"

    def test_needs_a_reason_and_the_right(self, change, field_staff):
        with pytest.raises(Invalid):
            change("remove", ONE)
        with pytest.raises(Forbidden):
            change("remove", ONE, reason="x", actor=field_staff)

    def test_a_clock_that_ran_for_what_is_gone_stops(self, incident, sites, change, manager):
        substitute = actions.request_substitute(incident, "counter", "大厅", site=sites[0], actor=manager, now=NOW())
        actions.serve_substitute(substitute, "首笔", actor=manager, now=NOW())
        incident.refresh_from_db()
        stopped = incident.clock_stopped_at
        type(incident).objects.filter(pk=incident.pk).update(clock_stopped_at=None)
        change("remove", sites=[sites[1].code], reason="未受影响")
        incident.refresh_from_db()
        assert incident.clock_stopped_at == stopped


class TestRestoring:
    def test_field_staff_record_what_the_reports_confirm(self, incident, change, field_staff, clock):
        clock.shift(timedelta(minutes=10))
        report_working(ONE)
        change("restore", ONE, actor=field_staff)
        entry = incident.timeline.latest("id")
        assert (spans(incident, ONE), entry.code, entry.params["back"]) == ([(-2, 10)], "extent_restored", 1)

    def test_field_staff_do_not_overrule_the_reports(self, change, field_staff):
        with pytest.raises(Forbidden):
            change("restore", ONE, reason="现场可用", actor=field_staff)

    def test_coordinators_do_with_a_reason(self, incident, change):
        with pytest.raises(Invalid):
            change("restore", ONE)
        assert change("restore", ONE, reason="现场可用").contradicted == 1
        assert incident.timeline.latest("id").code == "extent_restored_overruling"

    def test_where_payments_fail_a_working_device_proves_nothing(self, warning, change, field_staff):
        warning.memory = {"kind": "failures"}
        warning.save()
        report_working(ONE)
        with pytest.raises(Forbidden):
            change("restore", ONE, reason="可用", actor=field_staff)

    def test_the_warning_does_not_take_it_back_at_once(self, incident, warning, change):
        change("restore", ONE, since=NOW() - MINUTE, reason="现场可用")
        tell(warning, WarningEventKind.UPDATED)
        absorb_warnings()
        assert spans(incident, ONE) == [(-2, -1)]

    def test_ten_minutes_later_reports_that_still_say_so_do(self, incident, change, clock):
        change("restore", ONE, since=NOW() - MINUTE, reason="现场可用")
        clock.shift(timedelta(minutes=10))
        while fire_next(NOW()):
            pass
        assert spans(incident, ONE) == [(-2, None)]
        assert "extent_reopened" in codes(incident)

    def test_another_warning_begins_another_period(self, incident, change, sites, make_warning, clock, manager):
        change("restore", ONE, since=NOW() - MINUTE, reason="现场可用")
        clock.shift(timedelta(minutes=30))
        other = actions.open_from_warning(make_warning(sites[0], key="other"), NOW())
        actions.merge_into(other, incident, actor=manager, now=NOW())
        assert spans(incident, ONE) == [(-2, -1), (28, None)]

    def test_not_before_it_began(self, change):
        with pytest.raises(Invalid) as refusal:
            change("restore", ONE, since=NOW() - 10 * MINUTE, reason="x")
        assert refusal.value.code == "restored_before"

    def test_the_rest_follows_the_reports(self, incident, warning, change, clock):
        change("restore", ONE, reason="现场可用", since=NOW() - MINUTE)
        clock.shift(timedelta(minutes=5))
        clear(warning)
        absorb_warnings()
        assert not incident.terminals.filter(until=None).exists()
        assert spans(incident, ONE) == [(-2, -1)]


def test_nothing_to_change_is_said(change, make_site):
    make_site("310104-0001")
    with pytest.raises(Refused) as refusal:
        change("restore", "310104-0001-01")
    assert refusal.value.code == "extent_unchanged"
