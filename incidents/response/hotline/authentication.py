"""Who may speak to the hotlines' REST: people with a session, telephone systems with an intake key."""

import time
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from incidents.monitoring.intake import keys
from resources.staff.models import Person


class IntakeKeyAuthentication(BaseAuthentication):
    """A telephone system shows an intake key; `request.auth` is then its grant. Without one the session decides."""

    def authenticate(self, request: Request) -> tuple[Any, keys.Grant] | None:
        secret = keys.presented(request.headers.get("Authorization", ""), request.headers.get("X-Intake-Key", ""))
        if not secret:
            return None
        grant = keys.grant_of(secret, time.monotonic())
        if grant is None:
            raise AuthenticationFailed(
                _("缺少接入密钥，或密钥未知、已吊销。请在 Authorization: Bearer 中提供有效密钥。")
            )
        return AnonymousUser(), grant

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class IntakeKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = IntakeKeyAuthentication
    name = "intakeKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "an intake key (eok_…)"}


class KeyOrPerson(BasePermission):
    def has_permission(self, request: Request, view: Any) -> bool:
        return isinstance(request.auth, keys.Grant) or isinstance(request.user, Person)


def sites_of_key(request: Request) -> frozenset[int] | None:
    """The sites to which the key of a telephone system is bound; None for all."""
    auth: Any = request.auth
    sites: frozenset[int] | None = auth.sites
    return sites
