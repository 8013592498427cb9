"""The only writers of attachments. Whether the actor may add to the subject is asked by the caller, who knows what it is."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from resources.staff.models import Person

from . import access
from .choices import MOST_AT_A_SUBJECT, MOST_AT_ONCE
from .models import Attachment, AttachmentContent
from .reading import Read, Upload, read
from .registry import type_of

Subject = tuple[str, int]


def attach(subject: Subject, upload: Upload, *, actor: Person | None, now: datetime, caption: str = "") -> Attachment:
    """Keep one file; see attach_many."""
    return attach_many(subject, [upload], actor=actor, now=now, caption=caption)[0]


def attach_many(
    subject: Subject, uploads: Sequence[Upload], *, actor: Person | None, now: datetime, caption: str = ""
) -> list[Attachment]:
    """Keep all of the files at a subject (kind, id), or none. A file that is there already is that one.

    Raises Invalid (what a file is, how large, how many). An action that locks rows calls `read_all` before, `keep` within.
    """
    return keep(subject, read_all(uploads), actor=actor, now=now, caption=caption)


def read_all(uploads: Sequence[Upload]) -> list[Read]:
    """Check the files and make what is kept of them: slow, and nothing is written. Raises Invalid."""
    if len(uploads) > MOST_AT_ONCE:
        raise Invalid("too_many_attachments", _("一次最多上传%(most)d个文件，请分次上传。"), most=MOST_AT_ONCE)
    return [read(upload) for upload in uploads]


def keep(
    subject: Subject, files: Sequence[Read], *, actor: Person | None, now: datetime, caption: str = ""
) -> list[Attachment]:
    """Write what read_all made. Raises Invalid where the subject has as many files as it may have."""
    if not files:
        return []
    with transaction.atomic():
        _one_at_a_time(subject)
        kind, key = subject
        there = {
            row.sha256: row for row in Attachment.objects.filter(subject_kind=kind, subject_id=key, hidden_at=None)
        }
        for file in files:
            if file.sha256 not in there:
                there[file.sha256] = _kept(subject, file, caption, actor, now)
        if len(there) > MOST_AT_A_SUBJECT:
            raise Invalid(
                "subject_full", _("这里最多保存%(most)d个附件，请先隐藏不需要的附件。"), most=MOST_AT_A_SUBJECT
            )
    return list({file.sha256: there[file.sha256] for file in files}.values())


def hide(attachment: Attachment, *, reason: str, actor: Person, now: datetime) -> Attachment:
    """Take a wrong file out of sight; it stays on record. Raises Forbidden, Invalid without a reason, Refused if it is hidden."""
    if not access.may_hide(actor, attachment):
        raise Forbidden("not_yours", _("只有添加人和负责人可以隐藏这个附件。"))
    if not reason.strip():
        raise Invalid("reason", _("请填写隐藏原因。"))
    with transaction.atomic():
        kept = Attachment.objects.select_for_update().get(pk=attachment.pk)
        if kept.hidden_at is not None:
            raise Refused("attachment_hidden", _("这个附件已经隐藏。"))
        kept.hidden_at, kept.hidden_by, kept.hidden_reason = now, actor, reason.strip()[:200]
        kept.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
        if subject := type_of(kept.subject_kind):
            subject.on_hide(kept, actor, now)
    return kept


def _kept(subject: Subject, file: Read, caption: str, actor: Person | None, now: datetime) -> Attachment:
    kind, key = subject
    attachment = Attachment.objects.create(
        subject_kind=kind,
        subject_id=key,
        kind=file.type.kind,
        name=file.name,
        caption=caption.strip()[:200],
        media_type=file.type.media_type,
        size=len(file.data),
        sha256=file.sha256,
        added_at=now,
        added_by=actor,
    )
    AttachmentContent.objects.create(attachment=attachment, data=file.data, thumbnail=file.thumbnail)
    return attachment


def _one_at_a_time(subject: Subject) -> None:
    """Whoever else adds to the subject waits until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext(%s), hashint8(%s))", [f"attachment:{subject[0]}", subject[1]]
        )
