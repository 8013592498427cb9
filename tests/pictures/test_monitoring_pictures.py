"""Payments by slot, and ribbons out of changes."""

from datetime import date, timedelta

import pytest

from emergency_ops.lib.charts.period import between, last_days
from emergency_ops.lib.charts.ribbon import Span, State
from incidents.monitoring.models import PaymentDay, PaymentSum, SummedPeriod, TerminalState
from incidents.monitoring.pictures import states
from incidents.monitoring.pictures.payments import payment_pictures, rates_in_words, volume_in_words
from incidents.monitoring.pictures.queries import paid_at, paid_in_regions
from incidents.monitoring.pictures.rules import course, of_site, openings, with_closed
from incidents.monitoring.pictures.states import region_ribbon, site_ribbon
from incidents.monitoring.summing import days_due, sum_day, sum_days, sum_due
from resources.network.hours import parse
from resources.network.models import Terminal
from tests.conftest import NOON

HOUR = timedelta(hours=1)
TODAY = last_days(1, NOON)
WEEK = last_days(7, NOON)
MONTH = last_days(30, NOON)


def span(since, until, state=State.WORKING):
    return Span(NOON + since * HOUR, NOON + until * HOUR, state)


def summed(day, ok=90, failed=10, region="000000", hour=10):
    start = NOON.replace(hour=hour) - timedelta(days=day)
    SummedPeriod.objects.get_or_create(start=start, defaults={"summed_at": NOON})
    PaymentSum.objects.create(region_code=region, start=start, method="wechat", ok=ok, failed=failed)


class TestPayments:
    def test_a_region_has_what_was_added_up(self, terminal, pay):
        pay(terminal, ok=8, failed=2, ago=30)
        sum_due(NOON)
        paid = paid_in_regions(["31"], TODAY)
        assert paid.total == 10
        assert paid.methods["wechat"][int(11.5 * 3)] == (8, 2)

    def test_slots_that_nobody_added_up_are_not_known(self, db):
        summed(0)
        known = paid_in_regions([""], TODAY).known
        assert (known[30], known[0]) == (True, False)

    def test_another_regions_payments_do_not_count(self, terminal, pay):
        pay(terminal)
        sum_due(NOON)
        assert paid_in_regions(["32"], TODAY).total == 0

    def test_a_method_alone(self, terminal, pay):
        pay(terminal, method="cash")
        pay(terminal)
        sum_due(NOON)
        assert list(paid_in_regions([""], TODAY, "cash").methods) == ["cash"]

    def test_a_month_is_days_that_are_over_and_the_last_ones_added_up(self, db):
        PaymentDay.objects.create(region_code="000000", day=date(2026, 11, 10), method="wechat", ok=500, failed=5)
        summed(0)
        pairs = paid_in_regions([""], MONTH).methods["wechat"]
        assert (pairs[-14], pairs[-1]) == ((500, 5), (90, 10))

    def test_a_day_without_a_row_is_not_known(self, db):
        PaymentDay.objects.create(region_code="000000", day=date(2026, 11, 10), method="wechat", ok=500, failed=5)
        known = paid_in_regions([""], MONTH).known
        assert (known[-14], known[-13]) == (True, False)

    def test_a_site_has_its_minutes_and_no_more_than_are_kept(self, terminal, pay):
        pay(terminal, ok=3, failed=0, ago=30)
        paid = paid_at(Terminal.objects.filter(pk=terminal.pk), last_days(10, NOON))
        assert (paid.total, paid.known[0], paid.known[-1]) == (3, False, True)

    def test_a_hatched_day_is_not_said_to_be_unknown(self, db):
        PaymentDay.objects.create(region_code="000000", day=date(2026, 11, 10), method="wechat", ok=500, failed=5)
        rates, _volume = payment_pictures(paid_in_regions([""], MONTH), MONTH, 0.05, "全国")
        assert rates.note.startswith("画斜线的日子没有缴费记录：没有收到上报，或者当天没有人缴费。")

    def test_without_a_hatch_nothing_is_said_of_it(self, terminal, pay):
        pay(terminal)
        found = payment_pictures(paid_at(Terminal.objects.all(), TODAY), TODAY, 0.05, "网点")
        assert "斜线" not in found[0].note

    def test_the_words_tell_peak_and_how_long_it_was_above_the_line(self, db):
        summed(0, ok=77, failed=23)
        assert rates_in_words(paid_in_regions([""], TODAY), 0.05) == (
            "微信支付失败率11月23日 10:00最高 23.0%，高于5%线共20分钟。"
        )

    def test_a_failure_among_few_payments_is_no_peak(self, db):
        summed(0, ok=99, failed=1)
        summed(1, ok=1, failed=1)
        words = rates_in_words(paid_in_regions([""], WEEK), 0.05)
        assert words.startswith("没有支付方式的失败率超过5%；最高是微信支付")

    def test_one_failure_of_a_rare_method_does_not_hide_an_outage(self, db):
        summed(0, ok=60, failed=40)
        PaymentSum.objects.create(region_code="000000", start=NOON.replace(hour=11), method="cash", ok=0, failed=1)
        words = rates_in_words(paid_in_regions([""], TODAY), 0.05)
        assert words.startswith("微信支付失败率11月23日 10:00最高 40.0%")

    def test_where_all_have_few_payments_these_count(self, db):
        summed(0, ok=1, failed=1)
        assert "50.0%" in rates_in_words(paid_in_regions([""], TODAY), 0.05)

    def test_the_words_tell_how_many(self, db):
        summed(0)
        assert volume_in_words(paid_in_regions([""], TODAY)) == "共100笔，以微信支付最多，占100.0%。"


class TestDays:
    def test_a_day_is_added_up_when_nothing_comes_any_more(self, db):
        summed(2)
        assert date(2026, 11, 21) in days_due(NOON)
        assert date(2026, 11, 22) not in days_due(NOON)

    def test_a_day_waits_for_its_ten_minutes(self, db):
        at = NOON.replace(hour=1, minute=30)
        assert date(2026, 11, 21) not in days_due(at)
        sum_due(at)
        assert date(2026, 11, 21) in days_due(at)

    def test_a_report_of_an_hour_that_comes_a_day_late_counts(self, terminal, pay):
        now = NOON + timedelta(hours=37)
        pay(terminal, ok=8, failed=2)
        sum_due(NOON + timedelta(hours=7))
        pay(terminal, ok=5, failed=0, ago=29)
        sum_due(NOON + timedelta(hours=25, minutes=30))
        sum_day(date(2026, 11, 23))
        month = last_days(30, now)
        assert paid_in_regions([""], month).total == paid_at(Terminal.objects.all(), month).total == 15

    def test_its_rows_are_those_of_all_regions_and_written_once(self, db):
        summed(2)
        summed(2, region="310000", ok=1, hour=9)
        assert (sum_days(NOON), sum_days(NOON)) == (2, 0)
        assert PaymentDay.objects.get(region_code="000000").ok == 90

    def test_adding_up_again_changes_nothing(self, db):
        summed(1)
        sum_day(date(2026, 11, 22))
        assert sum_day(date(2026, 11, 22)) == 0


class TestCourses:
    def test_a_change_ends_a_state(self):
        found = course(State.WORKING, [(NOON + HOUR, State.FAILED)], NOON, NOON + 2 * HOUR)
        assert found == [span(0, 1), span(1, 2, State.FAILED)]

    def test_what_comes_after_the_period_is_left_out(self):
        assert course(State.WORKING, [(NOON + 3 * HOUR, State.FAILED)], NOON, NOON + HOUR) == [span(0, 1)]

    def test_opening_hours_of_two_days(self):
        found = openings(parse("09:00-11:00"), NOON - 12 * HOUR, NOON + 24 * HOUR)
        assert found == [(NOON - 3 * HOUR, NOON - HOUR), (NOON + 21 * HOUR, NOON + 23 * HOUR)]

    def test_who_is_always_open_is_open(self):
        assert openings(parse("24小时"), NOON, NOON + HOUR) == [(NOON, NOON + HOUR)]

    def test_outside_the_hours_it_is_closed_whatever_it_said_last(self):
        found = with_closed([span(0, 4, State.FAILED)], [(NOON + HOUR, NOON + 2 * HOUR)], NOON, NOON + 4 * HOUR)
        assert found == [span(0, 1, State.CLOSED), span(1, 2, State.FAILED), span(2, 4, State.CLOSED)]

    @pytest.mark.parametrize(
        ("states", "together"),
        [
            ("working working", "working"),
            ("working failed", "failed"),
            ("working working failed", "degraded"),
            ("silent silent working", "silent"),
            ("unknown unknown working", "unknown"),
            ("unknown working working", "degraded"),
            ("closed closed", "closed"),
        ],
    )
    def test_a_site_is_as_its_terminals_are(self, states, together):
        found = of_site([[span(0, 1, State(one))] for one in states.split()])
        assert found == [span(0, 1, State(together))]


class TestRibbons:
    def test_the_state_before_a_change_is_what_it_changed_from(self, make_site, change):
        site = make_site(opening_hours="24小时")
        change(site.terminals.get(), "in_service", "out_of_service", ago=60)
        (row,) = site_ribbon(site, TODAY).chart.rows
        assert [(one.state, one.until) for one in row.spans] == [("working", NOON - HOUR), ("failed", NOON)]

    def test_a_terminal_that_was_never_heard_of_is_unknown(self, make_site):
        (row,) = site_ribbon(make_site(opening_hours="24小时"), TODAY).chart.rows
        assert [one.state for one in row.spans] == [State.UNKNOWN]

    def test_an_old_report_tells_nothing_any_more(self, make_site, change):
        site = make_site(opening_hours="24小时")
        change(site.terminals.get(), "unknown", "in_service", ago=600)
        TerminalState.objects.update(last_heard_at=NOON - 2 * HOUR, interval=60)
        (row,) = site_ribbon(site, TODAY).chart.rows
        assert row.spans[-1] == Span(NOON - 2 * HOUR + timedelta(minutes=5), NOON, State.UNKNOWN)

    def test_a_change_after_the_period_tells_how_it_was(self, make_site, change):
        site = make_site(opening_hours="24小时")
        change(site.terminals.get(), "degraded", "in_service", ago=60)
        yesterday = between(date(2026, 11, 22), date(2026, 11, 22), NOON)
        (row,) = site_ribbon(site, yesterday).chart.rows
        assert [one.state for one in row.spans] == [State.DEGRADED]

    def test_a_region_lists_the_sites_that_went_down(self, make_site, change):
        down, _well = make_site("310101-0001"), make_site("310101-0002")
        change(down.terminals.get(), "in_service", "offline")
        assert [row.label for row in region_ribbon(["31"], TODAY, "上海市").chart.rows] == [down.name]

    def test_terminals_that_are_left_out_are_told(self, make_site, monkeypatch, manager, client):
        monkeypatch.setattr(states, "MOST_TERMINALS", 2)
        rest = site_ribbon(make_site(terminals=3), TODAY).rest
        assert rest.words == "只显示编号最小的2台，网点共3台在用终端。"
        client.force_login(manager)
        assert "310101-0001-03" in client.get(rest.href).content.decode()

    def test_sites_that_are_left_out_are_told(self, make_site, change, monkeypatch):
        monkeypatch.setattr(states, "MOST_SITES", 1)
        for number in (1, 2):
            change(make_site(f"310101-000{number}").terminals.first(), "in_service", "offline")
        assert "只显示停用或失联最频繁的1个网点，共2个网点" in region_ribbon(["31"], TODAY, "上海市").rest.words

    def test_all_that_there_is_leaves_nothing_out(self, make_site):
        assert site_ribbon(make_site(terminals=3), TODAY).rest is None

    def test_where_nothing_went_down_it_says_so(self, make_site):
        make_site()
        assert region_ribbon(["31"], TODAY, "上海市").empty.startswith("11月23日没有终端停用或失联。")
