"""Calls are written down once, without the caller's number."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from incidents.monitoring.choices import WarningSource
from incidents.monitoring.models import Signal, Warning
from incidents.response import actions
from incidents.response.hotline.actions import Heard, count, fault_over, log_call, set_up
from incidents.response.hotline.models import Call, CallBack
from incidents.response.hotline.queries import of_substitute
from resources.network.models import Terminal


def test_the_number_is_kept_masked(call):
    row = call(number="13800001234")
    assert row.masked_number == "138****1234"
    assert not CallBack.objects.exists()


def test_the_number_is_kept_whole_while_a_call_back_is_owed(owe):
    assert owe().number == "13800001234"


def test_a_call_back_needs_a_number(call):
    with pytest.raises(Invalid):
        call(call_back=True)


def test_sent_twice_it_is_one_call(call):
    assert call(number="13800001234", call_back=True, key="a") == call(number="13800001234", call_back=True, key="a")
    assert CallBack.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_once_it_is_one_call(hotline, field_staff):
    now = now_clock.now()

    def send(_):
        row = log_call(
            hotline, Heard(at=now, number="13800001234", call_back=True), key="a", actor=field_staff, now=now
        )
        connections.close_all()
        return row.pk

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(send, range(4)))) == 1
    assert (Call.objects.count(), CallBack.objects.count()) == (1, 1)


def test_a_hotline_that_is_not_open_takes_no_calls(responding, manager):
    row = actions.request_substitute(responding, "hotline", "12345", actor=manager, now=now_clock.now())
    with pytest.raises(Refused):
        log_call(row, Heard(at=now_clock.now()), key="a", actor=manager, now=now_clock.now())


def test_an_auditor_writes_nothing_down(call, auditor):
    with pytest.raises(Forbidden):
        call(by=auditor)


def test_callers_see_a_fault_and_it_becomes_a_signal(call, make_site):
    terminal = make_site("310101-0009").terminals.get()
    row = call(terminal=terminal, fault="CARD_JAM")
    signal = Signal.objects.get(source=WarningSource.HOTLINE, terminal=terminal)
    assert (signal.code, signal.detail["call"], row.site) == ("CARD_JAM", row.pk, terminal.site)


def test_several_callers_about_one_terminal_are_one_warning(call, make_site):
    terminal = make_site("310101-0009").terminals.get()
    for _ in range(3):
        call(terminal=terminal, fault="CARD_JAM")
    assert Warning.objects.filter(source=WarningSource.HOTLINE, cleared_at=None).count() == 1


def test_what_callers_reported_is_over_when_an_agent_says_so(call, make_site, field_staff):
    row = call(terminal=make_site("310101-0009").terminals.get(), fault="CARD_JAM")
    fault_over(row, actor=field_staff, now=now_clock.now())
    assert not Warning.objects.filter(source=WarningSource.HOTLINE, cleared_at=None).exists()


def test_a_drill_reports_nothing(call, hotline, make_site):
    hotline.incident.is_drill = True
    hotline.incident.save()
    call(terminal=make_site("310101-0009").terminals.get(), fault="CARD_JAM")
    assert not Signal.objects.filter(source=WarningSource.HOTLINE).exists()


def test_a_fault_needs_its_terminal(call):
    with pytest.raises(Invalid):
        call(fault="CARD_JAM")


def test_figures_of_what_was_written_down(hotline, call, owe):
    for seconds in (10, 30, 80):
        call(waited_seconds=seconds)
    call(outcome="abandoned")
    owe(priority="elderly")
    found = of_substitute(hotline, now_clock.now())
    assert (found.answered, found.abandoned, found.median_seconds) == (4, 1, 30)
    assert (found.owed, found.owed_priority, found.late) == (1, 1, 0)


def test_nobody_waits_unless_the_telephone_system_says_so(hotline):
    assert of_substitute(hotline, now_clock.now()).waiting is None


def test_what_the_telephone_system_counts_is_shown_while_it_is_fresh(hotline, clock):
    count(hotline, 4, 120, 9, at=now_clock.now())
    found = of_substitute(hotline, now_clock.now())
    assert (found.waiting, found.answered, found.abandoned) == (4, 120, 9)
    clock.shift(timedelta(minutes=10))
    assert of_substitute(hotline, now_clock.now()).waiting is None


def test_counts_that_come_late_change_nothing(hotline):
    now = now_clock.now()
    assert count(hotline, 4, 120, 9, at=now)
    assert not count(hotline, 7, 100, 9, at=now - timedelta(minutes=1))
    assert of_substitute(hotline, now).waiting == 4


def test_agents_make_its_capacity(hotline, manager):
    set_up(hotline, 5, 10, actor=manager, now=now_clock.now())
    hotline.refresh_from_db()
    assert hotline.capacity == 50


def test_it_opens_with_a_capacity(hotline):
    hotline.refresh_from_db()
    assert hotline.capacity == 12


def test_a_stranger_to_the_place_answers_no_calls(responding, manager, outsider):
    site = Terminal.objects.filter(incidents__incident=responding).first().site
    now = now_clock.now()
    row = actions.request_substitute(responding, "hotline", "12345", actor=manager, now=now, site=site)
    row = actions.serve_substitute(row, "试拨接通", actor=manager, now=now)
    with pytest.raises(Forbidden):
        log_call(row, Heard(at=now), key="a", actor=outsider, now=now)
