"""Review, approval, in force: four eyes."""

import pytest

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from incidents.response.plans import actions


def now():
    return now_clock.now()


@pytest.fixture
def in_review(draft, manager):
    return actions.submit(draft, actor=manager, now=now())


def test_a_version_that_lacks_a_phase_is_not_submitted(draft, manager):
    draft.steps.filter(phase="recovery").delete()
    with pytest.raises(Invalid, match="五个阶段"):
        actions.submit(draft, actor=manager, now=now())


def test_what_is_in_review_is_not_edited(in_review, manager):
    with pytest.raises(Refused):
        actions.remove_step(in_review.steps.first(), actor=manager, now=now())


def test_a_manager_does_not_approve(in_review, outsider):
    with pytest.raises(Forbidden):
        actions.approve(in_review, actor=outsider, now=now())


def test_nobody_approves_what_they_have_written(shipped, commander):
    draft = actions.draft_from(shipped, actor=commander, now=now())
    actions.submit(draft, actor=commander, now=now())
    with pytest.raises(Forbidden, match="参与编写"):
        actions.approve(draft, actor=commander, now=now())


def test_whoever_changed_one_step_is_an_author_too(draft, manager, commander):
    actions.change_step(draft.steps.first(), {"due_minutes": 9}, actor=commander, now=now())
    actions.submit(draft, actor=manager, now=now())
    with pytest.raises(Forbidden):
        actions.approve(draft, actor=commander, now=now())


def test_a_commander_who_has_not_written_it_approves(approved, commander):
    assert (approved.state, approved.approved_by) == ("approved", commander)


def test_a_refusal_says_what_to_change_and_makes_it_a_draft_again(in_review, commander):
    with pytest.raises(Invalid):
        actions.refuse(in_review, actor=commander, now=now(), text=" ")
    back = actions.refuse(in_review, actor=commander, now=now(), text="热线步骤缺口径")
    assert back.state == "draft"
    assert back.events.get(code="refused").text == "热线步骤缺口径"


def test_what_is_put_in_force_supersedes_the_former(approved, shipped, commander):
    actions.enforce(approved, actor=commander, now=now())
    shipped.refresh_from_db()
    approved.refresh_from_db()
    assert (shipped.state, approved.state) == ("superseded", "in_force")


def test_what_is_not_approved_is_not_put_in_force(in_review, commander):
    with pytest.raises(Refused):
        actions.enforce(in_review, actor=commander, now=now())


def test_the_last_plan_in_force_stays(shipped, commander):
    with pytest.raises(Refused):
        actions.retire(shipped, actor=commander, now=now(), text="停用")
