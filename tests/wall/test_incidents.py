from datetime import timedelta

import pytest

from emergency_ops.lib import clock as now_clock
from emergency_ops.wall.presenting import case_view
from emergency_ops.wall.queries.incidents import SHOWN, open_incidents
from incidents.response import actions

EVERYTHING = ("",)


@pytest.fixture
def only(make_site, open_incident):
    """One open incident at a site of Shanghai."""
    return open_incident(make_site(terminals=3))


def look(prefixes=EVERYTHING):
    return open_incidents(prefixes, now_clock.now())


def test_the_clock_that_runs_out_first_is_on_top(make_site, open_incident, clock):
    first = open_incident(make_site("310101-0001"))
    clock.shift(timedelta(minutes=5))
    open_incident(make_site("310101-0002"))
    assert look().cases[0].number == first.number


def test_drills_come_last_and_count_as_drills(make_site, open_incident):
    drill = open_incident(make_site("310101-0001"), is_drill=True, clock_due_at=now_clock.now())
    open_incident(make_site("310101-0002"))
    found = look()
    assert (found.cases[-1].number, found.tally.running, found.tally.drills) == (drill.number, 1, 1)


def test_what_is_restored_stays_below_until_it_is_closed(make_site, open_incident):
    over = open_incident(make_site("310101-0001"), status="restored", restored_at=now_clock.now())
    going = open_incident(make_site("310101-0002"))
    found = look()
    assert [case.number for case in found.cases] == [going.number, over.number]
    assert (found.tally.running, found.tally.waiting, found.tally.late) == (1, 1, 0)


def test_the_clock_of_what_is_restored_does_not_run_on(make_site, open_incident, clock):
    open_incident(make_site("310101-0001"), status="restored", restored_at=now_clock.now())
    clock.shift(timedelta(hours=2))
    assert look().cases[0].clock_stopped_at < now_clock.now()
    assert look().tally.late == 0


def test_those_that_are_not_shown_are_counted(make_site, open_incident):
    for number in range(SHOWN + 2):
        open_incident(make_site(f"310101-{number:04d}"))
    found = look()
    assert (len(found.cases), found.more) == (SHOWN, 2)


def test_an_incident_elsewhere_is_not_shown(only):
    assert look(("32",)).cases == ()


def test_without_a_substitute_after_half_an_hour_it_is_late(only, clock):
    clock.shift(timedelta(minutes=31))
    assert look().tally.late == 1


def late():
    return case_view(look().cases[0], now_clock.now()).late


def test_nobody_is_late_to_answer_at_once(only, clock):
    clock.shift(timedelta(minutes=4))
    assert late() == []


def test_somebody_has_answered(only, manager, clock):
    actions.acknowledge(only, actor=manager, now=now_clock.now())
    clock.shift(timedelta(minutes=6))
    assert late() == ["未确认"]


def test_late_things_are_told_in_words(only, clock):
    clock.shift(timedelta(minutes=6))
    assert late() == ["未接警", "未确认"]


def people():
    return dict(case_view(look().cases[0], now_clock.now()).people)


def test_who_acts_at_the_nearest_post_is_named(only, make_post, manager, commander, field_staff):
    make_post("commander", "000000", a=commander)
    make_post("technical", "310000", a=manager, b=field_staff)
    assert people() == {"总指挥": "陈总", "技术处置": "李敏", "现场服务": ""}


def test_whoever_was_named_comes_before_the_post(only, make_post, manager, commander, auditor):
    make_post("commander", "310000", a=manager)
    only.roles.create(function="commander", person=commander, since=now_clock.now())
    assert people()["总指挥"] == "陈总"


def test_it_says_how_grave_it_is_how_much_and_since_when(only):
    assert case_view(look().cases[0], now_clock.now()).place == ["III级 较大", "3 台", "12:00 起"]


def test_a_few_sites_are_named(make_site, open_incident):
    open_incident(make_site("310101-0001", name="东院"), make_site("310101-0002", name="西院"))
    assert look().cases[0].site_names == ("东院", "西院")


def test_sites_that_are_not_all_seen_are_not_named(make_site, open_incident):
    open_incident(make_site("310101-0001"), make_site("310104-0001"))
    assert look(("310101",)).cases[0].site_names == ()


def test_where_there_is_nobody_the_wall_says_so(only):
    assert case_view(look().cases[0], now_clock.now()).people == [("负责人", "")]


@pytest.mark.parametrize("count", [1, 8])
def test_queries_do_not_grow_with_the_incidents(
    make_site, open_incident, make_post, manager, django_assert_max_num_queries, count
):
    make_post("technical", "310000", a=manager)
    for number in range(count):
        open_incident(make_site(f"310101-{number:04d}"))
    with django_assert_max_num_queries(27):
        look()


def test_a_wall_with_room_says_what_is_missing_and_whose_turn_it_is(client, commander, make_site, open_incident):
    open_incident(make_site())
    client.force_login(commander)
    told = client.get("/wall/").content.decode()
    assert "尚未核实确认" in told
    assert "应由陈总行动，尚未通知" in told


def test_a_case_with_something_late_is_red_and_says_what(clock, make_site, open_incident):
    open_incident(make_site())
    clock.shift(12 * 60)
    view = case_view(look().cases[0], now_clock.now())
    assert (view.tone, view.reason[:5]) == ("late", "确认已超时")
