"""Accept, give back, tick, complete."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from incidents.escalation.models import Deadline, OutboxMessage
from incidents.response.tasks import actions
from incidents.response.tasks.choices import SUBJECT
from incidents.response.timeline import sentence


def now():
    return now_clock.now()


def picture():
    file = BytesIO()
    Image.new("RGB", (60, 40), "red").save(file, "JPEG")
    return file.getvalue()


def done(task, actor, **given):
    checked = {check.pk for check in task.checks.all()}
    return actions.complete(task, actor=actor, now=now(), checked=checked, **{"text": "三台", **given})


def last(incident):
    return incident.timeline.order_by("id").last()


def test_accepting_takes_the_question_away(task, engineer):
    actions.accept(task, actor=engineer, now=now())
    pending = Deadline.objects.filter(subject_kind=SUBJECT, subject_id=task.pk, state="pending")
    assert set(pending.values_list("kind", flat=True)) == {"task_reminder", "task_late"}


def test_each_change_is_one_row_of_the_timeline(task, running, engineer):
    before = running.timeline.count()
    actions.accept(task, actor=engineer, now=now())
    assert running.timeline.count() == before + 1
    assert sentence(last(running)) == "接受任务“查明故障范围”。"


def test_somebody_else_may_not_accept(task, field_staff):
    with pytest.raises(Forbidden):
        actions.accept(task, actor=field_staff, now=now())


def test_whoever_coordinates_takes_a_task_over_and_the_former_is_told(task, running, manager, engineer):
    actions.accept(task, actor=manager, now=now())
    task.refresh_from_db()
    assert (task.assignee, task.state) == (manager, "accepted")
    assert sentence(last(running)) == "接手任务“查明故障范围”，原由周工负责。"
    assert OutboxMessage.objects.filter(recipient=engineer, title__contains="已转给李敏").exists()


def test_what_is_given_back_goes_to_b_who_acts_for_a(task, engineer, second):
    actions.decline(task, actor=engineer, now=now(), reason="在外地")
    task.refresh_from_db()
    assert (task.assignee, task.acting_for, task.state) == (second, engineer, "open")


def test_what_b_gives_back_too_goes_to_the_lead(task, running, engineer, second, commander):
    actions.decline(task, actor=engineer, now=now(), reason="在外地")
    actions.decline(task, actor=second, now=now(), reason="不会")
    task.refresh_from_db()
    assert task.assignee == commander
    assert sentence(last(running)) == "退回任务“查明故障范围”，转给陈总。"


def test_when_everybody_gives_it_back_nobody_has_it_and_that_is_said(task, running, engineer, second, commander):
    for person in (engineer, second, commander):
        actions.decline(task, actor=person, now=now(), reason="不行")
    task.refresh_from_db()
    assert task.assignee is None
    assert last(running).code == "task_declined_last"
    assert OutboxMessage.objects.filter(recipient=commander, title__contains="无人接受").exists()


def test_giving_back_asks_for_a_reason(task, engineer):
    with pytest.raises(Invalid):
        actions.decline(task, actor=engineer, now=now(), reason=" ")


def test_what_b_does_for_a_says_so(task, running, engineer, second):
    actions.decline(task, actor=engineer, now=now(), reason="在外地")
    done(task, second)
    task.refresh_from_db()
    assert (task.ended_by, task.ended_for) == (second, engineer)
    assert last(running).acting_for == engineer


def test_a_mandatory_item_must_be_ticked(task, engineer):
    with pytest.raises(Refused, match="3项必查项"):
        actions.complete(task, actor=engineer, now=now(), text="三台")


def test_the_words_that_a_step_asks_for_must_be_there(task, engineer):
    with pytest.raises(Refused, match="请填写完成情况"):
        done(task, engineer, text="")


def test_a_photo_that_a_step_asks_for_must_be_there(running, commander):
    paper = running.tasks.get(key="information-paper")
    with pytest.raises(Refused, match="请先上传照片"):
        done(paper, commander)
    done(paper, commander, uploads=[SimpleUploadedFile("墙.jpg", picture(), "image/jpeg")])
    paper.refresh_from_db()
    assert paper.state == "done"


def test_nothing_is_kept_of_a_completion_that_is_refused(task, engineer):
    with pytest.raises(Refused):
        done(task, engineer, text="")
    assert not task.checks.exclude(ticked_at=None).exists()


def test_who_ticked_first_stays_with_the_item(task, engineer, manager):
    first = task.checks.first()
    actions.tick(task, {first.pk}, actor=engineer, now=now())
    actions.tick(task, {check.pk for check in task.checks.all()}, actor=manager, now=now())
    first.refresh_from_db()
    assert first.ticked_by == engineer


def test_what_is_done_owes_nothing_any_more(task, engineer):
    done(task, engineer)
    assert not Deadline.objects.filter(subject_kind=SUBJECT, subject_id=task.pk, state="pending").exists()


def test_what_is_done_late_says_how_late(task, running, engineer, clock):
    clock.shift(timedelta(minutes=12))
    done(task, engineer)
    assert sentence(last(running)) == "完成任务“查明故障范围”，比时限晚7分钟。"


def test_what_is_done_is_not_done_again(task, engineer):
    done(task, engineer)
    with pytest.raises(Refused, match="任务已完成"):
        done(task, engineer)
