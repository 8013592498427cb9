"""CAP messages as they were sent."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .choices import MessageStatus, MessageType


class CapMessage(models.Model):
    """A message of a notice: a copy of the facts, byte for byte. Never changes, in the database too.

    A notice has one message for its issue, and one more if it is cancelled. headline, summary: of the Chinese text, for lists.
    """

    notice = models.ForeignKey("notices.Notice", models.PROTECT, related_name="cap_messages", verbose_name=_("公告"))
    identifier = models.CharField(_("消息标识"), max_length=40, unique=True, help_text="FB-YYYYMMDD-NNN.N")
    sender = models.CharField(_("发送方"), max_length=255)
    sent = models.DateTimeField(_("发送时间"))
    status = models.CharField(pgettext_lazy("CAP", "性质"), max_length=8, choices=MessageStatus.choices)
    msg_type = models.CharField(_("消息类型"), max_length=6, choices=MessageType.choices)
    references = models.TextField(_("所指消息"), blank=True, help_text="sender,identifier,sent of each, blanks between")
    expires = models.DateTimeField(_("有效期"), null=True)
    headline = models.CharField(_("标题"), max_length=200)
    summary = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64)
    xml = models.TextField()

    class Meta:
        ordering = ["-sent", "-pk"]
        verbose_name = _("CAP 消息")
        verbose_name_plural = _("CAP 消息")
        indexes = [models.Index(fields=["status", "-sent", "-id"], name="cap_message_feed")]

    def __str__(self) -> str:
        return self.identifier
