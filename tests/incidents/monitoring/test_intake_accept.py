"""What becomes of a batch: counts, states, minute windows, condition changes."""

from datetime import timedelta

import pytest

from incidents.monitoring.choices import Condition
from incidents.monitoring.intake import Grant, store
from incidents.monitoring.models import MinuteWindow, TerminalEvent, TerminalState
from resources.network.choices import TerminalStatus
from tests.conftest import NOON
from tests.incidents.monitoring.conftest import report


def paid(method="wechat"):
    """{minute after noon: (ok, failed)}"""
    windows = MinuteWindow.objects.filter(method=method)
    return {int((w.minute - NOON).total_seconds()) // 60: (w.ok, w.failed) for w in windows}


def test_a_report_becomes_the_state(accept, terminal):
    accept(report(seq=5, components={"printer": {"state": "degraded", "fault_code": "PAPER_LOW"}}))
    state = TerminalState.objects.get()
    assert (state.terminal_id, state.seq, state.at, state.latency_ms) == (terminal.pk, 5, NOON, 38)
    assert state.components == {"printer": {"state": "degraded", "fault_code": "PAPER_LOW"}}
    assert state.condition == Condition.DEGRADED


def test_payments_count_on_the_minute_of_the_terminals_clock(accept, terminal):
    accept(report(seq=1, minute=-3), report(seq=2, minute=-2.5), report(seq=3, minute=-1))
    assert paid() == {-3: (8, 2), -1: (4, 1)}


def test_a_method_without_payments_leaves_no_row(accept, terminal):
    accept(report())
    assert paid("cash") == {}


def test_a_repeat_counts_once(accept, terminal):
    outcome = accept(report(), report())
    assert (outcome.accepted, outcome.duplicates) == (1, 1)
    assert accept(report()).duplicates == 1
    assert paid() == {0: (4, 1)}


def test_a_late_report_counts_but_does_not_make_the_state_older(accept, terminal):
    accept(report(seq=2, minute=0, device="hardwareError"))
    accept(report(seq=1, minute=-1), minute=1)
    state = TerminalState.objects.get()
    assert (state.seq, state.at, state.device) == (2, NOON, "hardwareError")
    assert paid() == {0: (4, 1), -1: (4, 1)}


def test_a_late_report_says_that_the_terminal_is_heard(accept, terminal):
    accept(report(seq=2), minute=1)
    accept(report(seq=1, minute=-1), minute=4)
    state = TerminalState.objects.get()
    assert state.last_heard_at == NOON + timedelta(minutes=4)
    assert state.previous_heard_at == NOON + timedelta(minutes=1)
    assert state.received_at == NOON + timedelta(minutes=1)


def test_a_repeat_does_not_say_that_the_terminal_is_heard(accept, terminal):
    accept(report())
    accept(report(), minute=5)
    assert TerminalState.objects.get().last_heard_at == NOON


def test_a_restarted_terminal_is_heard(accept, terminal):
    accept(report(seq=900), report(seq=1, minute=1), minute=1)
    assert TerminalState.objects.get().seq == 1


def test_the_interval_is_learned_from_consecutive_reports(accept, terminal):
    accept(report(seq=1, minute=-9), report(seq=2, minute=-7), report(seq=4, minute=-1), report(seq=5, minute=0))
    assert TerminalState.objects.get().interval == pytest.approx(120 + 0.2 * (60 - 120))


def test_a_change_of_condition_is_noted_once(accept, terminal):
    accept(report(seq=1, minute=-2), report(seq=2, minute=-1, device="powerOff"), report(seq=3, device="powerOff"))
    changes = list(TerminalEvent.objects.order_by("at").values_list("condition_from", "condition_to"))
    assert changes == [("unknown", "in_service"), ("in_service", "offline")]
    assert TerminalState.objects.get().condition_since == NOON - timedelta(minutes=1)


def test_good_rows_of_a_batch_are_kept(accept, terminal):
    outcome = accept(report(terminal="nobody"), report(seq=-1), report(seq=1))
    assert outcome.accepted == 1
    assert [(index, code) for index, code, _ in outcome.rejected] == [(0, "unknown_terminal"), (1, "malformed_row")]


@pytest.mark.parametrize(
    ("minutes", "code"),
    [(5.1, "time_ahead"), (-24 * 60 - 1, "time_behind")],
)
def test_a_clock_too_far_off_is_refused(accept, terminal, minutes, code):
    assert [row[1] for row in accept(report(minute=minutes)).rejected] == [code]


@pytest.mark.parametrize("minutes", [4.9, -24 * 60 + 1])
def test_a_clock_a_little_off_is_accepted(accept, terminal, minutes):
    assert accept(report(minute=minutes)).accepted == 1


def test_a_sequence_number_before_the_window_is_refused(accept, terminal):
    accept(report(seq=5000))
    outcome = accept(report(seq=1, minute=-60))
    assert outcome.rejected == [(0, "too_old_seq", "序号 1 过旧，无法判断是否重复。")]


def test_a_retired_terminal_is_refused(accept, terminal):
    type(terminal).objects.update(status=TerminalStatus.RETIRED)
    assert [row[1] for row in accept(report()).rejected] == ["retired_terminal"]


def test_a_key_bound_to_sites_speaks_only_for_them(accept, terminal, make_site):
    make_site("310104-0002")
    key = Grant(1, frozenset({terminal.site_id}))
    outcome = accept(report(), report(terminal="310104-0002-01"), key=key)
    assert outcome.accepted == 1
    assert [row[:2] for row in outcome.rejected] == [(1, "not_your_site")]


def test_a_new_terminal_is_heard_at_once(accept, make_site):
    assert accept(report()).accepted == 0
    make_site()
    assert accept(report()).accepted == 1


def test_a_terminal_made_anew_under_its_old_code_is_heard(accept, make_site):
    site = make_site()
    accept(report())
    site.terminals.all().delete()
    site.delete()
    make_site()
    assert accept(report()).accepted == 1


def test_names_with_control_characters_are_refused(accept, terminal):
    outcome = accept(
        report(payments={"we\x00chat": {"ok": 1}}), report(components={"x": {"state": "ok", "fault_code": "\x00"}})
    )
    assert [row[:2] for row in outcome.rejected] == [(0, "malformed_row"), (1, "malformed_row")]
    assert accept(report(terminal="a\x00b")).rejected[0][1] == "unknown_terminal"


def test_names_that_vendors_invent_are_kept(accept, terminal):
    accept(
        report(
            components={"palm_reader": {"state": "failed", "fault_code": "PALM-7"}}, payments={"数字人民币": {"ok": 2}}
        )
    )
    assert TerminalState.objects.get().components["palm_reader"]["fault_code"] == "PALM-7"
    assert paid("数字人民币") == {0: (2, 0)}


@pytest.fixture
def statements(monkeypatch):
    """The names of the statements that go past Django's own counting."""
    names = {getattr(store, name): name for name in ("LOCK", "PREPARE_NEW", "UPDATE", "COUNT", "NOTE")}
    run, seen = store._run, []

    def noted(statement, parameters):
        seen.append(names[statement])
        return run(statement, parameters)

    monkeypatch.setattr(store, "_run", noted)
    return seen


@pytest.mark.parametrize("size", [10, 90])
def test_the_number_of_statements_does_not_depend_on_the_batch(accept, make_site, statements, size):
    make_site(terminals=size)
    batch = [report(seq=1, terminal=f"310101-0001-{number:02d}") for number in range(1, size + 1)]
    accept(*batch)
    statements.clear()
    accept(*[{**row, "seq": 2, "device": "powerOff"} for row in batch], minute=1)
    assert statements == ["LOCK", "UPDATE", "COUNT", "NOTE"]


def test_a_change_of_nothing_is_not_written(accept, terminal, statements):
    accept(report())
    statements.clear()
    accept(report())
    assert statements == ["LOCK"]
