"""Photos of entries, kept as attachments. Imported once, when the app is ready."""

from datetime import datetime
from uuid import UUID

from django.http import Http404
from django.urls import reverse

from resources.attachments import registry
from resources.attachments.actions import attach
from resources.attachments.models import Attachment
from resources.attachments.reading import Upload
from resources.network.access import within
from resources.staff.models import Person

from . import access
from .choices import ENTRY_SUBJECT
from .models import PatrolEntry


def add_photo(uuid: UUID, upload: Upload, *, actor: Person, now: datetime) -> Attachment:
    """Keep a photo with an entry; the same one again is no second. Raises Http404, Forbidden, Invalid."""
    entries = within(PatrolEntry.objects.all(), actor, "round__site__region__code")
    entry = entries.select_related("round__site").filter(uuid=uuid).first()
    if entry is None:
        raise Http404(str(uuid))
    access.require_recorder(actor, entry.round.site)
    return attach((ENTRY_SUBJECT, entry.pk), upload, actor=actor, now=now)


def _visible_to(person: Person, subject_id: int) -> bool:
    return within(PatrolEntry.objects.filter(pk=subject_id), person, "round__site__region__code").exists()


def _page_of(subject_id: int) -> str:
    token = PatrolEntry.objects.filter(pk=subject_id).values_list("round__token", flat=True).first()
    return reverse("patrols:round", args=[token]) if token else reverse("patrols:rounds")


registry.register(ENTRY_SUBJECT, visible_to=_visible_to, back=_page_of)
