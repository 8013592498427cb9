"""Who keeps the accounts, who sees deliveries, who handles the cards."""

from typing import Any, Final

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.roles import COORDINATORS, Role, has_role
from notices.content.access import notices_for
from resources.network.access import sees_region
from resources.network.regions import WHOLE_COUNTRY

from .models import Delivery

HANDLERS: Final = COORDINATORS | {Role.PUBLISHER}
READERS: Final = HANDLERS | {Role.ADMINISTRATOR, Role.AUDITOR}


def may_keep_accounts(person: Any) -> bool:
    return has_role(person, Role.ADMINISTRATOR)


def require_account_keeper(person: Any) -> None:
    if not may_keep_accounts(person):
        raise Forbidden("role", _("只有系统管理员可以管理发布账号。"))


def require_reader(person: Any) -> None:
    if not has_role(person, *READERS):
        raise Forbidden("role", _("只有总指挥、值班经理、信息发布、审计员或系统管理员可以查看渠道投递。"))


def deliveries_for(person: Any, among: QuerySet[Any] | None = None) -> QuerySet[Delivery]:
    """Those of the notices that the person sees, of these alone if they are given; none for people without a part in it."""
    if not has_role(person, *READERS):
        return Delivery.objects.none()
    notices = notices_for(person)
    return Delivery.objects.filter(notice__in=notices if among is None else notices.filter(pk__in=among))


def delivery_or_404(person: Any, pk: int) -> Delivery:
    require_reader(person)
    related = ("notice__incident", "account", "takes_back", "handled_by")
    found = deliveries_for(person).select_related(*related).filter(pk=pk).first()
    if found is None:
        raise Http404(pk)
    return found


def may_handle(person: Any, delivery: Delivery) -> bool:
    return has_role(person, *HANDLERS) and sees_region(person, delivery.notice.region_id or WHOLE_COUNTRY)


def require_handler(person: Any, delivery: Delivery) -> None:
    """Raises Forbidden unless the person handles cards, and answers for the notice's whole region."""
    if not has_role(person, *HANDLERS):
        raise Forbidden("role", _("只有总指挥、值班经理和信息发布可以处理渠道投递。"))
    if not may_handle(person, delivery):
        raise Forbidden("region", _("该公告涉及您负责区域以外的范围，请联系上级信息发布人员。"))
