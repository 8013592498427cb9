"""Marks on an axis of time."""

from datetime import datetime, timedelta

import pytest
from django.utils import translation

from emergency_ops.lib.charts.times import day, lasting, moment_words, time_ticks
from emergency_ops.lib.clock import SHANGHAI

NOON = datetime(2026, 11, 22, 12, tzinfo=SHANGHAI)


def test_marks_of_a_day_are_at_full_hours_and_name_each_date_once():
    ticks = time_ticks(NOON, NOON + timedelta(hours=24), 9)
    assert [(tick.label, tick.sub) for tick in ticks[:5]] == [
        ("12:00", "11月22日"), ("15:00", ""), ("18:00", ""), ("21:00", ""), ("00:00", "11月23日"),
    ]  # fmt: skip


def test_utc_is_told_in_local_time():
    start = datetime(2026, 11, 22, 16, tzinfo=SHANGHAI).astimezone(tz=None)
    assert time_ticks(start, start + timedelta(hours=2), 4)[0].label == "16:00"


def test_weeks_begin_on_monday():
    ticks = time_ticks(NOON, NOON + timedelta(days=60), 10)
    assert {tick.at.weekday() for tick in ticks} == {0}


def test_a_new_year_is_named():
    ticks = time_ticks(NOON, NOON + timedelta(days=60), 10)
    assert [tick.sub for tick in ticks if tick.sub] == ["2027"]


@pytest.mark.parametrize("most", [2, 4, 10])
def test_there_are_never_many_more_marks_than_asked_for(most):
    assert len(time_ticks(NOON, NOON + timedelta(days=1), most)) <= most + 1


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0分钟"), (35, "35分钟"), (60, "1小时"), (125, "2小时5分钟"), (1440, "1天"), (4560, "3天4小时")],
)
def test_how_long(minutes, words):
    assert lasting(timedelta(minutes=minutes)) == words


def test_a_moment_in_a_sentence():
    assert moment_words(NOON) == "11月22日 12:00"


def test_dates_are_chinese_in_chinese():
    with translation.override("zh-hans"):
        assert day(NOON) == "11月22日"
