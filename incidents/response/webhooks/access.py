"""Who manages the systems that are told, and sees what was sent to them."""

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.roles import Role, has_role
from resources.staff.models import Person

from .models import WebhookCall, WebhookEndpoint


def may_manage_webhooks(person: Person) -> bool:
    return has_role(person, Role.ADMINISTRATOR)


def require_webhook_manager(person: Person | None) -> None:
    """Raises Forbidden unless the person is an administrator; None is the system."""
    if person is not None and not may_manage_webhooks(person):
        raise Forbidden("not_webhook_manager", _("只有管理员可以管理外发接口。"))


def endpoints_for(person: Person) -> QuerySet[WebhookEndpoint]:
    return WebhookEndpoint.objects.all() if may_manage_webhooks(person) else WebhookEndpoint.objects.none()


def endpoint_or_404(person: Person, pk: int) -> WebhookEndpoint:
    found = endpoints_for(person).select_related("region").filter(pk=pk).first()
    if found is None:
        raise Http404(str(pk))
    return found


def calls_for(person: Person) -> QuerySet[WebhookCall]:
    return WebhookCall.objects.filter(endpoint__in=endpoints_for(person))
