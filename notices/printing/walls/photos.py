"""Photos of walls: who sees them. Imported once, when the app is ready."""

from datetime import datetime

from django.urls import reverse

from resources.attachments import registry
from resources.attachments.models import Attachment
from resources.staff.models import Person

from . import history
from .access import postings_for
from .choices import SUBJECT
from .models import Posting


def _sees(person: Person, posting: int) -> bool:
    return postings_for(person).filter(pk=posting).exists()


def _hidden(attachment: Attachment, actor: Person, now: datetime) -> None:
    rows = Posting.objects.select_related("site", "sheet", "notice", "incident")
    posting = rows.get(pk=attachment.subject_id)
    history.write_of(
        posting, "wall_photo_hidden", actor=actor, now=now, text=attachment.hidden_reason, name=attachment.name
    )


registry.register(
    SUBJECT, visible_to=_sees, back=lambda posting: reverse("walls:posting", args=[posting]), on_hide=_hidden
)
