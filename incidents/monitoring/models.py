"""What the terminals said last, what they were paid by the minute, and the warnings drawn from it."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.live_rows import LiveModel

from .choices import Category, Colour, Condition, RuleKind, Scope, SignalKind, WarningEventKind, WarningSource


class IntakeKey(models.Model):
    """What a terminal or gateway shows to be heard. Only the SHA-256 is stored; the prefix tells people which one it is."""

    name = models.CharField(_("名称"), max_length=80)
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    is_bound = models.BooleanField(
        _("只限所列网点"), default=False, help_text="a bound key without sites opens nothing"
    )
    sites = models.ManyToManyField("resources.Site", blank=True, related_name="+", verbose_name=_("限定网点"))
    created_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class TerminalState(models.Model):
    """The newest report of a terminal: one row a terminal, written only by the intake (and `condition` by detection).

    No column that a report changes is indexed, and pages keep room (migration 0005), so updates stay within their page (HOT).
    """

    terminal = models.OneToOneField("resources.Terminal", models.CASCADE, primary_key=True, related_name="state")
    seq = models.BigIntegerField(help_text="of the newest report; -1 where none has counted yet")
    seen = models.BinaryField(help_text="anti-replay window, see intake.admission.packed")
    at = models.DateTimeField(help_text="the terminal's time of the newest report")
    received_at = models.DateTimeField(help_text="when the newest report reached us")
    last_heard_at = models.DateTimeField(help_text="when any report, also an old one, last reached us")
    previous_heard_at = models.DateTimeField(null=True)
    interval = models.FloatField(default=60, help_text="seconds between two reports, smoothed")
    device = models.CharField(max_length=16)
    components = models.JSONField(default=dict, help_text="only what is not ok")
    network_state = models.CharField(max_length=10, default="ok")
    latency_ms = models.IntegerField(null=True)
    condition = models.CharField(max_length=16, choices=Condition.choices, default=Condition.UNKNOWN)
    condition_since = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["terminal"],
                name="state_not_in_service",
                condition=~models.Q(condition=Condition.IN_SERVICE),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.terminal_id} {self.condition}"


class MinuteWindow(models.Model):
    """Payments of one terminal by one method in one minute of the terminal's time.

    Written only by the intake, which has just read the terminal: the foreign key is not checked again row by row.
    """

    pk = models.CompositePrimaryKey("minute", "terminal_id", "method")
    minute = models.DateTimeField()
    terminal = models.ForeignKey(
        "resources.Terminal", models.CASCADE, db_index=False, db_constraint=False, related_name="+"
    )
    method = models.CharField(max_length=20)
    ok = models.IntegerField(default=0)
    failed = models.IntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["terminal", "minute"], name="minute_window_terminal"),
            models.Index(fields=["minute"], name="minute_window_failed", condition=models.Q(failed__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.terminal_id} {self.method} {self.minute:%H:%M}"


class TerminalEvent(LiveModel):
    """A terminal's condition changed. Append-only history; a million rows are usual."""

    live = ("terminal.{terminal_id}", "terminals")

    terminal = models.ForeignKey("resources.Terminal", models.CASCADE, related_name="events", db_index=False)
    at = models.DateTimeField()
    condition_from = models.CharField(max_length=16, choices=Condition.choices)
    condition_to = models.CharField(max_length=16, choices=Condition.choices)
    device = models.CharField(max_length=16)
    components = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["terminal", "-at"], name="terminal_event_terminal"),
            BrinIndex(fields=["at"], name="terminal_event_at"),
        ]

    def __str__(self) -> str:
        return f"{self.terminal_id} {self.condition_to}"


class Rule(models.Model):
    """What counts as trouble; edited in a page. Parameters by kind are described in parameters.py."""

    kind = models.CharField(_("类型"), max_length=16, choices=RuleKind.choices)
    name = models.CharField(_("名称"), max_length=80)
    enabled = models.BooleanField(_("启用"), default=True)
    parameters = models.JSONField(_("参数"), default=dict)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["kind", "id"]

    def __str__(self) -> str:
        return self.name


class RuleVersion(models.Model):
    """A rule as it was saved: by whom, when. Append-only; the newest is what the rule says now."""

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    enabled = models.BooleanField()
    parameters = models.JSONField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["rule", "number"], name="rule_version_once")]

    def __str__(self) -> str:
        return f"{self.rule_id} v{self.number}"


class Warning(models.Model):
    """预警: signals with one cause. At most one is open for a grouping key."""

    key = models.CharField(max_length=200, help_text="the grouping, e.g. line:310101-电信 or method:wechat")
    source = models.CharField(_("来源"), max_length=10, choices=WarningSource.choices, default=WarningSource.REPORTS)
    scope = models.CharField(_("影响范围"), max_length=14, choices=Scope.choices)
    category = models.CharField(_("原因类别"), max_length=10, choices=Category.choices)
    colour = models.CharField(_("预警颜色"), max_length=8, choices=Colour.choices, default=Colour.BLUE)
    payment_method = models.CharField(_("支付方式"), max_length=20, blank=True)
    cause = models.CharField(max_length=40, help_text="code of the cause: silence, fault code, failures")
    evidence = models.JSONField(default=dict, help_text="{code, params}: rendered by monitoring.evidence.sentence()")
    region = models.ForeignKey("resources.Region", models.PROTECT, null=True, related_name="+")
    site = models.ForeignKey("resources.Site", models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(db_index=True)
    began_at = models.DateTimeField(help_text="estimated begin of the fault")
    upgraded_at = models.DateTimeField(null=True)
    cleared_at = models.DateTimeField(null=True)
    memory = models.JSONField(default=dict, help_text="what detection must remember of it between two passes")

    class Meta:
        ordering = ["-opened_at"]
        indexes = [models.Index(fields=["-opened_at"], name="warning_open", condition=models.Q(cleared_at=None))]
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=models.Q(cleared_at=None), name="one_open_warning_a_key")
        ]

    def __str__(self) -> str:
        return self.key


class WarningTerminal(models.Model):
    """A terminal that a warning covers, from when until when."""

    warning = models.ForeignKey(Warning, models.CASCADE, related_name="members")
    terminal = models.ForeignKey("resources.Terminal", models.CASCADE, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["warning", "terminal"], name="terminal_once_a_warning")]

    def __str__(self) -> str:
        return f"{self.warning_id} {self.terminal_id}"


class WarningEvent(LiveModel):
    """One row a change of a warning: what incidents, statistics and the page read. Append-only."""

    live = ("warning.{warning_id}", "warnings")

    warning = models.ForeignKey(Warning, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=WarningEventKind.choices)
    at = models.DateTimeField()
    scope = models.CharField(max_length=14, choices=Scope.choices)
    evidence = models.JSONField(default=dict)
    terminals = models.PositiveIntegerField(default=0, help_text="how many the warning covered then")
    absorbed_at = models.DateTimeField(null=True, help_text="when the response slice acted on it")

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["id"], name="warning_event_open", condition=models.Q(absorbed_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.warning_id} {self.kind}"


class Signal(models.Model):
    """A child: what one terminal (and method) showed. Recorded and silent."""

    terminal = models.ForeignKey("resources.Terminal", models.CASCADE, related_name="signals")
    warning = models.ForeignKey(Warning, models.SET_NULL, null=True, related_name="signals")
    kind = models.CharField(max_length=10, choices=SignalKind.choices)
    code = models.CharField(max_length=40, blank=True, help_text="fault code or payment method")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    detail = models.JSONField(default=dict)
    source = models.CharField(max_length=10, choices=WarningSource.choices, default=WarningSource.REPORTS)
    report_key = models.CharField(max_length=160, blank=True, help_text="under which its reporter will clear it")

    class Meta:
        indexes = [
            models.Index(fields=["-began_at"], name="signal_began"),
            models.Index(
                fields=["source", "report_key"],
                name="signal_reported",
                condition=~models.Q(source=WarningSource.REPORTS),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["terminal", "kind", "code", "source", "report_key"],
                condition=models.Q(ended_at=None),
                name="one_open_signal_a_terminal",
            )
        ]

    def __str__(self) -> str:
        return f"{self.terminal_id} {self.kind} {self.code}"


class FleetBaseline(models.Model):
    """What is usual in this fleet, learned from it: loss of reports, failures by method. One row (id 1)."""

    learned_until = models.DateTimeField(null=True)
    resumed_at = models.DateTimeField(null=True, help_text="when we ran again after not having looked for a while")
    rates = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.learned_until}"


class SummedPeriod(models.Model):
    """Ten minutes whose payments have been added up (see summing), and when that was done last."""

    start = models.DateTimeField(primary_key=True)
    summed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.start:%H:%M}"


class PaymentSum(models.Model):
    """Payments of a region by one method in ten minutes: a district's, and all of its city's, province's and country's.

    So any region's day is read in one row a method and period, whatever the size of the fleet. Written only by summing.
    """

    pk = models.CompositePrimaryKey("region_code", "start", "method")
    region_code = models.CharField(max_length=6, help_text="GB/T 2260; 000000 is the whole country")
    start = models.DateTimeField()
    method = models.CharField(max_length=20)
    ok = models.IntegerField()
    failed = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["start"], name="payment_sum_start")]

    def __str__(self) -> str:
        return f"{self.region_code} {self.method} {self.start:%H:%M}"


class PaymentDay(models.Model):
    """Payments of a region by one method on a day in Shanghai: what is left of PaymentSum when the day is over. Written once.

    Kept for 400 days, so that a quarter and a year can be looked at.
    """

    pk = models.CompositePrimaryKey("region_code", "day", "method")
    region_code = models.CharField(max_length=6, help_text="GB/T 2260; 000000 is the whole country")
    day = models.DateField()
    method = models.CharField(max_length=20)
    ok = models.BigIntegerField()
    failed = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["day"], name="payment_day_day")]

    def __str__(self) -> str:
        return f"{self.region_code} {self.method} {self.day}"
