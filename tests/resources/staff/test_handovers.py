"""Handovers from the proposal to the return, covers, and what is reminded of."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

import pytest
from django.db import connections, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from resources.staff import events
from resources.staff.actions import absences, covering, handing
from resources.staff.actions.handover_reminders import remind_next
from resources.staff.models import Absence, Cover, Handover, Memo, Post, StaffEvent
from resources.staff.queries import acting
from resources.staff.queries_absences import done_meanwhile
from resources.staff.rules.absences import Window
from resources.staff.sentences import sentence
from tests.conftest import NOON

pytestmark = pytest.mark.django_db


def days(number):
    return NOON + timedelta(days=number)


WEEK = Window(days(2), days(9))


@pytest.fixture
def absence(a, post):
    return absences.plan_absence(a, absences.Plan("leave", WEEK), actor=a, now=NOON)


@pytest.fixture
def handover(absence):
    return absence.handovers.get()


def told(person):
    return list(Memo.objects.filter(recipient=person).order_by("pk").values_list("title", flat=True))


def last_sentence():
    return sentence(StaffEvent.objects.order_by("-pk").first())


class TestDoneMeanwhile:
    def done(self, handover):
        return [event.code for event in done_meanwhile(handover, days(4))]

    def test_has_what_the_taker_changed_at_the_post(self, handover, post, b):
        events.write("post_changed", at=days(3), actor=b, post=post)
        assert self.done(handover) == ["post_changed"]

    def test_has_nothing_about_the_handover_itself(self, handover, post, b):
        events.write("handover_accepted", at=days(3), actor=b, post=post, handover=handover.pk)
        assert self.done(handover) == []

    def test_has_nothing_of_anything_else(self, handover, post, a, b, manager):
        events.write("password_reset", at=days(3), actor=b, person=manager)
        events.write("post_changed", at=days(3), actor=a, post=post)
        assert self.done(handover) == []


def test_b_is_told_until_when_to_confirm(handover, b):
    assert "请在2026-11-24 12:00前核对材料并确认" in Memo.objects.get(recipient=b).body


class TestAnswer:
    def test_b_accepts_and_ticks_the_materials(self, handover, b):
        done = handing.accept(handover, {0}, actor=b, now=days(1))
        assert (done.state, [item["given"] for item in done.materials]) == ("accepted", [True, False])

    def test_what_is_missing_is_kept_in_words(self, handover, b):
        handing.accept(handover, {0}, actor=b, now=days(1))
        assert last_sentence() == "李敏确认接手上海市总指挥，未收到的材料：台账"

    def test_nothing_missing_is_said_in_fewer_words(self, handover, b):
        handing.accept(handover, {0, 1}, actor=b, now=days(1))
        assert last_sentence() == "李敏确认接手上海市总指挥"

    def test_the_giver_is_told_once(self, handover, a, b):
        for _ in range(2):
            handing.accept(handover, {0}, actor=b, now=days(1))
        assert told(a) == ["李敏已确认交接：上海市总指挥"]

    def test_materials_come_later_too(self, handover, b):
        handing.accept(handover, {0}, actor=b, now=days(1))
        done = handing.accept(handover, {1}, actor=b, now=days(2))
        assert [item["given"] for item in done.materials] == [True, True]

    def test_an_objection_tells_giver_and_manager_and_b_acts_all_the_same(self, handover, a, b, post, make_person):
        manager = make_person("manager", "manager", regions=["310000"])
        handing.decline(handover, remark="我也要出差", actor=b, now=days(1))
        assert told(a) == told(manager) == ["李敏对交接有异议：上海市总指挥"]
        assert acting(post, days(3)).person == b

    def test_an_objection_needs_its_reason(self, handover, b):
        with pytest.raises(Invalid):
            handing.decline(handover, remark=" ", actor=b, now=days(1))

    def test_after_an_objection_it_can_still_be_accepted(self, handover, b):
        handing.decline(handover, remark="我也要出差", actor=b, now=days(1))
        assert handing.accept(handover, {0, 1}, actor=b, now=days(1)).state == "accepted"

    def test_what_is_accepted_is_not_objected_to(self, handover, b):
        handing.accept(handover, {0}, actor=b, now=days(1))
        with pytest.raises(Refused, match="已经答复过"):
            handing.decline(handover, remark="晚了", actor=b, now=days(1))

    def test_is_b_s_alone(self, handover, a):
        with pytest.raises(Forbidden):
            handing.accept(handover, {0}, actor=a, now=days(1))

    def test_a_cancelled_one_is_over(self, absence, handover, a, b):
        absences.cancel(absence, actor=a, now=days(1))
        with pytest.raises(Refused, match="已取消"):
            handing.accept(handover, {0}, actor=b, now=days(1))

    def test_one_that_was_impossible_stays_so_when_materials_come(self, a, b, post):
        now_away = absences.plan_absence(a, absences.Plan("sick", Window(NOON, days(3))), actor=a, now=NOON)
        done = handing.accept(now_away.handovers.get(), {0}, actor=b, now=days(1))
        assert (done.state, done.materials[0]["given"]) == ("impossible", True)


class TestReturn:
    def test_with_what_was_done(self, handover, b):
        done = handing.hand_back(handover, {0, 1}, note="处置黄浦区断网", actor=b, now=days(9))
        assert (done.state, done.returned_at, done.return_note) == ("returned", days(9), "处置黄浦区断网")

    def test_the_giver_is_told(self, handover, a, b):
        handing.hand_back(handover, {0}, note="", actor=b, now=days(9))
        assert told(a) == ["已交回：上海市总指挥"]

    def test_not_before_it_has_begun(self, handover, b):
        with pytest.raises(Refused):
            handing.hand_back(handover, {0}, note="", actor=b, now=days(1))

    def test_not_by_an_outsider(self, handover, outsider):
        with pytest.raises(Forbidden):
            handing.hand_back(handover, {0}, note="", actor=outsider, now=days(9))

    def test_twice_is_once(self, handover, b):
        handing.hand_back(handover, {0}, note="一", actor=b, now=days(9))
        assert handing.hand_back(handover, {1}, note="二", actor=b, now=days(9)).return_note == "一"


class TestReminders:
    def test_not_accepted_in_time(self, handover, b, make_person):
        manager = make_person("manager", "manager", regions=["310000"])
        assert [remind_next(days(1) - timedelta(seconds=1)), remind_next(days(1)), remind_next(days(1))] == [0, 1, 0]
        assert told(b)[-1] == told(manager)[-1] == "交接超过时限未确认：上海市总指挥"

    def test_accepted_in_time_nobody_is_reminded(self, handover, b):
        handing.accept(handover, {0, 1}, actor=b, now=NOON)
        assert remind_next(days(1)) == 0

    def test_not_handed_back(self, handover, a, b):
        handing.accept(handover, {0, 1}, actor=b, now=NOON)
        assert [remind_next(days(9)), remind_next(days(9))] == [1, 0]
        assert told(a)[-1] == told(b)[-1] == "请交回：上海市总指挥"

    def test_handed_back_nobody_is_reminded(self, handover, b):
        handing.hand_back(handover, {0, 1}, note="", actor=b, now=days(8))
        assert remind_next(days(9)) == 0

    def test_cancelled_nobody_is_reminded(self, absence, a):
        absences.cancel(absence, actor=a, now=NOON)
        assert remind_next(days(20)) == 0


class TestCover:
    @pytest.fixture
    def named(self, post, deputy, commander):
        return covering.name_cover(post, deputy, WEEK, actor=commander, now=NOON)[0]

    @pytest.fixture
    def deputy(self, make_person):
        return make_person("wang", name="王强")

    def test_acts_when_both_are_away(self, named, post, a, b, deputy):
        for person in (a, b):
            Absence.objects.create(
                person=person, kind="trip", period=DateTimeTZRange(*WEEK), reported_at=NOON, reported_by=person
            )
        assert acting(post, days(3)).person == deputy

    def test_twice_is_once(self, named, post, deputy, commander):
        assert covering.name_cover(post, deputy, WEEK, actor=commander, now=NOON) == [named]

    def test_another_one_takes_the_time(self, named, post, commander, make_person):
        covering.name_cover(post, make_person("zhao"), Window(days(4), days(5)), actor=commander, now=NOON)
        periods = Cover.objects.order_by("period").values_list("person__username", "period")
        assert [(name, period.lower) for name, period in periods] == [
            ("wang", days(2)),
            ("zhao", days(4)),
            ("wang", days(5)),
        ]

    def test_the_head_names_one(self, post, deputy, field_staff):
        Post.objects.update(head=field_staff)
        post.refresh_from_db()
        assert covering.name_cover(post, deputy, WEEK, actor=field_staff, now=NOON)

    def test_nobody_else_does(self, post, deputy, field_staff, outsider):
        for actor in (field_staff, outsider):
            with pytest.raises(Forbidden):
                covering.name_cover(post, deputy, WEEK, actor=actor, now=NOON)

    def test_can_be_done_without(self, named, commander, deputy):
        assert covering.cancel_cover(named, actor=commander, now=days(1)).cancelled_at == days(1)
        assert told(deputy)[-1] == "无需顶岗：上海市总指挥"

    def test_begun_already_it_ends_now(self, named, commander):
        assert covering.cancel_cover(named, actor=commander, now=days(3)).period.upper == days(3)

    def test_not_while_both_are_away(self, named, a, b, commander):
        for person in (a, b):
            absences.plan_absence(person, absences.Plan("trip", WEEK), actor=person, now=NOON)
        with pytest.raises(Refused, match="另外指定"):
            covering.cancel_cover(named, actor=commander, now=days(1))
        named.refresh_from_db()
        assert named.cancelled_at is None


@pytest.mark.django_db(transaction=True)
def test_a_and_b_who_report_at_once_are_not_both_away(a, b, post, at_once):
    """Two browsers: one of them is refused."""
    results = at_once(
        lambda: absences.plan_absence(a, absences.Plan("trip", WEEK), actor=a, now=NOON),
        lambda: absences.plan_absence(b, absences.Plan("trip", WEEK), actor=b, now=NOON),
    )
    assert sorted(type(result).__name__ for result in results) == ["Absence", "Refused"]


@pytest.mark.django_db(transaction=True)
def test_nobody_goes_away_while_they_are_being_named_to_cover(a, b, post, make_person):
    """Another browser reports the cover's own absence in the middle of it: it waits, and is refused."""
    cover = make_person("wang", name="王强", regions=["310000"])
    absences.plan_absence(b, absences.Plan("trip", WEEK), actor=b, now=NOON)

    def go_away():
        try:
            return absences.plan_absence(cover, absences.Plan("trip", WEEK), actor=cover, now=NOON)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            absences.plan_absence(a, absences.Plan("trip", WEEK, covers={post.pk: cover}), actor=a, now=NOON)
            waiting = pool.submit(go_away)
            wait([waiting], timeout=0.5)
        with pytest.raises(Refused, match="再提交一次"):
            waiting.result(10)
    assert acting(post, days(3)).person == cover


@pytest.mark.django_db(transaction=True)
def test_a_double_click_reports_once(a, post, at_once):
    def report():
        return absences.plan_absence(a, absences.Plan("trip", WEEK), actor=a, now=NOON)

    first, second = at_once(report, report)
    assert (first, Absence.objects.count(), Handover.objects.count()) == (second, 1, 1)
