"""Attachments: what people add to a thing as evidence. A wrong one is hidden with a reason and stays on record."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .choices import AttachmentKind


class Attachment(models.Model):
    """A file of a subject (`subject_kind`, `subject_id`), told apart by its content: the same file is there once.

    Its bytes lie in AttachmentContent, so that lists stay light. sha256, size: of the bytes kept, in hexadecimal and bytes.
    """

    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    kind = models.CharField(_("类型"), max_length=10, choices=AttachmentKind.choices)
    name = models.CharField(_("文件名"), max_length=120)
    caption = models.CharField(_("说明"), max_length=200, blank=True)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("大小"))
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField(_("添加时间"))
    added_by = models.ForeignKey(
        "resources.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("添加人")
    )
    hidden_at = models.DateTimeField(null=True)
    hidden_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    hidden_reason = models.CharField(_("隐藏原因"), max_length=200, blank=True)

    class Meta:
        ordering = ["added_at", "pk"]
        verbose_name = _("附件")
        verbose_name_plural = _("附件")
        indexes = [models.Index(fields=["subject_kind", "subject_id", "added_at"], name="attachment_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "sha256"],
                condition=models.Q(hidden_at=None),
                name="attachment_once_a_subject",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_image(self) -> bool:
        return self.kind == AttachmentKind.IMAGE

    @property
    def subject(self) -> tuple[str, int]:
        return self.subject_kind, self.subject_id


class AttachmentContent(models.Model):
    """The bytes of an attachment, and of a picture a small one."""

    attachment = models.OneToOneField(Attachment, models.PROTECT, primary_key=True, related_name="content")
    data = models.BinaryField()
    thumbnail = models.BinaryField(null=True)

    def __str__(self) -> str:
        return f"{self.attachment_id}"
