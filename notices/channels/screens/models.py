"""Texts on terminals' screens: what is wanted of each, and how far each terminal is."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.live_rows import LiveModel

from .choices import OPEN, STANDING, Places, TextState, Trouble


class ScreenChoice(models.Model):
    """On which terminals a notice is shown; without a row on all of its sites. Carried over to what replaces the notice.

    sites, terminals: ids of what was chosen. without: ids of terminals that somebody has taken out by hand.
    """

    notice = models.OneToOneField("notices.Notice", models.CASCADE, primary_key=True, related_name="screen_choice")
    places = models.CharField(_("显示范围"), max_length=10, choices=Places.choices, default=Places.ALL)
    neighbours = models.BooleanField(_("邻近网点也显示"), default=False)
    sites = ArrayField(models.BigIntegerField(), default=list)
    terminals = ArrayField(models.BigIntegerField(), default=list)
    without = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        verbose_name = _("屏幕显示范围")
        verbose_name_plural = _("屏幕显示范围")

    def __str__(self) -> str:
        return f"{self.notice_id} {self.places}"


class ScreenText(LiveModel):
    """A notice's text for one terminal, copied when it was issued. The newest that stands is the one that is to be shown.

    until: the terminal itself stops then. wanted_at: a text that a person sends later covers it. command: the newest that carried it.
    """

    live = ("notice.{notice_id}", "terminal.{terminal_id}", "screens")

    notice = models.ForeignKey("notices.Notice", models.PROTECT, related_name="screen_texts")
    terminal = models.ForeignKey("resources.Terminal", models.PROTECT, related_name="screen_texts")
    text = models.CharField(_("屏幕文字"), max_length=600)
    until = models.DateTimeField(_("显示到"))
    state = models.CharField(_("状态"), max_length=10, choices=TextState.choices, default=TextState.WANTED)
    state_at = models.DateTimeField(_("状态时间"))
    wanted_at = models.DateTimeField()
    shown_at = models.DateTimeField(_("终端回执"), null=True, help_text="the first receipt")
    reached_at = models.DateTimeField(
        null=True, help_text="when it first stood there, or may have: fetched and not answered"
    )
    attempts = models.PositiveIntegerField(_("下发次数"), default=0)
    error = models.CharField(_("原因"), max_length=200, blank=True, help_text="Trouble, or the terminal's own words")
    command = models.ForeignKey("incidents.TerminalCommand", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["terminal__code"]
        verbose_name = _("屏幕文字")
        verbose_name_plural = _("屏幕文字")
        indexes = [
            models.Index(fields=["notice", "state"], name="screen_text_notice"),
            models.Index(fields=["terminal"], name="screen_text_open", condition=models.Q(state__in=OPEN)),
            models.Index(fields=["until"], name="screen_text_until", condition=models.Q(state__in=OPEN)),
        ]
        constraints = [models.UniqueConstraint(fields=["notice", "terminal"], name="screen_text_once")]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.terminal_id} {self.state}"

    @property
    def is_standing(self) -> bool:
        return self.state in STANDING

    @property
    def why(self) -> str:
        """What went wrong last, in words."""
        return str(Trouble(self.error).label) if self.error in Trouble.values else self.error


class ScreenSlot(LiveModel):
    """How far a terminal is with what is wanted of it. Whoever changes its texts' states holds the lock of this row.

    command, carrying: what is on its way, and the text in it (null: it clears). showing, said_by: our text that the terminal has
    said to show last, and the command that it said so of. dirty_at: since when something of ours may stand there, null: nothing.
    due_at: when to look at it again, null: all is as it is to be.
    """

    live = ("terminal.{terminal_id}", "screens")

    terminal = models.OneToOneField("resources.Terminal", models.PROTECT, primary_key=True, related_name="screen_slot")
    command = models.ForeignKey("incidents.TerminalCommand", models.PROTECT, null=True, related_name="+")
    carrying = models.ForeignKey(ScreenText, models.PROTECT, null=True, related_name="+")
    showing = models.ForeignKey(ScreenText, models.PROTECT, null=True, related_name="+")
    said_by = models.ForeignKey("incidents.TerminalCommand", models.PROTECT, null=True, related_name="+")
    dirty_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0, help_text="in vain, since the last receipt or change")
    due_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                name="screen_slot_due",
                condition=models.Q(due_at__isnull=False, command__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.terminal_id}"
