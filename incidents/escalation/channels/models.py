"""Accounts of channels, people's ids in them, and links that acknowledge."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.escalation.choices import ACCOUNT_CHANNELS, Channel

from .choices import Standing

CHOICES = [(channel.value, channel.label) for channel in Channel if channel in ACCOUNT_CHANNELS]


class ChannelAccount(models.Model):
    """A robot, a provider of text messages or a receiver of webhooks, and how it has been doing.

    address: "" for the channel's usual one. options: what the channel's form asks (nothing secret). sealed: its secrets, encrypted.
    sent_at: the calls that its limits still count, oldest first; held_until: no call before. Both under the row's lock.
    """

    channel = models.CharField(_("渠道"), max_length=10, choices=CHOICES)
    name = models.CharField(_("名称"), max_length=60)
    region = models.ForeignKey(
        "resources.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("区域")
    )
    address = models.CharField(_("地址"), max_length=300, blank=True)
    options = models.JSONField(default=dict)
    sealed = models.TextField(default="")
    is_enabled = models.BooleanField(_("启用"), default=True)
    sent_at = ArrayField(models.DateTimeField(), default=list)
    held_until = models.DateTimeField(null=True)
    last_success_at = models.DateTimeField(_("最近成功"), null=True)
    last_error_at = models.DateTimeField(null=True)
    last_error = models.CharField(_("最近错误"), max_length=300, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("渠道账号")
        verbose_name_plural = _("渠道账号")
        ordering = ["channel", "name"]
        constraints = [models.UniqueConstraint(fields=["channel", "name"], name="channel_account_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def standing(self) -> Standing:
        """How it is doing: the newer of its last success and its last error decides."""
        if not self.is_enabled:
            return Standing.DISABLED
        if self.last_error_at and (self.last_success_at is None or self.last_error_at > self.last_success_at):
            return Standing.FAILING
        return Standing.WORKING if self.last_success_at else Standing.UNTRIED


class ChannelHandle(models.Model):
    """Somebody's own id in a channel, so that a robot can mention them."""

    person = models.ForeignKey("resources.Person", models.CASCADE, related_name="channel_handles")
    channel = models.CharField(_("渠道"), max_length=10, choices=CHOICES)
    value = models.CharField(_("成员 ID"), max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "channel"], name="channel_handle_once")]

    def __str__(self) -> str:
        return self.value


class AcknowledgeLink(models.Model):
    """A link in one message that lets one person acknowledge one subject, once. Only the SHA-256 of its token is kept."""

    message = models.ForeignKey("incidents.OutboxMessage", models.CASCADE, related_name="links")
    person = models.ForeignKey("resources.Person", models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.message_id} {self.person_id}"


class EmailTrial(models.Model):
    """A test of e-mail and what came of it: there is no account that could remember it."""

    at = models.DateTimeField(db_index=True)
    person = models.ForeignKey("resources.Person", models.CASCADE, related_name="+")
    accepted = models.BooleanField()
    error = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.at:%F} {self.accepted}"
