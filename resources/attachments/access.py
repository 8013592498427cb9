"""Who fetches an attachment: those who see its subject; a hidden one only those who may hide it."""

from django.http import Http404

from resources.staff.models import Person

from .models import Attachment
from .registry import type_of


def attachment_or_404(person: Person, pk: int) -> Attachment:
    """What a person may not see does not exist for them."""
    found = Attachment.objects.select_related("added_by", "hidden_by").filter(pk=pk).first()
    if found is None or not _is_visible(person, found):
        raise Http404(pk)
    return found


def may_hide(person: Person, attachment: Attachment) -> bool:
    subject = type_of(attachment.subject_kind)
    if subject is None or not subject.visible_to(person, attachment.subject_id):
        return False
    return attachment.added_by_id == person.pk or subject.may_hide(person, attachment.subject_id)


def _is_visible(person: Person, attachment: Attachment) -> bool:
    subject = type_of(attachment.subject_kind)
    if subject is None or not subject.visible_to(person, attachment.subject_id):
        return False
    return attachment.hidden_at is None or may_hide(person, attachment)
