"""The writers of people: who becomes A or B of a post and until when, who may do what, how somebody's screen looks."""

import json
from collections.abc import Collection
from datetime import datetime

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from emergency_ops.lib.roles import COORDINATORS, Role, has_role
from resources.network.access import sees_region
from resources.network.models import Region
from resources.staff.access import may_change_access
from resources.staff.choices import AssignmentRole
from resources.staff.models import Person, Post, PostAssignment


def assign(
    post: Post, person: Person, role: str, validity: DateTimeTZRange, *, actor: Person | None, now: datetime
) -> PostAssignment:
    """Make a person A or B of a post in [lower, upper). actor None: the system.

    Raises Forbidden, Invalid (an empty or past time, an account out of use) and Refused (the role or the person is taken then).
    """
    _may_assign(actor, post)
    _check_validity(validity, now)
    if not person.is_active:
        raise Invalid("inactive", _("%(name)s 的账号已停用，不能任命。"), name=person)
    with transaction.atomic():
        Post.objects.select_for_update().get(pk=post.pk)
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        _refuse_overlap(post, person, role, validity)
        return PostAssignment.objects.create(
            post=post, person=person, role=role, validity=validity, key_post=post.is_key
        )


def end_assignment(assignment: PostAssignment, *, actor: Person | None, now: datetime) -> PostAssignment | None:
    """End an assignment now; the row stays as history. One that has not begun yet is deleted: None."""
    _may_assign(actor, assignment.post)
    with transaction.atomic():
        held = PostAssignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
        lower, upper = held.validity.lower, held.validity.upper
        if upper is not None and upper <= now:
            raise Refused("ended", _("这项任命已经结束。"))
        if lower is not None and lower >= now:
            held.delete()
            return None
        held.validity = DateTimeTZRange(lower, now)
        held.save(update_fields=["validity"])
        return held


def set_access(
    person: Person,
    *,
    roles: Collection[Role],
    regions: Collection[Region],
    is_active: bool,
    actor: Person,
    now: datetime,
) -> Person:
    """Replace somebody's roles and regions, open or close the account. Administrators only; leaves a log entry.

    Raises Forbidden, and Refused where administrators would lock themselves out.
    """
    if not may_change_access(actor):
        raise Forbidden("not_administrator", _("只有系统管理员可以修改角色和负责区域。"))
    if person.pk == actor.pk and not (is_active and (actor.is_superuser or Role.ADMINISTRATOR in roles)):
        raise Refused("own_access", _("不能停用自己的账号，也不能取消自己的系统管理员角色。"))
    with transaction.atomic():
        locked = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        other_groups = locked.groups.exclude(name__in=list(Role))
        locked.groups.set([*other_groups, *(Group.objects.get_or_create(name=str(role))[0] for role in roles)])
        locked.regions.set(regions)
        locked.is_active = is_active
        locked.save(update_fields=["is_active"])
        _log(
            locked, {"roles": sorted(roles), "regions": sorted(r.pk for r in regions), "active": is_active}, actor, now
        )
    return locked


def set_display(person: Person, *, theme: str, large_type: bool) -> None:
    """How the screen looks to this person."""
    person.theme = theme
    person.large_type = large_type
    person.save(update_fields=["theme", "large_type"])


def _log(person: Person, changed: dict[str, object], actor: Person, now: datetime) -> None:
    LogEntry.objects.create(
        user=actor,
        content_type=ContentType.objects.get_for_model(Person),
        object_id=str(person.pk),
        object_repr=str(person)[:200],
        action_flag=CHANGE,
        change_message=json.dumps(changed, ensure_ascii=False),
        action_time=now,
    )


def _may_assign(actor: Person | None, post: Post) -> None:
    if actor is None or has_role(actor, Role.ADMINISTRATOR):
        return
    if not has_role(actor, *COORDINATORS) or not sees_region(actor, post.region_id):
        raise Forbidden("not_yours", _("只有本区域的总指挥、值班经理或系统管理员可以任命岗位人员。"))


def _check_validity(validity: DateTimeTZRange, now: datetime) -> None:
    if validity.isempty or (validity.upper is not None and validity.upper <= now):
        raise Invalid("validity", _("有效期必须在将来结束。"))


def _refuse_overlap(post: Post, person: Person, role: str, validity: DateTimeTZRange) -> None:
    """The database refuses the first two as well; here they get a sentence. The third is a rule between posts."""
    same_time = PostAssignment.objects.filter(validity__overlap=validity).select_related("person", "post")
    taken = same_time.filter(post=post, role=role).first()
    if taken is not None:
        raise Refused(
            "taken",
            _("该时段%(post)s的%(role)s已由%(name)s担任。"),
            post=post,
            role=taken.get_role_display(),
            name=taken.person,
        )
    if same_time.filter(post=post, person=person).exists():
        raise Refused("a_is_b", _("同一人不能同时担任%(post)s的A角和B角。"), post=post)
    if role != AssignmentRole.B or not post.is_key:
        return
    other = same_time.filter(person=person, role=AssignmentRole.B, post__is_key=True).first()
    if other is not None:
        raise Refused("two_keys", _("%(name)s在该时段已是关键岗位%(post)s的B角。"), name=person, post=other.post)
