"""The writers of rotas: a new one, a change of one, its end. Each plans the shifts to come in the same transaction."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from resources.staff import events
from resources.staff.access_duty import require_planner
from resources.staff.models import Person, Post, Rota, RotaMember, RotaShift
from resources.staff.queries_duty import local_day
from resources.staff.rules.rota import Fault, Pattern, faults

from .announcing import Moves
from .planning import pattern_of, plan_rota

FAULTS = {
    Fault.NO_SHIFTS: _("请至少填写一个班次。"),
    Fault.NO_MEMBERS: _("请至少填写一名值班人员。"),
    Fault.SAME_LABEL: _("班次名称不能重复。"),
    Fault.LENGTH: _("每个班次的时长应在1分钟到24小时之间。"),
    Fault.EVERY: _("轮换间隔应在1到99之间。"),
    Fault.ENDS_BEFORE: _("结束日期不能早于开始日期。"),
    Fault.NO_WEEKDAYS: _("按星期固定时，请为每名值班人员选择星期。"),
}


def save_rota(
    post: Post, rota: Rota | None, *, name: str, pattern: Pattern, actor: Person | None, now: datetime
) -> tuple[Rota, Moves]:
    """Create (rota None) or change a rota of a post and plan its next 60 days.

    The same new rota again (a second press of the button) is the first one. Raises Forbidden, Invalid (the pattern), and Refused where another rota has the same shift, a person is on duty elsewhere
    then, or somebody's account is closed.
    """
    require_planner(actor, post)
    _check(pattern)
    with transaction.atomic():
        Post.objects.select_for_update(no_key=True, of=("self",)).get(pk=post.pk)
        if rota is None and (twin := _twin(post, name, pattern)) is not None:
            return twin, Moves()
        kept = Rota.objects.select_for_update(of=("self",)).get(pk=rota.pk) if rota else Rota(post=post)
        _refuse_ended(kept, now)
        _refuse_same_labels(post, kept, pattern)
        _refuse_closed_accounts(kept, pattern)
        kept.name, kept.unit, kept.every = name, pattern.unit, pattern.every
        kept.starts_on, kept.ends_on = pattern.starts_on, pattern.ends_on
        kept.save()
        _store(kept, pattern)
        code = "rota_changed" if rota else "rota_created"
        event = events.write(code, at=now, actor=actor, post=post, rota=name, rota_pk=kept.pk, **_facts(kept))
        moves = plan_rota(kept, actor=actor, now=now, key=f"event:{event.pk}", strict=True)
    return kept, moves


def end_rota(rota: Rota, *, last: date, actor: Person | None, now: datetime) -> Moves:
    """Have a rota end after the day `last`, today at the earliest. Shifts that people arranged stay.

    Raises Forbidden, Invalid (a day in the past, or before the rota begins) and Refused (it has ended).
    """
    require_planner(actor, rota.post)
    with transaction.atomic():
        kept = Rota.objects.select_for_update(of=("self",)).get(pk=rota.pk)
        _refuse_ended(kept, now)
        if last < max(kept.starts_on, local_day(now) - timedelta(days=1)):
            raise Invalid("past", _("结束日期不能早于昨天，也不能早于值班表的开始日期。"))
        kept.ends_on = last
        kept.save(update_fields=["ends_on"])
        event = events.write(
            "rota_ended", at=now, actor=actor, post=rota.post, rota=rota.name, rota_pk=kept.pk, day=last.isoformat()
        )
        return plan_rota(kept, actor=actor, now=now, key=f"event:{event.pk}")


def _twin(post: Post, name: str, pattern: Pattern) -> Rota | None:
    """A rota of the post that is the same in everything. The post must be locked."""
    candidates = Rota.objects.filter(post=post, name=name, starts_on=pattern.starts_on, ends_on=pattern.ends_on)
    return next((rota for rota in candidates if _content(pattern_of(rota)) == _content(pattern)), None)


def _content(pattern: Pattern) -> tuple[object, ...]:
    by_label = sorted(pattern.shifts, key=lambda shift: shift.label)
    return pattern.unit, pattern.every, by_label, list(pattern.members)


def _facts(rota: Rota) -> dict[str, Any]:
    """The shifts and the members, as the event's sentence names them."""
    shifts = [f"{row.label} {row.begins:%H:%M}" for row in rota.shifts.all()]
    members = [str(row.person) for row in rota.members.select_related("person")]
    return {"shifts": shifts, "members": members}


def _check(pattern: Pattern) -> None:
    for fault in faults(pattern):
        raise Invalid(str(fault), FAULTS[fault])


def _refuse_ended(rota: Rota, now: datetime) -> None:
    if rota.pk and rota.ends_on is not None and rota.ends_on < local_day(now):
        raise Refused("rota_ended", _("这份值班表已经结束，请新建一份。"))


def _refuse_same_labels(post: Post, rota: Rota, pattern: Pattern) -> None:
    """A day has one shift of a name at a post."""
    labels = [shift.label for shift in pattern.shifts]
    others = RotaShift.objects.filter(rota__post=post, label__in=labels).exclude(rota=rota.pk)
    for other in others.select_related("rota"):
        begins, ends = other.rota.starts_on, other.rota.ends_on or date.max
        if begins <= (pattern.ends_on or date.max) and pattern.starts_on <= ends:
            raise Refused(
                "label_taken",
                _("值班表“%(rota)s”在同一时期已有班次“%(label)s”，请换一个班次名称或先结束那份值班表。"),
                rota=other.rota.name,
                label=other.label,
            )


def _refuse_closed_accounts(rota: Rota, pattern: Pattern) -> None:
    """Who is in the rota already may stay until replaced; the report shows the gap."""
    members = set(rota.members.values_list("person_id", flat=True)) if rota.pk else set()
    new = {turn.person for turn in pattern.members} - members
    closed = Person.objects.filter(pk__in=new, is_active=False).first()
    if closed is not None:
        raise Invalid("inactive", _("%(name)s 的账号已停用，不能排班。"), name=closed)


def _store(rota: Rota, pattern: Pattern) -> None:
    rota.shifts.all().delete()
    rota.members.all().delete()
    RotaShift.objects.bulk_create(
        RotaShift(
            rota=rota,
            label=shift.label,
            begins=shift.begins,
            minutes=shift.minutes,
            days=shift.days,
            weekdays=sorted(shift.weekdays),
            offset=shift.offset,
        )
        for shift in pattern.shifts
    )
    RotaMember.objects.bulk_create(
        RotaMember(rota=rota, person_id=turn.person, position=position, weekdays=sorted(turn.weekdays))
        for position, turn in enumerate(pattern.members)
    )
