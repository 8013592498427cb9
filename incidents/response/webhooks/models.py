"""Other systems that are told, and every call to them."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.response.choices import EntryKind

from .choices import WAITING, CallState


class WebhookEndpoint(models.Model):
    """Where events go. kinds empty: all. sealed: its secret, encrypted.

    Every timeline entry up to `settled` has been looked at; `newest` had been numbered at `seen_at`. An entry gets its number
    before it is committed, so a number is settled only an hour after it was seen.
    """

    name = models.CharField(_("名称"), max_length=80, unique=True)
    url = models.URLField(_("地址"), max_length=300)
    kinds = ArrayField(
        models.CharField(max_length=14, choices=EntryKind.choices), verbose_name=_("事件类型"), default=list, blank=True
    )
    region = models.ForeignKey(
        "resources.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("区域")
    )
    with_drills = models.BooleanField(_("包括演练"), default=False)
    is_active = models.BooleanField(_("启用"), default=True)
    sealed = models.TextField(editable=False)
    created_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    settled = models.BigIntegerField(default=0)
    newest = models.BigIntegerField(default=0)
    seen_at = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0, help_text="in a row")
    paused_until = models.DateTimeField(null=True)
    last_success_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("外发接口")
        verbose_name_plural = _("外发接口")

    def __str__(self) -> str:
        return self.name


class WebhookCall(models.Model):
    """One event for one endpoint. `uuid` is the same at every attempt, so that the receiver knows a repeat."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    endpoint = models.ForeignKey(WebhookEndpoint, models.CASCADE, related_name="calls", verbose_name=_("接口"))
    entry = models.ForeignKey("incidents.TimelineEntry", models.PROTECT, related_name="+")
    state = models.CharField(_("状态"), max_length=10, choices=CallState.choices, default=CallState.QUEUED)
    attempts = models.PositiveIntegerField(_("次数"), default=0)
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("外发记录")
        verbose_name_plural = _("外发记录")
        constraints = [models.UniqueConstraint(fields=["endpoint", "entry"], name="webhook_call_once")]
        indexes = [
            models.Index(fields=["due_at"], name="webhook_call_due", condition=models.Q(state__in=WAITING)),
            models.Index(
                fields=["claimed_at"], name="webhook_call_sending", condition=models.Q(state=CallState.SENDING)
            ),
            models.Index(fields=["endpoint", "-created_at"], name="webhook_call_endpoint"),
            models.Index(fields=["-created_at"], name="webhook_call_recent"),
        ]

    def __str__(self) -> str:
        return f"{self.endpoint_id} {self.entry_id} {self.state}"
