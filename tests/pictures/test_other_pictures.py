"""Courses, the 30 minutes, waits, stock and duty."""

from datetime import date, timedelta

import pytest

from emergency_ops.lib.charts.gantt import Phase
from emergency_ops.lib.charts.period import last_days
from incidents.response.counters.models import Ticket
from incidents.response.counters.pictures import waiting_pictures
from incidents.response.pictures.courses import courses_picture
from incidents.response.pictures.keeping import keeping_pictures
from incidents.response.pictures.queries import incidents_of
from incidents.response.pictures.rules import BARE, CONFIRMED, OVER, SERVED, SUSPECTED, Moments, phases
from resources.inventory.models import Depot
from resources.inventory.pictures import cover_picture, covers
from resources.staff import pictures as staff_pictures
from resources.staff.models import Person, Post
from resources.staff.pictures import duty_picture
from resources.staff.queries_shifts import fairness
from tests.conftest import NOON

MINUTE = timedelta(minutes=1)
WEEK = last_days(7, NOON)


def moments(confirmed=None, activated=None, served=None, restored=None, closed=None):
    reached = (confirmed, activated, served, restored, closed)
    return Moments(NOON, *(None if at is None else NOON + at * MINUTE for at in reached))


class TestPhases:
    def test_the_whole_course(self):
        assert phases(moments(2, 5, 18, 60, 90), NOON) == [
            Phase(0, 2, SUSPECTED), Phase(2, 5, CONFIRMED), Phase(5, 18, BARE), Phase(18, 60, SERVED), Phase(60, 90, OVER),
        ]  # fmt: skip

    def test_what_goes_on_lasts_until_now(self):
        assert phases(moments(2, 5), NOON + 40 * MINUTE)[-1] == Phase(5, 40, BARE)

    def test_served_before_it_was_activated_does_not_go_back(self):
        assert phases(moments(2, 20, 10, 30, 30), NOON)[-1] == Phase(20, 30, SERVED)

    def test_what_came_before_the_clock_counts_as_its_start(self):
        assert phases(moments(-5, None, 10, 12, 12), NOON)[0] == Phase(0, 10, CONFIRMED)


def courses(**wanted):
    return courses_picture(incidents_of([""], WEEK, **wanted), WEEK)


class TestCourses:
    def test_the_table_has_the_minutes(self, make_incident):
        make_incident(served=18, restored=60, closed=90)
        assert courses().rows == [["YJ-1", "微信支付失败", 2, 5, 18, 60, 90]]

    def test_the_words_count_what_was_in_time(self, make_incident):
        make_incident("YJ-1", served=18)
        make_incident("YJ-2", served=48)
        make_incident("YJ-3", served=None, restored=10)
        assert courses().finding.startswith("共3件事件：1件在30分钟内有替代方案服务，1件超时，1件")

    def test_false_alarms_are_left_out(self, make_incident):
        make_incident(status="false_alarm")
        assert courses().chart is None

    def test_a_site_has_its_own(self, make_incident, make_site):
        here, there = make_site("310101-0001"), make_site("310101-0002")
        make_incident("YJ-1", site=here)
        make_incident("YJ-2", site=there)
        assert [row[0] for row in courses(site=here).rows] == ["YJ-1"]


def keeping(digits=2):
    return {one.key: one for one in keeping_pictures(incidents_of([""], WEEK), WEEK, digits)}


class TestKeeping:
    def test_weeks_begin_on_monday_and_those_without_incidents_are_there(self, make_incident):
        make_incident(served=18)
        assert keeping()["kept"].rows == [
            ["2026-11-16", 0, 0, None, None, None],
            ["2026-11-23", 1, 0, 100.0, 18.0, 18.0],
        ]

    def test_late_are_those_served_too_late_and_those_never_served(self, make_incident):
        make_incident("YJ-1", served=48)
        make_incident("YJ-2", served=None, restored=50)
        make_incident("YJ-3", served=None, restored=20)
        assert keeping()["kept"].rows[-1][1:3] == [0, 2]

    def test_one_whose_time_is_not_up_does_not_count(self, make_incident):
        make_incident(ago=10, served=None, restored=None, closed=None, status="responding")
        assert keeping()["kept"].chart is None

    def test_the_misses_lead_to_their_incidents(self, make_incident):
        make_incident(served=48)
        found = keeping()["misses"]
        assert (found.rows[0][0], found.rows[0][3], found.hrefs) == ("YJ-1", 48, ["/incidents/YJ-1/"])

    def test_regions_are_named_and_the_worst_is_first(self, make_incident):
        make_incident("YJ-1", region="310101", served=18)
        make_incident("YJ-2", region="320102", served=48)
        assert [row[:3] for row in keeping()["regions"].rows] == [["江苏省", 0, 1], ["上海市", 1, 0]]


class TestWaits:
    def test_medians_of_both_groups_by_the_hour(self, make_site, make_counter):
        make_counter(make_site(), [(False, 9, 12), (False, 9, 4), (True, 10, 3)])
        waits, _served = waiting_pictures(Ticket.objects.all(), "大厅")
        assert waits.rows[0] == ["9:00", None, None, 8.0, 11.2, 0, 2]
        assert waits.rows[1] == ["10:00", 3.0, 3.0, None, None, 1, 0]

    def test_how_many_were_served_an_hour(self, make_site, make_counter):
        make_counter(make_site(), [(False, 9, 12), (False, 9, 4), (True, 10, 3)])
        _waits, served = waiting_pictures(Ticket.objects.all(), "大厅")
        assert served.rows == [["9:00", 0.0, 2.0], ["10:00", 1.0, 0.0]]

    def test_a_group_that_nobody_was_of_is_said(self, make_site, make_counter):
        make_counter(make_site(), [(False, 9, 12)])
        waits, _served = waiting_pictures(Ticket.objects.all(), "大厅")
        assert waits.finding == "普通号9:00等得最久，中位12分钟；没有优先号。"


class TestStock:
    def test_it_lasts_as_long_as_the_use_says(self, use_parts):
        depot = use_parts(free=6, used=13)
        (row,), total = covers([depot.pk], WEEK)
        assert (row.lasts, row.is_short, total) == (pytest.approx(3.0), True, 1)

    def test_what_nobody_used_is_unknown_and_not_endless(self, use_parts):
        depot = use_parts(free=1, used=0, minimum=3)
        (row,), _total = covers([depot.pk], WEEK)
        assert row.lasts is None
        assert cover_picture(Depot.objects.all(), WEEK).chart.rows[0].unknown

    def test_what_is_tightest_comes_first(self, use_parts):
        depot = use_parts(part="多", free=60)
        use_parts(part="少", free=1)
        assert [row.part_name for row in covers([depot.pk], WEEK)[0]] == ["少", "多"]

    def test_other_depots_do_not_count(self, use_parts):
        use_parts()
        assert covers([], WEEK) == ([], 0)


def duty():
    since, until = date(2026, 11, 17), date(2026, 11, 23)
    return duty_picture(fairness(Person.objects.all(), Post.objects.all(), since, until), since, until)


class TestDuty:
    def test_hours_against_the_mean(self, make_person, serve):
        serve(make_person("a", name="甲"), hours=12)
        serve(make_person("b", name="乙"), hours=8)
        assert [row[:3] for row in duty().rows] == [["甲", 12.0, 2.0], ["乙", 8.0, -2.0]]

    def test_nights_are_a_part_of_their_own(self, make_person, serve):
        person = make_person("a", name="甲")
        serve(person, hours=8)
        serve(person, days_ago=2, hours=10, night=True)
        (bar,) = duty().chart.rows
        assert bar.parts == [8.0, 10.0, 0.0]

    def test_the_least_is_that_of_everybody(self, make_person, serve, monkeypatch):
        monkeypatch.setattr(staff_pictures, "MOST", 2)
        for name, hours in (("甲", 12), ("乙", 8), ("丙", 1)):
            serve(make_person(name, name=name), hours=hours)
        found = duty()
        assert (len(found.rows), found.finding) == (2, "共3人，平均7小时；最多甲 12小时，最少丙 1小时。")
        assert found.rest.words.startswith("只显示小时最多的2人，共3人")

    def test_nobody_on_duty_has_no_chart(self, db):
        assert duty().chart is None
