"""The writers of assignments: who becomes A or B of a post, and until when."""

from datetime import datetime
from typing import NoReturn

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.urls import reverse
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from resources.staff import events, memos
from resources.staff.access import may_assign
from resources.staff.choices import AssignmentRole
from resources.staff.models import Person, Post, PostAssignment
from resources.staff.periods import between, words
from resources.staff.queries_training import holds
from resources.staff.rules.absences import Window, within
from resources.staff.rules.assigning import CONSTRAINTS, first_day
from resources.staff.touched import absences_in, touched_posts

REASON_LENGTH = 200


def assign(
    post: Post,
    person: Person,
    role: str,
    validity: DateTimeTZRange,
    *,
    actor: Person | None,
    now: datetime,
    untrained_reason: str = "",
) -> PostAssignment:
    """Make a person A or B of a post in [lower, upper). actor None: the system.

    Raises Forbidden, Invalid (an empty or past time, an account out of use) and Refused (the role or the person is taken
    then; A and B would both be away and nobody covers; B has no valid training for the post, unless `untrained_reason`
    says why it is done all the same).
    """
    _require(actor, post)
    _check_validity(validity, now)
    if not person.is_active:
        raise Invalid("inactive", _("%(name)s 的账号已停用，不能任命。"), name=person)
    try:
        with transaction.atomic():
            return _assign(post, person, role, validity, untrained_reason.strip(), actor, now)
    except IntegrityError as error:
        _refuse_by_constraint(error, post, person, role, validity)


def _assign(
    post: Post,
    person: Person,
    role: str,
    validity: DateTimeTZRange,
    untrained_reason: str,
    actor: Person | None,
    now: datetime,
) -> PostAssignment:
    locked = Post.objects.select_for_update().get(pk=post.pk)
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not locked.is_active:
        raise Refused("retired", _("%(post)s已停用，不能任命。"), post=locked)
    refuse_overlap(locked, person, role, validity)
    untrained = role == AssignmentRole.B and not _is_trained(locked, person, validity, now)
    if untrained and not untrained_reason:
        raise _untrained(locked, person, validity, now)
    made = PostAssignment.objects.create(
        post=locked,
        person=person,
        role=role,
        validity=validity,
        key_post=locked.is_key,
        untrained_reason=untrained_reason[:REASON_LENGTH] if untrained else "",
        untrained_by=actor if untrained else None,
    )
    _refuse_both_away(made)
    _note("assigned", made, actor, now, text=made.untrained_reason)
    _tell("assigned", _("岗位任命：%(post)s %(role)s %(name)s"), made, now)
    return made


def end_assignment(
    assignment: PostAssignment, *, actor: Person | None, now: datetime, at: datetime | None = None
) -> PostAssignment | None:
    """End an assignment now, or `at` a later time; the row stays as history. One that has not begun by then is deleted: None."""
    _require(actor, assignment.post)
    end = at or now
    if end < now:
        raise Invalid("end_past", _("结束时间不能早于现在。"))
    with transaction.atomic():
        Post.objects.select_for_update().get(pk=assignment.post_id)
        held = PostAssignment.objects.select_for_update(of=("self",)).filter(pk=assignment.pk).first()
        if held is None or (held.validity.upper is not None and held.validity.upper <= now):
            raise Refused("ended", _("这项任命已经结束。"))
        if held.validity.upper is not None and held.validity.upper < end:
            raise Refused("longer", _("这项任命到%(until)s为止，不能用“结束”来延长。"), until=words(held.validity))
        return _end(held, end, actor, now)


def _end(held: PostAssignment, end: datetime, actor: Person | None, now: datetime) -> PostAssignment | None:
    if held.validity.lower is not None and held.validity.lower >= end:
        _note("assignment_withdrawn", held, actor, now)
        _tell("assignment_withdrawn", _("任命撤销：%(post)s %(role)s %(name)s"), held, now)
        held.delete()
        return None
    held.validity = DateTimeTZRange(held.validity.lower, end)
    held.save(update_fields=["validity"])
    _note("assignment_ended", held, actor, now)
    _tell("assignment_ended", _("任命结束：%(post)s %(role)s %(name)s"), held, now)
    return held


def refuse_overlap(post: Post, person: Person, role: str, validity: DateTimeTZRange) -> None:
    """Raises Refused where the role is taken in this time, or the person may not have it. The database says so as well."""
    same_time = PostAssignment.objects.filter(validity__overlap=validity).select_related("person", "post")
    taken = same_time.filter(post=post, role=role).order_by("validity").first()
    if taken is not None:
        raise Refused(
            "taken",
            _("%(post)s的%(role)s在该时段由%(name)s担任（%(period)s）。请先结束那项任命，或换一个时段。"),
            post=post,
            role=taken.get_role_display(),
            name=taken.person,
            period=words(taken.validity),
        )
    other_role = same_time.filter(post=post, person=person).first()
    if other_role is not None:
        raise Refused(
            "a_is_b",
            _("%(name)s在该时段已是%(post)s的%(role)s（%(period)s），同一人不能同时担任A角和B角。"),
            name=person,
            post=post,
            role=other_role.get_role_display(),
            period=words(other_role.validity),
        )
    if role == AssignmentRole.B and post.is_key:
        _refuse_two_keys(post, person, validity)


def _refuse_both_away(made: PostAssignment) -> None:
    """Raises Refused where the post's A and B would be away at one time and nobody is named to cover."""
    for gone in absences_in([made.person_id], made.validity):
        window = within(Window(gone.period.lower, gone.period.upper), made.validity.lower, made.validity.upper)
        touched = touched_posts(made.person, window) if window else []
        clash = next((clash for one in touched if one.post.pk == made.post_id for clash in one.clashes), None)
        if clash is not None:
            raise Refused(
                "both_away",
                _(
                    "%(name)s和%(other)s在%(period)s都离岗，不能分别担任%(post)s的A角和B角：请先指定这段时间的顶岗人，或另选他人。"
                ),
                name=made.person,
                other=clash.person,
                period=between(clash.window.start, clash.window.end),
                post=made.post,
            )


def _refuse_two_keys(post: Post, person: Person, validity: DateTimeTZRange) -> None:
    other = (
        PostAssignment.objects.filter(
            validity__overlap=validity, person=person, role=AssignmentRole.B, post__is_key=True
        )
        .exclude(post=post)
        .select_related("post")
        .first()
    )
    if other is not None:
        raise Refused(
            "two_keys",
            _("%(name)s在该时段已是关键岗位%(post)s的B角（%(period)s），一人不能同时担任两个关键岗位的B角。"),
            name=person,
            post=other.post,
            period=words(other.validity),
        )


def _refuse_by_constraint(
    error: IntegrityError, post: Post, person: Person, role: str, validity: DateTimeTZRange
) -> NoReturn:
    """Somebody else was quicker: what the database refused, in the same sentence as a look beforehand."""
    code = CONSTRAINTS.get(constraint_of(error), "")
    if not code:
        raise error
    refuse_overlap(post, person, role, validity)
    raise Refused(code, _("刚才有人同时修改了这个岗位的任命，请刷新后再试。")) from error


def constraint_of(error: IntegrityError) -> str:
    """The name of the constraint that the database refused by."""
    diagnostics = getattr(error.__cause__, "diag", None)
    return str(getattr(diagnostics, "constraint_name", "") or "")


def _require(actor: Person | None, post: Post) -> None:
    if not may_assign(actor, post):
        raise Forbidden("not_yours", _("只有本区域的总指挥、值班经理或系统管理员可以任命岗位人员。"))


def _check_validity(validity: DateTimeTZRange, now: datetime) -> None:
    if validity.isempty or (validity.upper is not None and validity.upper <= now):
        raise Invalid("validity", _("有效期必须在将来结束，并且晚于开始时间。"))


def _is_trained(post: Post, person: Person, validity: DateTimeTZRange, now: datetime) -> bool:
    training = post.required_training
    return training is None or holds(person, training, first_day(validity.lower, now))


def _untrained(post: Post, person: Person, validity: DateTimeTZRange, now: datetime) -> Refused:
    return Refused(
        "untrained",
        _(
            "%(name)s在%(day)s没有有效的上岗培训“%(training)s”，不能担任%(post)s的B角。"
            "请先完成培训并登记；确需先上岗的，请填写理由，理由会一直显示。"
        ),
        name=person,
        day=first_day(validity.lower, now).isoformat(),
        training=post.required_training,
        post=post,
    )


def _note(code: str, held: PostAssignment, actor: Person | None, now: datetime, text: str = "") -> None:
    bounds = [bound.isoformat() if bound else None for bound in (held.validity.lower, held.validity.upper)]
    events.write(
        code,
        at=now,
        actor=actor,
        post=held.post,
        person=held.person,
        text=text,
        name=str(held.person),
        post_name=str(held.post),
        role=held.role,
        validity=bounds,
    )


def _tell(code: str, title: str | Promise, held: PostAssignment, now: datetime) -> None:
    """The person, who shares the post in the same time, and its head."""
    others = PostAssignment.objects.filter(post=held.post_id, validity__overlap=held.validity).exclude(pk=held.pk)
    people = [held.person, *(other.person for other in others.select_related("person"))]
    memos.tell(
        [*people, *([held.post.head] if held.post.head else [])],
        key=f"{code}:{held.pk}:{int(now.timestamp())}",
        title=title,
        body=_("时间：%(period)s"),
        link=reverse("staff:post", args=[held.post_id]),
        now=now,
        params={
            "post": held.post,
            "role": AssignmentRole(held.role).label,
            "name": held.person,
            "period": lazy(words, str)(held.validity),
        },
    )
