"""What every endpoint of people shares."""

from typing import Any, TypeVar

from django.db.models import Model
from rest_framework import mixins, viewsets
from rest_framework.exceptions import NotAuthenticated

from resources.staff.models import Person

M = TypeVar("M", bound=Model)


class ReadOnly(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[M]):
    """Lists and shows what the caller sees; what they do not see does not exist."""

    @property
    def person(self) -> Person:
        """Who asks. Raises NotAuthenticated for a stranger."""
        user: Any = self.request.user
        if not isinstance(user, Person):
            raise NotAuthenticated
        return user
