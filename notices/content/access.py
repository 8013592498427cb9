"""Who sees notices, who writes them, who approves them."""

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.roles import COORDINATORS, Role, has_role
from incidents.response.access import incidents_for
from resources.network.access import sees_region, visible_regions
from resources.network.regions import WHOLE_COUNTRY

from .models import Notice, NoticeSite, ReviewRule
from .rules import Verb, is_second, possible

RULERS: Final = frozenset({Role.COMMANDER, Role.ADMINISTRATOR})
AUTHORS: Final = COORDINATORS | {Role.PUBLISHER}
_ROLES: Final[Mapping[Verb, frozenset[Role]]] = dict.fromkeys(Verb, AUTHORS) | {Verb.OVERRIDE: COORDINATORS}


def notices_for(person: Any) -> QuerySet[Notice]:
    """Those of the incidents that the person sees, and the other ones that concern one of the person's regions."""
    prefixes = visible_regions(person)
    if "" in prefixes:
        return Notice.objects.all()
    inside, at_sites = Q(pk__in=[]), Q(pk__in=[])
    for prefix in prefixes:
        inside |= Q(region__code__startswith=prefix)
        at_sites |= Q(site__region__code__startswith=prefix)
    touched = NoticeSite.objects.filter(at_sites, notice=OuterRef("pk"))
    own = Q(incident=None) & (inside | Q(Exists(touched)))
    return Notice.objects.filter(Q(incident__in=incidents_for(person)) | own)


def notice_or_404(person: Any, number: str) -> Notice:
    related = ("incident", "region", "previous", "created_by", "submitted_by", "approved_by", "issued_by", "ended_by")
    found = notices_for(person).select_related(*related).filter(number=number).first()
    if found is None:
        raise Http404(number)
    return found


def may_write(person: Any) -> bool:
    return has_role(person, *AUTHORS)


def may_rule(person: Any) -> bool:
    """Whether the person decides what needs a second one."""
    return has_role(person, *RULERS)


def require_author(person: Any, region_code: str | None) -> None:
    """Raises Forbidden unless the person writes notices for the region (None: the whole network). None is the system."""
    require(person, Verb.EDIT, region_code)


def require(person: Any, verb: Verb, region_code: str | None) -> None:
    """Raises Forbidden for a role that may not, or a region that is not the person's. None is the system."""
    if person is None:
        return
    if not has_role(person, *_ROLES[verb]):
        raise Forbidden("notice_role", _("您的角色不能进行此操作，请联系信息发布、值班经理或总指挥。"))
    if not sees_region(person, region_code or WHOLE_COUNTRY):
        raise Forbidden("notice_region", _("该公告涉及您负责区域以外的范围，请联系上级信息发布人员。"))


def needs_second(kind: str) -> bool:
    rule = ReviewRule.objects.filter(pk=kind).first()
    return rule is None or rule.needs_second


def may_override(kind: str) -> bool:
    rule = ReviewRule.objects.filter(pk=kind).first()
    return rule is None or rule.may_override


def may_approve(person: Any, notice: Notice, wrote: int | None) -> bool:
    """wrote: the id of whoever saved the newest text."""
    return not needs_second(notice.kind) or is_second(person.pk, wrote, notice.submitted_by_id)


def verbs_for(person: Any, notice: Notice) -> frozenset[Verb]:
    """What the person may do with the notice as it is; approval by a second person is checked when it is asked for."""
    if not sees_region(person, notice.region_id or WHOLE_COUNTRY):
        return frozenset()
    return frozenset(verb for verb in possible(notice.status) - {Verb.EXPIRE} if has_role(person, *_ROLES[verb]))
