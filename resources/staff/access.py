"""Who asks."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from .models import Person


def person_of(request: HttpRequest) -> Person:
    """The person who is logged in. Raises PermissionDenied for a stranger (the login middleware lets none so far)."""
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user
