"""Remote commands, and what the screens show."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.live_rows import LiveModel

from .choices import WAITING, CommandKind, CommandState


class TerminalCommand(LiveModel):
    """远程指令 to one terminal. `uuid` names it outside; a terminal carries out each uuid once, whatever reaches it how often.

    batch: those that were given together. due_at: without an answer until then it has timed out.
    """

    live = ("terminal.{terminal_id}", "incident.{incident_id}", "commands")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    batch = models.UUIDField(editable=False)
    terminal = models.ForeignKey("resources.Terminal", models.PROTECT, related_name="commands", verbose_name=_("终端"))
    incident = models.ForeignKey("incidents.Incident", models.PROTECT, null=True, related_name="commands")
    kind = models.CharField(_("指令"), max_length=14, choices=CommandKind.choices)
    params = models.JSONField(default=dict)
    state = models.CharField(_("状态"), max_length=10, choices=CommandState.choices, default=CommandState.QUEUED)
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    requested_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True)
    fetched_by = models.ForeignKey("incidents.IntakeKey", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    output = models.TextField(_("答复"), blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["-queued_at", "-id"]
        verbose_name = _("远程指令")
        verbose_name_plural = _("远程指令")
        indexes = [
            models.Index(fields=["due_at"], name="command_due", condition=models.Q(state__in=WAITING)),
            models.Index(fields=["terminal", "-queued_at"], name="command_terminal"),
            models.Index(fields=["incident", "-queued_at"], name="command_incident"),
            models.Index(fields=["-queued_at"], name="command_recent"),
            models.Index(fields=["batch"], name="command_batch"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["terminal", "kind"], condition=models.Q(state__in=WAITING), name="one_waiting_command_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.terminal_id} {self.state}"


class TerminalScreen(LiveModel):
    """What a terminal's screen shows beside its own pages, by the terminal's last word. No row: it has never said anything.

    text: "" for nothing. until: the terminal itself stops then. notice: number of the notice that it is from, "" for a person's own
    text. command: that put it there, or took it away; null where the terminal says that it shows something else than it was told.
    """

    live = ("terminal.{terminal_id}",)

    terminal = models.OneToOneField("resources.Terminal", models.CASCADE, primary_key=True, related_name="screen")
    text = models.CharField(_("屏幕文字"), max_length=600, blank=True)
    since = models.DateTimeField(_("开始显示"))
    until = models.DateTimeField(_("显示到"), null=True)
    notice = models.CharField(_("公告编号"), max_length=24, blank=True)
    command = models.ForeignKey(TerminalCommand, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(_("终端确认"))

    class Meta:
        ordering = ["-since", "-pk"]
        verbose_name = _("终端屏幕")
        verbose_name_plural = _("终端屏幕")
        indexes = [models.Index(fields=["-since"], name="screen_showing", condition=~models.Q(text=""))]

    def __str__(self) -> str:
        return f"{self.terminal_id} {self.text}"
