"""Reads of attachments. None of them touches the bytes."""

from collections.abc import Collection

from django.db.models import QuerySet

from .models import Attachment


def attachments_of(subject: tuple[str, int]) -> list[Attachment]:
    """All of a subject's, the hidden ones too, in the order in which they came."""
    kind, key = subject
    return list(_with_people().filter(subject_kind=kind, subject_id=key))


def of_many(kind: str, ids: Collection[int]) -> dict[int, list[Attachment]]:
    """The attachments of each of these subjects, an empty list where there is none; one query."""
    found: dict[int, list[Attachment]] = {key: [] for key in ids}
    for attachment in _with_people().filter(subject_kind=kind, subject_id__in=list(found)):
        found[attachment.subject_id].append(attachment)
    return found


def by_id(ids: Collection[int]) -> dict[int, Attachment]:
    """These attachments, of whatever subjects, by primary key; one query."""
    return {attachment.pk: attachment for attachment in _with_people().filter(pk__in=ids)}


def _with_people() -> QuerySet[Attachment]:
    return Attachment.objects.select_related("added_by", "hidden_by").order_by("added_at", "pk")
