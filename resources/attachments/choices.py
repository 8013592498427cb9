"""Vocabularies and limits of attachments."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

MOST_BYTES: Final = 10 * 1024 * 1024
#: files sent at once, and files shown at one subject
MOST_AT_ONCE: Final = 10
MOST_AT_A_SUBJECT: Final = 200


class AttachmentKind(models.TextChoices):
    IMAGE = "image", _("图片")
    PDF = "pdf", _("PDF")
    TEXT = "text", _("文本")
    SHEET = "sheet", _("表格")
    DOCUMENT = "document", _("文档")
