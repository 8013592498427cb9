"""Who sees absences, handovers and covers, and who decides on them."""

from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.roles import COORDINATORS, Role, has_role
from resources.network.access import visible_regions, within

from .access import may_coordinate, people_for, posts_for
from .models import Absence, Cover, Handover, Person, Post

M = TypeVar("M", bound=Model)


def absences_for(person: Person) -> QuerySet[Absence]:
    """One's own, those that one takes over from, and those of the people whom one may look up."""
    taken = Handover.objects.filter(taker=person, absence=OuterRef("pk"))
    return Absence.objects.filter(Q(person=person) | Q(person__in=people_for(person)) | Exists(taken))


def handovers_for(person: Person) -> QuerySet[Handover]:
    """Those that one gives or takes, and those of the absences that one sees at posts of one's area."""
    mine = Q(giver=person) | Q(taker=person)
    return Handover.objects.filter(mine | Q(absence__person__in=people_for(person), post__in=posts_for(person)))


def covers_for(person: Person) -> QuerySet[Cover]:
    """Those of the posts that answer for what one sees, and one's own."""
    return Cover.objects.filter(Q(person=person) | Q(post__in=posts_for(person)))


def absence_or_404(person: Person, pk: int) -> Absence:
    return _found(absences_for(person).select_related("person", "reported_by").filter(pk=pk).first())


def handover_or_404(person: Person, pk: int) -> Handover:
    rows = handovers_for(person).select_related("post__region", "post__head", "giver", "taker", "absence__person")
    return _found(rows.filter(pk=pk).first())


def cover_or_404(person: Person, pk: int) -> Cover:
    return _found(covers_for(person).select_related("post__region", "person").filter(pk=pk).first())


def may_manage(actor: Person | None, person: Person) -> bool:
    """Whether somebody decides on another's absences: who coordinates a region that is theirs, and administrators. None: the system."""
    if actor is None or has_role(actor, Role.ADMINISTRATOR):
        return True
    if not has_role(actor, *COORDINATORS):
        return False
    return "" in visible_regions(actor) or within(person.regions.all(), actor, "code").exists()


def managed_by(actor: Person) -> QuerySet[Person]:
    """Those for whom `may_manage` holds, and oneself."""
    if not has_role(actor, Role.ADMINISTRATOR, *COORDINATORS):
        return Person.objects.filter(pk=actor.pk)
    if "" in visible_regions(actor):
        return Person.objects.all()
    shared = within(Person.regions.through.objects.filter(person_id=OuterRef("pk")), actor, "region__code")
    return Person.objects.filter(Q(pk=actor.pk) | Exists(shared))


def require_absence_of(actor: Person | None, person: Person) -> None:
    """Oneself, and whoever decides for them. Raises Forbidden."""
    if actor is not None and actor.pk != person.pk and not may_manage(actor, person):
        raise Forbidden("not_yours", _("只能为本人登记离岗；他人的离岗由其所在区域的值班经理登记。"))


def sees_reason(actor: Person, absence: Absence) -> bool:
    """Why somebody is away is for themselves and for those who decide."""
    return actor.pk == absence.person_id or may_manage(actor, absence.person)


def may_cover(actor: Person | None, post: Post) -> bool:
    """Whether somebody names who covers a post: who coordinates its region, and its head. None: the system."""
    return may_coordinate(actor, post.region_id) or (actor is not None and actor.pk == post.head_id)


def may_name_covers(person: Person) -> bool:
    """Whether there is any post for which somebody names covers."""
    if has_role(person, Role.ADMINISTRATOR, *COORDINATORS):
        return True
    return Post.objects.filter(head=person, is_active=True).exists()


def require_cover(actor: Person | None, post: Post) -> None:
    if not may_cover(actor, post):
        raise Forbidden("not_yours", _("顶岗人由本区域的总指挥、值班经理或岗位主管指定。"))


def _found(row: M | None) -> M:
    if row is None:
        raise Http404
    return row
