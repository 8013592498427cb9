"""Drafts are written."""

import threading

import pytest
from django.db import DatabaseError, connection, transaction

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from incidents.response.plans import actions
from incidents.response.plans.models import Plan, PlanVersion

STEP = {"phase": "confirm", "title_zh": "看", "text_zh": "去看", "function": "technical", "due_minutes": 5}


def now():
    return now_clock.now()


def keys(version, phase="confirm"):
    return list(version.steps.filter(phase=phase).order_by("position").values_list("key", flat=True))


def test_a_draft_says_what_its_origin_says(shipped, draft):
    assert (draft.number, draft.state, draft.based_on) == (2, "draft", shipped)
    assert keys(draft) == keys(shipped)


def test_there_is_one_draft_at_a_time(draft, shipped, commander):
    with pytest.raises(Refused):
        actions.draft_from(shipped, actor=commander, now=now())


def test_field_staff_do_not_write_plans(shipped, field_staff):
    with pytest.raises(Forbidden):
        actions.draft_from(shipped, actor=field_staff, now=now())


def test_what_is_in_force_is_not_edited(shipped, manager):
    with pytest.raises(Refused):
        actions.add_step(shipped, STEP, actor=manager, now=now())


def test_a_step_is_added_at_the_end_of_its_phase(draft, manager):
    step = actions.add_step(draft, STEP, actor=manager, now=now())
    assert keys(draft)[-1] == step.key
    positions = list(draft.steps.order_by("position").values_list("position", flat=True))
    assert positions == list(range(1, len(positions) + 1))


def test_a_step_moves_up_and_down_within_its_phase(draft, manager):
    before = keys(draft)
    actions.move_step(draft.steps.get(key=before[1]), -1, actor=manager, now=now())
    assert keys(draft)[:2] == [before[1], before[0]]


def test_the_first_step_does_not_move_up(draft, manager):
    before = keys(draft)
    actions.move_step(draft.steps.get(key=before[0]), -1, actor=manager, now=now())
    assert keys(draft) == before


def test_a_removed_step_stays_in_the_former_version(draft, shipped, manager):
    actions.remove_step(draft.steps.get(key="confirm-log"), actor=manager, now=now())
    assert "confirm-log" not in keys(draft)
    assert "confirm-log" in keys(shipped)


def test_a_change_writes_which_fields_changed(draft, manager):
    step = draft.steps.get(key="confirm-scope")
    actions.change_step(step, {"due_minutes": 8}, actor=manager, now=now())
    event = draft.events.get(code="step_changed")
    assert event.params["fields"] == ["due_minutes"]


def test_a_change_of_nothing_writes_nothing(draft, manager):
    step = draft.steps.get(key="confirm-scope")
    actions.change_step(step, {"due_minutes": step.due_minutes}, actor=manager, now=now())
    assert not draft.events.filter(code="step_changed").exists()


def test_another_phase_puts_a_step_at_its_end(draft, manager):
    actions.change_step(draft.steps.get(key="confirm-log"), {"phase": "recovery"}, actor=manager, now=now())
    assert keys(draft, "recovery")[-1] == "confirm-log"


def test_a_plan_of_its_own_may_copy_another(shipped, manager):
    made = actions.create_plan("区域中断预案", source=shipped, actor=manager, now=now())
    assert (made.plan.name, made.number, made.state) == ("区域中断预案", 1, "draft")
    assert made.steps.count() == shipped.steps.count()


def test_two_plans_have_two_names(shipped, manager):
    with pytest.raises(Refused, match="已有名为"):
        actions.create_plan(shipped.plan.name, source=None, actor=manager, now=now())


def test_a_draft_is_given_up_with_a_reason(draft, manager):
    with pytest.raises(Invalid):
        actions.discard(draft, actor=manager, now=now(), reason="")
    assert actions.discard(draft, actor=manager, now=now(), reason="重写").state == "discarded"


def test_the_history_of_a_plan_is_not_changed(draft):
    with pytest.raises(DatabaseError), transaction.atomic():
        draft.events.update(text="没有发生过")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_begin_a_draft_at_once_one_does(shipped, manager, commander):
    results = []

    def begin(actor):
        try:
            results.append(actions.draft_from(shipped, actor=actor, now=now()).number)
        except Refused as refusal:
            results.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=begin, args=[actor]) for actor in (manager, commander)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, results)) == ["2", "under_way"]
    assert PlanVersion.objects.count() == 2
    assert Plan.objects.count() == 1
