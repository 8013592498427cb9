"""The writers of courses and of who took them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.clock import SHANGHAI
from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from emergency_ops.lib.wording import listed
from resources.staff import memos
from resources.staff.access import may_qualify, people_within
from resources.staff.choices import TrainingKind, TrainingResult
from resources.staff.models import Person, Post, StaffEvent, Training, TrainingRecord
from resources.staff.rules.training import expiry_of

#: people in one recording
MOST_PEOPLE = 500


@dataclass(frozen=True)
class TrainingData:
    """A course or drill; valid_months None: for ever."""

    code: str
    name: str
    kind: str = TrainingKind.COURSE
    valid_months: int | None = None
    description: str = ""


@dataclass(frozen=True)
class Taking:
    """That a training was taken. expires_on None: by the course's months."""

    training: Training
    taken_on: date
    result: str = TrainingResult.PASSED
    expires_on: date | None = None
    certificate: str = ""


def save_training(training: Training | None, data: TrainingData, *, actor: Person | None, now: datetime) -> Training:
    """Create (training None) or change a course; records that exist keep their end. Raises Forbidden, Refused (the code is taken)."""
    _require(actor)
    if Training.objects.filter(code=data.code).exclude(pk=training.pk if training else 0).exists():
        raise Refused("training_exists", _("培训编号%(number)s已被使用。"), number=data.code)
    kept = training or Training()
    for field in fields(data):
        setattr(kept, field.name, getattr(data, field.name))
    kept.save()
    return kept


def retire_training(training: Training, *, actor: Person | None, now: datetime) -> Training:
    """Take a course out of use; what people hold goes on counting. Refused while a post in use asks for it."""
    _require(actor)
    post = Post.objects.filter(required_training=training, is_active=True).first()
    if post is not None:
        raise Refused("training_required", _("岗位%(post)s要求这项培训，请先修改岗位的上岗培训。"), post=post)
    training.is_active = False
    training.save(update_fields=["is_active"])
    return training


def record(person: Person, taking: Taking, *, actor: Person | None, now: datetime) -> TrainingRecord:
    """Record that one person took a training; see record_many."""
    return record_many([person], taking, actor=actor, now=now)[0]


def record_many(
    people: Sequence[Person], taking: Taking, *, actor: Person | None, now: datetime
) -> list[TrainingRecord]:
    """Record a course or drill for all of these people, or for none. actor None: the system.

    Raises Forbidden, Invalid (a day to come, an end before the day) and Refused (somebody has a record of that day).
    """
    if len(people) > MOST_PEOPLE:
        raise Invalid("too_many", _("一次最多登记%(most)d人。"), most=MOST_PEOPLE)
    return record_each([(person, taking) for person in people], actor=actor, now=now)


def record_each(
    takings: Sequence[tuple[Person, Taking]], *, actor: Person | None, now: datetime
) -> list[TrainingRecord]:
    """Record all of these, or none; see record_many."""
    _require(actor, [person for person, _taking in takings])
    _check(takings, now)
    try:
        with transaction.atomic():
            _refuse_twice(takings)
            rows = TrainingRecord.objects.bulk_create(_record(*taking, actor, now) for taking in takings)
            StaffEvent.objects.bulk_create(_event("training_recorded", row, actor, now) for row in rows)
            _tell(rows, now)
    except IntegrityError as error:
        raise Refused("recorded", _("刚才有人登记了同一培训，请刷新后再试。")) from error
    return rows


def revoke_record(row: TrainingRecord, *, reason: str, actor: Person | None, now: datetime) -> TrainingRecord:
    """Strike out a record that is wrong; it stays to be seen, with the reason."""
    _require(actor, [row.person])
    if not reason.strip():
        raise Invalid("reason", _("请填写作废原因。"))
    with transaction.atomic():
        kept = TrainingRecord.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if kept.revoked_at is not None:
            raise Refused("revoked", _("这条培训记录已经作废。"))
        kept.revoked_at, kept.revoked_reason = now, reason.strip()[:200]
        kept.save(update_fields=["revoked_at", "revoked_reason"])
        _event("training_revoked", kept, actor, now, text=kept.revoked_reason).save()
        memos.tell(
            [kept.person],
            key=f"training_revoked:{kept.pk}",
            title=_("培训记录作废：%(training)s"),
            body=_("原因：%(reason)s"),
            link=reverse("staff:person", args=[kept.person_id]),
            now=now,
            params={"training": kept.training, "reason": kept.revoked_reason},
        )
    return kept


def _check(takings: Collection[tuple[Person, Taking]], now: datetime) -> None:
    if not takings:
        raise Invalid("nobody", _("请至少填写一名人员。"))
    today = now.astimezone(SHANGHAI).date()
    for _person, taking in takings:
        if taking.taken_on > today:
            raise Invalid("taken_in_future", _("完成日期不能晚于今天。"))
        if taking.expires_on is not None and taking.expires_on < taking.taken_on:
            raise Invalid("expires_before", _("有效期不能早于完成日期。"))


def _refuse_twice(takings: Collection[tuple[Person, Taking]]) -> None:
    wanted = {(person.pk, taking.training.pk, taking.taken_on): taking for person, taking in takings}
    there = TrainingRecord.objects.filter(
        person__in={person for person, _training, _day in wanted},
        training__in={training for _person, training, _day in wanted},
        revoked_at=None,
    ).select_related("person", "training")
    twice = [row for row in there if (row.person_id, row.training_id, row.taken_on) in wanted]
    if twice:
        raise Refused(
            "recorded",
            _("%(names)s在%(day)s已有“%(training)s”的记录，未登记任何人。请去掉重复的人员后再提交。"),
            names=listed(str(row.person) for row in twice[:10]),
            day=twice[0].taken_on.isoformat(),
            training=twice[0].training,
        )


def _record(person: Person, taking: Taking, actor: Person | None, now: datetime) -> TrainingRecord:
    return TrainingRecord(
        person=person,
        training=taking.training,
        taken_on=taking.taken_on,
        expires_on=taking.expires_on or expiry_of(taking.taken_on, taking.training.valid_months),
        result=taking.result,
        certificate=taking.certificate,
        recorded_by=actor,
        recorded_at=now,
    )


def _event(code: str, row: TrainingRecord, actor: Person | None, now: datetime, text: str = "") -> StaffEvent:
    params = {
        "name": str(row.person),
        "training": str(row.training),
        "taken_on": row.taken_on.isoformat(),
        "result": row.result,
    }
    return StaffEvent(code=code, at=now, actor=actor, person=row.person, text=text, params=params)


def _tell(rows: Sequence[TrainingRecord], now: datetime) -> None:
    """A memo a person and training, in as many queries as there are trainings and results."""
    by_result: dict[tuple[Training, str], list[TrainingRecord]] = defaultdict(list)
    for row in rows:
        by_result[row.training, row.result].append(row)
    for (training, result), same in by_result.items():
        memos.tell(
            [row.person for row in same],
            key=f"training_recorded:{training.pk}:{same[0].pk}",
            title=_("培训已登记：%(training)s（%(result)s）"),
            link=reverse("staff:training"),
            now=now,
            params={"training": training, "result": TrainingResult(result).label},
        )


def _require(actor: Person | None, people: Collection[Person] = ()) -> None:
    if not may_qualify(actor):
        raise Forbidden("not_yours", _("只有总指挥、值班经理或系统管理员可以登记培训。"))
    if actor is None or not people:
        return
    seen = people_within(actor).filter(pk__in=[person.pk for person in people]).count()
    if seen < len({person.pk for person in people}):
        raise Forbidden("not_your_people", _("名单中有您不负责的区域的人员。"))
