"""Staffed counters: their windows, and the queue of each day."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.live_rows import LiveModel

from .choices import Need, PriorityCategory, PriorityMode, TicketSource, TicketState


class Counter(LiveModel):
    """人工窗口: what a substitute of this kind adds. Tokens open public pages; whoever has the address may look.

    rate: people an hour that one window serves. ratio: so many priority users are called for one other.
    """

    live = ("counters",)

    substitute = models.OneToOneField("incidents.Substitute", models.PROTECT, primary_key=True, related_name="counter")
    rate = models.PositiveSmallIntegerField(_("每窗口每小时人数"), default=20)
    priority_mode = models.CharField(
        _("优先方式"), max_length=6, choices=PriorityMode.choices, default=PriorityMode.RATIO
    )
    ratio = models.PositiveSmallIntegerField(_("优先比例"), default=3)
    idle_takes_others = models.BooleanField(_("优先窗口空闲时可办理普通号"), default=True)
    instead = models.CharField(_("撤除后的去处"), max_length=200, blank=True)
    screen_token = models.CharField(max_length=32, unique=True)
    take_token = models.CharField(max_length=32, unique=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.substitute_id}"


class Window(LiveModel):
    """A window of a counter. Closed for a pause or for good; its number is kept."""

    live = ("counter.{counter_id}", "counters")

    counter = models.ForeignKey(Counter, models.PROTECT, related_name="windows")
    number = models.PositiveSmallIntegerField(_("窗口号"))
    is_priority = models.BooleanField(_("优先窗口"), default=False)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["counter", "number"], name="window_number_once")]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Queue(LiveModel):
    """The queue of a counter on a day. Locked while a number is given or called, so there are no gaps and no doubles.

    run: priority users called one after another while others waited (see rules.order).
    """

    live = ("counter.{counter_id}", "counters")

    counter = models.ForeignKey(Counter, models.PROTECT, related_name="queues")
    day = models.DateField()
    last_ordinary = models.PositiveIntegerField(default=0)
    last_priority = models.PositiveIntegerField(default=0)
    run = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["counter", "day"], name="queue_once_a_day")]

    def __str__(self) -> str:
        return f"{self.counter_id} {self.day}"


class Ticket(LiveModel):
    """排队号. Holds no personal data: only what kind of priority was declared, and what help is wanted.

    queued_at: its place in line. for_window: sent there by another window. called_first_at ends the wait, for good.
    """

    live = ("counter.{queue.counter_id}", "counters")

    queue = models.ForeignKey(Queue, models.PROTECT, related_name="tickets")
    number = models.PositiveIntegerField()
    is_priority = models.BooleanField(_("优先"), default=False)
    category = models.CharField(_("优先类别"), max_length=10, choices=PriorityCategory.choices, blank=True)
    needs = ArrayField(models.CharField(max_length=12, choices=Need.choices), default=list, blank=True)
    source = models.CharField(_("取号方式"), max_length=5, choices=TicketSource.choices)
    state = models.CharField(_("状态"), max_length=8, choices=TicketState.choices, default=TicketState.WAITING)
    token = models.CharField(max_length=32, unique=True)
    key = models.CharField(max_length=40, blank=True, help_text="of the request; a repeat is given the same ticket")
    paper = models.CharField(
        max_length=12, blank=True, help_text="the number on paper, of a window without a connection"
    )
    issued_at = models.DateTimeField(_("取号时间"))
    queued_at = models.DateTimeField()
    called_first_at = models.DateTimeField(_("首次叫号"), null=True)
    called_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True)
    recalls = models.PositiveSmallIntegerField(default=0)
    window = models.ForeignKey(Window, models.PROTECT, null=True, related_name="tickets", verbose_name=_("窗口"))
    for_window = models.ForeignKey(Window, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["queued_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["queue", "is_priority", "number"], name="ticket_number_once"),
            models.UniqueConstraint(fields=["queue", "key"], condition=~Q(key=""), name="ticket_key_once"),
            models.UniqueConstraint(fields=["window"], condition=Q(state="called"), name="window_calls_one"),
            models.UniqueConstraint(fields=["queue", "paper"], condition=~Q(paper=""), name="ticket_paper_once"),
            models.CheckConstraint(
                condition=Q(is_priority=False, category="") | (Q(is_priority=True) & ~Q(category="")),
                name="ticket_priority_declared",
            ),
        ]
        indexes = [
            models.Index(fields=["queue", "is_priority", "queued_at"], condition=Q(state="waiting"), name="ticket_line")
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """A007, and P007 for priority users."""
        return f"{'P' if self.is_priority else 'A'}{self.number:03d}"

    @property
    def shown(self) -> str:
        """What stands on what the visitor holds."""
        return self.paper or self.code


class TicketCall(models.Model):
    """A window asked for the next ticket; the same key again is answered with the same one."""

    window = models.ForeignKey(Window, models.PROTECT, related_name="calls")
    key = models.CharField(max_length=40)
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="calls")
    at = models.DateTimeField()
    clerk = models.ForeignKey("resources.Person", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["window", "key"], name="call_key_once")]
        indexes = [models.Index(fields=["ticket", "at"], name="call_ticket")]

    def __str__(self) -> str:
        return f"{self.window_id} {self.ticket_id}"
