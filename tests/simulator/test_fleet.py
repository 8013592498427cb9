from datetime import UTC, datetime

from emergency_ops.simulator.faults import KINDS, Fault, Unit
from emergency_ops.simulator.fleet import Fleet

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
UNITS = [Unit(f"T{n:02d}", "S1", "310101", "L", "1", ("wechat", "cash"), 600.0) for n in range(20)]


def fleet():
    return Fleet(UNITS, interval=60, seed=3, first_seq=100)


def struck(name):
    return [Fault(KINDS[name], "S1", frozenset(u.code for u in UNITS), 0)]


def test_every_terminal_reports_about_once_an_interval():
    assert 18 <= len(list(fleet().reports(0, 60, NOW, []))) <= 20


def test_ticks_neither_lose_nor_repeat_a_report():
    whole = {(r["terminal"], r["seq"]) for r in fleet().reports(0, 60, NOW, [])}
    playing = fleet()
    ticks = [(r["terminal"], r["seq"]) for s in range(60) for r in playing.reports(s, s + 1, NOW, [])]
    assert len(ticks) == len(set(ticks))
    assert abs(len(ticks) - len(whole)) <= 2


def test_sequence_numbers_rise():
    playing = fleet()
    first = {r["terminal"]: r["seq"] for r in playing.reports(0, 60, NOW, [])}
    later = {r["terminal"]: r["seq"] for r in playing.reports(60, 120, NOW, [])}
    assert all(later[code] == seq + 1 for code, seq in first.items() if code in later)


def test_a_line_that_is_down_says_nothing():
    assert list(fleet().reports(0, 60, NOW, struck("line"))) == []


def test_a_crash_shows_the_fault_and_takes_no_payments():
    report = next(fleet().reports(0, 60, NOW, struck("crash")))
    assert report["components"] == {"service": {"state": "failed", "fault_code": "APP_DOWN"}}
    assert report["payments"]["cash"] == {"ok": 0, "failed": 0}


def test_a_method_fault_leaves_the_other_method_alone():
    reports = list(fleet().reports(0, 60, NOW, struck("method")))
    assert sum(r["payments"]["wechat"]["failed"] for r in reports) > sum(r["payments"]["wechat"]["ok"] for r in reports)
    assert sum(r["payments"]["cash"]["failed"] for r in reports) < sum(r["payments"]["cash"]["ok"] for r in reports)
