"""Absences: who takes over, when that is refused, what becomes of it."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from resources.staff.actions import absences as actions
from resources.staff.actions.assignments import assign
from resources.staff.actions.covering import name_cover
from resources.staff.models import Absence, Cover, Handover, Memo, Post, PostAssignment, StaffEvent
from resources.staff.queries import acting
from resources.staff.rules.absences import Window
from tests.conftest import NOON

pytestmark = pytest.mark.django_db


def days(number):
    return NOON + timedelta(days=number)


WEEK = Window(days(2), days(9))


@pytest.fixture
def deputy(make_person):
    return make_person("wang", "manager", name="王强", regions=["310000"])


@pytest.fixture
def plan(a):
    def make(person=a, window=WEEK, covers=None, actor=None, now=NOON, kind="leave"):
        what = actions.Plan(kind, window, covers=covers or {})
        return actions.plan_absence(person, what, actor=actor or person, now=now)

    return make


def told(person):
    return list(Memo.objects.filter(recipient=person).order_by("pk").values_list("title", flat=True))


class TestPlan:
    def test_b_is_asked_to_take_over_a_day_ahead(self, plan, post, b):
        plan()
        handover = Handover.objects.get()
        assert (handover.taker, handover.state, handover.late) == (b, "proposed", False)
        assert handover.due_at == days(1)

    def test_the_post_s_materials_are_listed(self, plan, post):
        plan()
        assert [item["name"] for item in Handover.objects.get().materials] == ["钥匙", "台账"]

    def test_b_is_told(self, plan, post, b):
        plan()
        assert told(b) == ["请确认交接：上海市总指挥（陈国栋离岗）"]

    def test_b_acts_when_it_begins_whatever_b_says(self, plan, post, a, b):
        plan()
        found = acting(post, days(3))
        assert (found.person, found.acting_for, found.since) == (b, a, days(2))

    def test_reported_less_than_a_day_ahead_it_is_late(self, plan, post, b, make_person):
        manager = make_person("manager", "manager", regions=["310000"])
        plan(window=Window(NOON + timedelta(hours=5), days(3)))
        handover = Handover.objects.get()
        assert (handover.late, handover.due_at) == (True, NOON + timedelta(hours=1))
        assert "临时交接：上海市总指挥" in told(manager)

    def test_at_once_it_is_impossible_and_b_acts(self, plan, post, b):
        plan(window=Window(NOON, days(3)))
        assert (Handover.objects.get().state, acting(post, NOON).person) == ("impossible", b)

    def test_without_a_b_it_is_impossible_and_the_manager_told(self, plan, post, b, deputy):
        PostAssignment.objects.filter(person=b).delete()
        plan()
        handover = Handover.objects.get()
        assert (handover.state, handover.taker) == ("impossible", None)
        assert told(deputy) == ["无人代行：上海市总指挥"]

    def test_the_head_takes_over_where_there_is_no_b(self, plan, post, b, deputy):
        PostAssignment.objects.filter(person=b).delete()
        Post.objects.update(head=deputy)
        plan()
        assert Handover.objects.get().taker == deputy

    def test_of_b_tells_a_and_hands_over_nothing(self, plan, post, a, b):
        plan(b)
        assert told(a) == ["B角李敏离岗：上海市总指挥"]
        assert not Handover.objects.exists()

    def test_without_a_post_it_is_an_absence_alone(self, plan, deputy):
        plan(deputy)
        assert (Absence.objects.count(), Handover.objects.count()) == (1, 0)

    def test_twice_is_once(self, plan, post):
        assert plan() == plan()
        assert (Absence.objects.count(), Memo.objects.count()) == (1, 1)

    def test_the_reason_is_in_no_event(self, a, post):
        actions.plan_absence(a, actions.Plan("sick", WEEK, reason="手术"), actor=a, now=NOON)
        assert not StaffEvent.objects.filter(text__contains="手术").exists()


class TestRefused:
    def test_in_time_that_overlaps(self, plan, post):
        plan()
        with pytest.raises(Refused, match="已登记离岗"):
            plan(window=Window(days(8), days(12)))

    @pytest.mark.parametrize(
        ("start", "end", "code"),
        [(3, 2, "backwards"), (-2, -1, "over"), (-8, 2, "too_early"), (1, 400, "too_long")],
    )
    def test_with_a_faulty_time(self, plan, start, end, code):
        with pytest.raises(Invalid) as refusal:
            plan(window=Window(days(start), days(end)))
        assert refusal.value.code == code

    def test_for_somebody_of_another_region(self, plan, outsider):
        with pytest.raises(Forbidden):
            plan(actor=outsider)

    def test_by_a_colleague_without_the_role(self, plan, field_staff):
        with pytest.raises(Forbidden):
            plan(actor=field_staff)

    def test_a_manager_may_and_the_person_is_told(self, plan, post, a, deputy):
        plan(actor=deputy)
        assert told(a) == ["已为您登记离岗"]


class TestBothAway:
    def test_is_refused_with_name_and_time(self, plan, post, b):
        plan(b, window=Window(days(4), days(5)))
        with pytest.raises(Refused) as refusal:
            plan()
        assert "李敏在2026-11-27 12:00至2026-11-28 12:00也离岗" in str(refusal.value)

    def test_is_refused_the_other_way_round(self, plan, post, b):
        plan()
        with pytest.raises(Refused, match="陈国栋"):
            plan(b, window=Window(days(8), days(12)))

    def test_one_after_the_other_is_no_clash(self, plan, post, b):
        plan()
        assert plan(b, window=Window(days(9), days(12)))

    def test_a_named_cover_makes_it_possible(self, plan, post, b, deputy):
        plan(b, window=Window(days(4), days(5)))
        plan(covers={post.pk: deputy})
        cover = Cover.objects.get()
        assert (cover.person, cover.period.lower, cover.period.upper) == (deputy, days(4), days(5))
        assert [acting(post, days(day)).person for day in (3, 4, 5)] == [b, deputy, b]

    def test_the_cover_is_told(self, plan, post, b, deputy):
        plan(b, window=Window(days(4), days(5))), plan(covers={post.pk: deputy})
        assert told(deputy) == ["请顶岗：上海市总指挥"]

    def test_whoever_is_away_cannot_cover(self, plan, post, b, deputy):
        plan(b, window=Window(days(4), days(5))), plan(deputy)
        with pytest.raises(Invalid, match="王强在"):
            plan(covers={post.pk: deputy})

    @pytest.mark.parametrize("who", ["a", "b"])
    def test_neither_a_nor_b_covers(self, plan, post, b, who, request):
        plan(b, window=Window(days(4), days(5)))
        with pytest.raises(Invalid):
            plan(covers={post.pk: request.getfixturevalue(who)})

    def test_a_closed_account_cannot_cover(self, plan, post, b, make_person):
        plan(b, window=Window(days(4), days(5)))
        with pytest.raises(Invalid, match="已停用"):
            plan(covers={post.pk: make_person("gone", is_active=False)})

    def test_the_cover_must_not_go_without_another(self, plan, post, b, deputy, make_person):
        plan(b, window=Window(days(4), days(5))), plan(covers={post.pk: deputy})
        with pytest.raises(Refused, match="王强给上海市总指挥顶岗"):
            plan(deputy)
        other = make_person("zhao", name="赵立新")
        plan(deputy, covers={post.pk: other})
        assert acting(post, days(4)).person == other

    def test_a_cancelled_absence_does_not_count(self, plan, post, b):
        actions.cancel(plan(b), actor=b, now=NOON)
        assert plan()

    def test_nobody_is_assigned_who_is_away_with_the_other(self, plan, post, b, deputy):
        PostAssignment.objects.filter(person=b).delete()
        plan(), plan(deputy)
        with pytest.raises(Refused, match="王强和陈国栋"):
            assign(post, deputy, "B", DateTimeTZRange(NOON, None), actor=None, now=NOON)
        assert not PostAssignment.objects.filter(person=deputy).exists()

    def test_a_named_cover_makes_the_assignment_possible(self, plan, post, a, b, deputy, make_person):
        PostAssignment.objects.filter(person=b).delete()
        plan(), plan(deputy), name_cover(post, make_person("zhao"), WEEK, actor=None, now=NOON)
        assert assign(post, deputy, "B", DateTimeTZRange(NOON, None), actor=None, now=NOON)


class TestEnding:
    def test_back_early_a_acts_again(self, plan, post, a, b):
        actions.end_early(plan(), actor=a, now=days(3))
        assert [acting(post, days(day)).person for day in (2, 3, 4)] == [b, a, a]

    def test_b_is_told_to_hand_back(self, plan, post, a, b):
        actions.end_early(plan(), actor=a, now=days(3))
        assert told(b)[-1] == "陈国栋提前返岗：上海市总指挥"

    def test_the_cover_is_released(self, plan, post, a, b, deputy):
        plan(b, window=Window(days(4), days(5)))
        actions.end_early(plan(covers={post.pk: deputy}), actor=a, now=days(3))
        assert Cover.objects.get().cancelled_at == days(3)

    def test_the_cover_stays_for_what_is_no_longer_theirs(self, plan, post, a, b, deputy):
        """A leaves the post while B is away: who covers from then on still does when A is back early."""
        PostAssignment.objects.filter(person=a).update(validity=DateTimeTZRange(None, days(5)))
        plan(b), name_cover(post, deputy, Window(days(5), days(9)), actor=None, now=NOON)
        actions.end_early(plan(covers={post.pk: deputy}), actor=a, now=days(3))
        assert acting(post, days(6)).person == deputy

    def test_before_the_beginning_it_is_cancelled_instead(self, plan, post, a):
        absence = plan()
        with pytest.raises(Refused, match="请取消"):
            actions.end_early(absence, actor=a, now=days(1))
        actions.cancel(absence, actor=a, now=days(1))
        assert (Handover.objects.get().state, acting(post, days(3)).person) == ("cancelled", a)

    def test_after_the_beginning_it_cannot_be_cancelled(self, plan, a):
        with pytest.raises(Refused, match="已经开始"):
            actions.cancel(plan(), actor=a, now=days(2))

    def test_cancelling_twice_is_cancelling_once(self, plan, post, a, b):
        absence = plan()
        for _ in range(2):
            actions.cancel(absence, actor=a, now=days(1))
        assert len(told(b)) == 2

    def test_longer(self, plan, post, a, b):
        actions.extend(plan(), days(12), actor=a, now=days(3))
        assert acting(post, days(11)).person == b

    def test_longer_into_b_s_absence_is_refused(self, plan, post, a, b):
        absence = plan()
        plan(b, window=Window(days(10), days(11)))
        with pytest.raises(Refused, match="李敏"):
            actions.extend(absence, days(12), actor=a, now=days(3))

    def test_longer_is_not_shorter(self, plan, a):
        with pytest.raises(Invalid):
            actions.extend(plan(), days(5), actor=a, now=days(3))

    def test_an_outsider_changes_nothing(self, plan, outsider):
        absence = plan()
        for change in (actions.end_early, actions.cancel):
            with pytest.raises(Forbidden):
                change(absence, actor=outsider, now=days(3))
