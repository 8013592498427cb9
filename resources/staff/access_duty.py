"""Who sees duty, and who plans it."""

from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.roles import Role, has_role

from .access import may_coordinate, posts_for
from .models import Person, Post, Rota, Shift, ShiftSwap

M = TypeVar("M", bound=Model)
CALENDAR_EDITORS = frozenset({Role.MANAGER, Role.ADMINISTRATOR})


def shifts_for(person: Person) -> QuerySet[Shift]:
    """The shifts of the posts that a person sees, and their own."""
    return Shift.objects.filter(Q(post__in=posts_for(person)) | Q(person=person))


def shift_or_404(person: Person, pk: int) -> Shift:
    """The shift with post and person. Somebody else's area does not exist."""
    rows = shifts_for(person).select_related(
        "post__region", "post__required_training", "person", "planned_person", "rota"
    )
    return _found(rows.filter(pk=pk).first())


def rotas_for(person: Person) -> QuerySet[Rota]:
    return Rota.objects.filter(post__in=posts_for(person))


def rota_or_404(person: Person, pk: int) -> Rota:
    return _found(rotas_for(person).select_related("post__region").filter(pk=pk).first())


def swaps_for(person: Person) -> QuerySet[ShiftSwap]:
    """One's own swaps, and those at posts that one coordinates."""
    swaps = ShiftSwap.objects.filter(Q(asker=person) | Q(taker=person) | Q(shift__post__in=posts_for(person)))
    return swaps if _watches(person) else swaps.filter(Q(asker=person) | Q(taker=person))


def swap_or_404(person: Person, pk: int) -> ShiftSwap:
    rows = swaps_for(person).select_related(
        "shift__post__region",
        "shift__post__required_training",
        "counter_shift__post__required_training",
        "asker",
        "taker",
    )
    return _found(rows.filter(pk=pk).first())


def may_plan(person: Person | None, post: Post) -> bool:
    """Commanders and managers of the post's region, and administrators. None: the system."""
    return may_coordinate(person, post.region_id)


def may_plan_anywhere(person: Person) -> bool:
    return has_role(person, Role.COMMANDER, Role.MANAGER, Role.ADMINISTRATOR)


def require_planner(person: Person | None, post: Post) -> None:
    if not may_plan(person, post):
        raise Forbidden(
            "not_planner", _("只有本区域的总指挥、值班经理或系统管理员可以安排 %(post)s 的值班。"), post=post
        )


def may_edit_calendar(person: Person | None) -> bool:
    return person is None or has_role(person, *CALENDAR_EDITORS)


def require_calendar_editor(person: Person | None) -> None:
    if not may_edit_calendar(person):
        raise Forbidden("not_calendar_editor", _("只有值班经理和系统管理员可以载入或更正节假日安排。"))


def _watches(person: Person) -> bool:
    return has_role(person, Role.COMMANDER, Role.MANAGER, Role.ADMINISTRATOR, Role.AUDITOR)


def _found(row: M | None) -> M:
    if row is None:
        raise Http404
    return row
