from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from emergency_ops.wall.presenting import duty_views
from emergency_ops.wall.queries.people import OnDuty, on_duty
from resources.staff.models import Absence, Post, Shift

SHANGHAI = ("31",)


@pytest.fixture
def make_shift(now, regions):
    """make_shift("technical", "310000", person): a shift of that post that runs now."""

    def make(function, region, person, ago=timedelta(hours=1)):
        post, _made = Post.objects.get_or_create(function=function, region_id=region, defaults={"name": function})
        period = DateTimeTZRange(now - ago, now - ago + timedelta(hours=8))
        label = f"班{Shift.objects.count()}"
        return Shift.objects.create(
            post=post, day=now.date(), label=label, period=period, person=person, updated_at=now
        )

    return make


def test_those_whose_shift_runs_are_on_duty(now, make_shift, manager):
    make_shift("technical", "310000", manager)
    assert on_duty(SHANGHAI, now) == {"technical": OnDuty(["李敏"], "上海市")}


def test_a_shift_that_is_over_counts_no_longer(now, make_shift, manager):
    make_shift("technical", "310000", manager, ago=timedelta(hours=9))
    assert on_duty(SHANGHAI, now) == {}


def test_those_of_wider_regions_come_first(now, make_shift, manager, commander):
    make_shift("technical", "310101", manager)
    make_shift("technical", "000000", commander)
    assert on_duty(SHANGHAI, now)["technical"].names == ["陈总", "李敏"]


def test_other_regions_are_not_shown(now, make_shift, outsider):
    make_shift("technical", "320100", outsider)
    assert on_duty(SHANGHAI, now) == {}


def test_nobody_in_a_shift_is_a_gap(now, make_shift):
    make_shift("technical", "310000", None)
    assert on_duty(SHANGHAI, now)["technical"].gaps == 1


def test_somebody_who_is_away_leaves_a_gap(now, make_shift, manager):
    make_shift("technical", "310000", manager)
    Absence.objects.create(
        person=manager,
        kind="sick",
        period=DateTimeTZRange(now - timedelta(hours=1), now + timedelta(days=1)),
        reported_at=now,
        reported_by=manager,
    )
    assert on_duty(SHANGHAI, now)["technical"] == OnDuty(gaps=1)


def test_a_function_that_nobody_has_planned_is_shown_too():
    assert len(duty_views({})) == 8


def test_many_names_are_counted():
    view = duty_views({"commander": OnDuty(["欧阳建国", "李敏", "王强"])})[0]
    assert (view.names, view.more) == ("欧阳建国", 2)


def test_a_post_for_the_whole_country_needs_no_place(now, make_shift, manager):
    make_shift("technical", "000000", manager)
    assert on_duty(("",), now)["technical"].region == ""


def test_of_one_alone_it_is_said_for_which_place():
    assert duty_views({"commander": OnDuty(["周明辉"], "上海市")})[0].names == "周明辉（上海）"
