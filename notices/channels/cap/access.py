"""Who sees which messages behind the login."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from notices.content.access import notices_for

from .models import CapMessage


def messages_for(person: Any) -> QuerySet[CapMessage]:
    """Those of the notices that the person sees."""
    return CapMessage.objects.filter(notice__in=notices_for(person)).select_related("notice")


def message_or_404(person: Any, identifier: str) -> CapMessage:
    found = messages_for(person).filter(identifier=identifier).first()
    if found is None:
        raise Http404(identifier)
    return found
