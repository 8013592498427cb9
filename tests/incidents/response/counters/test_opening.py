"""What a counter needs before it opens, and what must be back when it closes."""

from datetime import date, timedelta

import pytest

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from emergency_ops.lib.roles import Role
from incidents.response import actions
from incidents.response.counters import people
from incidents.response.counters.actions import cash, checking, staffing
from incidents.response.counters.actions.cash import Counted
from incidents.response.counters.actions.checking import Item
from incidents.response.counters.actions.setting_up import Settings, set_up
from incidents.response.counters.actions.staffing import Posting
from incidents.response.counters.models import Counter
from incidents.response.counters.models_opening import CheckDefault, CounterCheck
from incidents.response.counters.rules.staffing import Obstacle
from incidents.response.dispatch.choices import Purpose
from incidents.response.dispatch.models import Dispatch
from incidents.response.models import Substitute
from resources.staff.models import Absence, Badge, Post, Training, TrainingRecord

NOW = now_clock.now
LATER = timedelta(hours=4)


@pytest.fixture
def opening(substitute, manager):
    """Set up, not ready yet."""
    counter = set_up(substitute, Settings(windows=2), actor=manager, now=NOW())
    counter.substitute = substitute
    return counter


@pytest.fixture
def badge(field_staff, manager):
    return make_badge(field_staff, manager)


def make_badge(person, issuer, number="TB2026-0012", until=date(2027, 12, 31)):
    return Badge.objects.create(
        number=number, token=number[-12:], person=person, valid_from=date(2026, 1, 1), valid_until=until,
        issued_at=NOW(), issued_by=issuer,
    )  # fmt: skip


@pytest.fixture
def course(clock):
    """The on-site posts of Shanghai ask for it."""
    training = Training.objects.create(code="YJ-XC", name="现场服务")
    Post.objects.create(function="on_site", region_id="310000", name="现场服务", required_training=training)
    return training


def join(counter, person, actor, **more):
    return staffing.join(counter, Posting(person, **{"until": NOW() + LATER, **more}), actor=actor, now=NOW())


def tick_all(counter, actor):
    CounterCheck.objects.filter(counter=counter).update(done_at=NOW(), done_by=actor)


def ready(counter, actor, **more):
    return actions.ready_substitute(counter.substitute, actor=actor, now=NOW(), **more)


# ---- settings


def test_its_capacity_is_windows_times_rate(opening, substitute):
    substitute.refresh_from_db()
    assert substitute.capacity == 40


def test_fewer_windows_close_the_others(opening, substitute, manager):
    set_up(substitute, Settings(windows=1, rate=15), actor=manager, now=NOW())
    substitute.refresh_from_db()
    assert (opening.windows.filter(closed_at=None).count(), substitute.capacity) == (1, 15)


def test_a_paused_window_stays_so_when_settings_change(opening, substitute, manager):
    opening.windows.filter(number=1).update(closed_at=NOW())
    set_up(substitute, Settings(windows=2, instead="二楼"), actor=manager, now=NOW())
    assert [window.is_open for window in opening.windows.all()] == [False, True]


def test_a_window_that_is_wanted_again_opens(opening, substitute, manager):
    for number in (1, 2):
        set_up(substitute, Settings(windows=number), actor=manager, now=NOW())
    assert all(window.is_open for window in opening.windows.all())


def test_the_addresses_stay_when_settings_change(opening, substitute, manager):
    again = set_up(substitute, Settings(windows=3), actor=manager, now=NOW())
    assert (again.screen_token, again.take_token) == (opening.screen_token, opening.take_token)


@pytest.mark.parametrize("wrong", [{"windows": 0}, {"priority_windows": 3}, {"priority_mode": "window"}, {"rate": 0}])
def test_impossible_settings_are_refused(substitute, manager, wrong):
    with pytest.raises(Invalid):
        set_up(substitute, Settings(**{"windows": 2, **wrong}), actor=manager, now=NOW())


def test_who_does_not_answer_for_the_place_sets_nothing_up(substitute, outsider):
    with pytest.raises(Forbidden):
        set_up(substitute, Settings(), actor=outsider, now=NOW())


# ---- the list


def test_an_open_item_keeps_it_from_being_ready(opening, manager):
    with pytest.raises(Refused, match="备用金已清点"):
        ready(opening, manager)


def test_with_every_item_done_it_is_ready(opening, manager):
    tick_all(opening, manager)
    assert ready(opening, manager).status == "ready"


def test_a_reason_overrules_open_items(opening, manager):
    assert ready(opening, manager, overruled="先开放").status == "ready"


def test_it_does_not_serve_past_its_list_either(opening, manager):
    with pytest.raises(Refused, match="尚未完成"):
        actions.serve_substitute(opening.substitute, "首笔", actor=manager, now=NOW())


def test_one_that_is_not_set_up_serves_on_evidence_alone(substitute, manager):
    assert actions.serve_substitute(substitute, "首笔", actor=manager, now=NOW()).status == "serving"


def test_without_windows_it_is_not_ready(substitute, manager):
    with pytest.raises(Refused, match="设置窗口"):
        actions.ready_substitute(substitute, actor=manager, now=NOW())


def item(counter, code):
    check = counter.checks.get(code=code)
    check.counter = counter
    return check


def test_nobody_there_wears_no_badge(opening, manager):
    with pytest.raises(Refused, match="还没有登记窗口人员"):
        checking.tick(item(opening, "staff"), done=True, actor=manager, now=NOW())


def test_with_badges_the_item_is_done(opening, manager, field_staff, badge):
    join(opening, field_staff, manager)
    assert checking.tick(item(opening, "staff"), done=True, actor=manager, now=NOW()).done_by == manager


def test_cash_that_was_not_counted_cannot_be_ticked(opening, manager):
    with pytest.raises(Refused, match="备用金"):
        checking.tick(item(opening, "cash"), done=True, actor=manager, now=NOW())


def test_new_counters_get_the_list_of_the_organisation(substitute, manager):
    checking.save_defaults([Item("opening", "雨伞已备好")], actor=manager)
    counter = set_up(substitute, Settings(), actor=manager, now=NOW())
    assert list(counter.checks.values_list("text", flat=True)) == ["雨伞已备好"]


def test_the_list_is_for_coordinators_to_change(db, field_staff):
    with pytest.raises(Forbidden):
        checking.save_defaults([Item("opening", "x")], actor=field_staff)
    assert not CheckDefault.objects.exists()


# ---- people


def test_somebody_comes_with_their_badge(opening, manager, field_staff, badge):
    assert join(opening, field_staff, manager).badge == badge


def test_a_badge_that_ended_is_none(opening, manager, field_staff):
    make_badge(field_staff, manager, until=date(2026, 11, 22))
    with pytest.raises(Refused, match="没有有效的统一标识"):
        join(opening, field_staff, manager)


def test_the_untrained_are_refused(opening, manager, field_staff, badge, course):
    with pytest.raises(Refused, match="缺少有效培训"):
        join(opening, field_staff, manager)


def test_the_trained_are_not(opening, manager, field_staff, badge, course):
    TrainingRecord.objects.create(
        person=field_staff, training=course, taken_on=date(2026, 10, 1), recorded_by=manager, recorded_at=NOW()
    )
    assert join(opening, field_staff, manager).overruled == ""


def test_who_is_away_is_refused(opening, manager, field_staff, badge):
    Absence.objects.create(
        person=field_staff, kind="leave", period=(NOW() - LATER, NOW() + LATER), reported_by=manager, reported_at=NOW()
    )
    with pytest.raises(Refused, match="离岗"):
        join(opening, field_staff, manager)


def test_who_serves_elsewhere_is_refused(opening, responding, manager, field_staff, badge):
    other = actions.request_substitute(responding, "counter", "二楼", actor=manager, now=NOW())
    counter = set_up(other, Settings(), actor=manager, now=NOW())
    counter.substitute = other
    join(counter, field_staff, manager)
    with pytest.raises(Refused, match="已在其他地点值守"):
        join(opening, field_staff, manager)


def dispatched(person, incident, site):
    return Dispatch.objects.create(
        incident=incident, site=site, person=person, purpose=Purpose.values[0], state="under_way",
        offered_at=NOW(), answer_by=NOW() + LATER,
    )  # fmt: skip


def test_who_is_on_the_way_to_another_site_is_refused(opening, manager, field_staff, badge, make_site, responding):
    dispatched(field_staff, responding, make_site("310101-0008"))
    with pytest.raises(Refused, match="被派往他处"):
        join(opening, field_staff, manager)


def test_who_was_sent_here_is_welcome(opening, manager, field_staff, badge, responding):
    dispatched(field_staff, responding, opening.substitute.site)
    assert join(opening, field_staff, manager).badge == badge


def test_a_reason_overrules_and_is_kept(opening, manager, field_staff):
    assert join(opening, field_staff, manager, overruled="标识在制作中").overruled == "标识在制作中"


def test_nobody_is_there_twice(opening, manager, field_staff, badge):
    join(opening, field_staff, manager)
    with pytest.raises(Refused, match="已在这个服务点"):
        join(opening, field_staff, manager)


def test_the_fit_are_offered_first(opening, make_person, manager, field_staff, badge):
    make_person("aa", Role.FIELD_STAFF, regions=["310101"], name="阿安")
    offered = people.candidates(opening.substitute, NOW())
    assert (offered[0].person, offered[0].obstacles) == (field_staff, [])
    assert Obstacle.NO_BADGE in offered[1].obstacles


def test_the_number_of_queries_does_not_grow_with_people(opening, make_person, django_assert_max_num_queries):
    for number in range(12):
        make_person(f"p{number}", Role.FIELD_STAFF, regions=["310101"])
    with django_assert_max_num_queries(13):
        people.candidates(opening.substitute, NOW())


# ---- cash


def test_who_brings_the_cash_does_not_count_it(opening, manager):
    with pytest.raises(Invalid, match="不能是同一人"):
        cash.count_cash(opening, "out", Counted(50_000, manager), actor=manager, now=NOW())


def test_the_difference_stands_in_the_timeline(opening, manager, field_staff, responding):
    cash.count_cash(opening, "out", Counted(50_000, field_staff), actor=manager, now=NOW())
    cash.count_cash(opening, "back", Counted(61_950, field_staff, takings=12_000), actor=manager, now=NOW())
    entry = responding.timeline.latest("id")
    assert (entry.code, entry.params["difference"]) == ("counter_cash_back", "−0.50")


def test_cash_comes_back_after_the_withdrawal_too(opening, manager, field_staff):
    cash.count_cash(opening, "out", Counted(50_000, field_staff), actor=manager, now=NOW())
    actions.withdraw_substitute(opening.substitute, actor=manager, now=NOW(), overruled="稍后交回")
    assert cash.count_cash(opening, "back", Counted(50_000, field_staff), actor=manager, now=NOW()).amount == 50_000


# ---- the end


def test_cash_that_is_out_keeps_it_from_being_withdrawn(opening, manager, field_staff):
    cash.count_cash(opening, "out", Counted(50_000, field_staff), actor=manager, now=NOW())
    with pytest.raises(Refused, match="备用金交回清点"):
        actions.withdraw_substitute(opening.substitute, actor=manager, now=NOW())


def test_one_that_never_opened_is_withdrawn_just_so(opening, manager):
    assert actions.withdraw_substitute(opening.substitute, actor=manager, now=NOW()).status == "withdrawn"


def test_one_that_served_goes_through_its_list(opening, manager):
    Substitute.objects.filter(pk=opening.pk).update(status="serving")
    with pytest.raises(Refused, match="设备已归还"):
        actions.withdraw_substitute(opening.substitute, actor=manager, now=NOW())


def test_withdrawn_nobody_serves_there_and_those_who_waited_are_told(opening, manager, field_staff, badge):
    from_here = join(opening, field_staff, manager)
    ready(opening, manager, overruled="先开放")
    tick_all(opening, manager)
    actions.withdraw_substitute(opening.substitute, actor=manager, now=NOW())
    from_here.refresh_from_db()
    assert (from_here.left_at, Counter.objects.get().substitute.status) == (NOW(), "withdrawn")
