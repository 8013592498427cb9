"""Incidents: what is broken, for whom, since when, who is on it, what is late."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.live_rows import LiveModel
from incidents.monitoring.choices import Category, Scope

from .choices import EntryKind, EventSource, Grade, ResponseLevel, Status, SubstituteKind, SubstituteStatus
from .extent.models import Lasting, Pair


class NumberSeries(models.Model):
    """The last number given on a day. Locked while an incident is numbered, so there are no gaps and no doubles."""

    day = models.DateField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.day} {self.last}"


class Incident(models.Model):
    """事件. The 30-minute clock runs from clock_started_at (the first warning) until clock_stopped_at.

    It starts again when the trouble reaches sites at which nothing serves; the timeline keeps the result of the first run.
    """

    number = models.CharField(_("事件编号"), max_length=20, unique=True)
    title = models.CharField(_("标题"), max_length=160)
    status = models.CharField(_("状态"), max_length=12, choices=Status.choices, default=Status.SUSPECTED)
    scope = models.CharField(_("影响范围"), max_length=14, choices=Scope.choices)
    category = models.CharField(_("原因类别"), max_length=10, choices=Category.choices)
    payment_method = models.CharField(_("支付方式"), max_length=20, blank=True)
    cause = models.CharField(max_length=40, blank=True)
    classified_at = models.DateTimeField(null=True, help_text="a person has set category, cause and payment method")
    evidence = models.JSONField(default=dict)
    grade = models.CharField(_("事件等级"), max_length=3, choices=Grade.choices, default=Grade.IV)
    response_level = models.CharField(_("响应级别"), max_length=14, choices=ResponseLevel.choices, blank=True)
    region = models.ForeignKey("resources.Region", models.PROTECT, null=True, related_name="+", verbose_name=_("区域"))
    is_drill = models.BooleanField(_("演练"), default=False)
    began_at = models.DateTimeField(_("开始时间"))
    opened_at = models.DateTimeField(_("登记时间"))
    opened_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    clock_started_at = models.DateTimeField()
    clock_due_at = models.DateTimeField()
    clock_stopped_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    activated_at = models.DateTimeField(null=True)
    restored_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    expected_until = models.DateTimeField(_("预计恢复时间"), null=True, blank=True)
    affected_terminals = models.PositiveIntegerField(_("受影响设备"), default=0)
    affected_sites = models.PositiveIntegerField(_("受影响网点"), default=0)
    affected_users = models.PositiveIntegerField(_("受影响用户数"), default=0, help_text="an estimate, an opening hour")
    users_terms = models.JSONField(default=dict, help_text="how affected_users came about, see rules.users.estimate()")
    coverage_km2 = models.FloatField(_("覆盖面积"), null=True, help_text="of the convex hull of the sites")
    policy_version = models.ForeignKey("incidents.PolicyVersion", models.PROTECT, related_name="+")
    plan_version = models.ForeignKey("incidents.PlanVersion", models.PROTECT, null=True, related_name="+")
    warning = models.OneToOneField("incidents.Warning", models.PROTECT, null=True, related_name="incident")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged_incidents")
    split_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")

    class Meta:
        ordering = ["-opened_at"]
        verbose_name = _("事件")
        verbose_name_plural = _("事件")
        indexes = [
            models.Index(fields=["-opened_at"], name="incident_opened"),
            models.Index(fields=["status", "-opened_at"], name="incident_status"),
            models.Index(fields=["region", "-opened_at"], name="incident_region"),
            GinIndex(fields=["number", "title"], name="incident_found_by", opclasses=["gin_trgm_ops"] * 2),
        ]

    def __str__(self) -> str:
        return self.number


class IncidentTerminal(models.Model):
    """A terminal affected, from when until when (null: still). It may have several periods, which do not overlap.

    by_hand: a person has set the end, which the reports of the same trouble leave alone.
    site: where the terminal stands, written by the database alone: a network-wide incident is counted by site on every look.
    """

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="terminals")
    terminal = models.ForeignKey("resources.Terminal", models.PROTECT, related_name="incidents")
    site = models.ForeignKey(
        "resources.Site", models.PROTECT, related_name="affected_terminals", db_index=False, editable=False
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    by_hand = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["incident", "terminal", "since"], name="incident_terminal_since"),
            models.Index(
                fields=["terminal", "incident"], condition=models.Q(until=None), name="incident_terminal_still"
            ),
            models.Index(fields=["incident", "site"], include=["until", "terminal"], name="incident_terminal_site"),
            models.Index(fields=["site"], name="incident_terminal_of_site"),
        ]
        constraints = [
            ExclusionConstraint(
                name="terminal_once_at_a_time",
                expressions=[
                    (Pair("incident", "terminal"), RangeOperators.EQUAL),
                    (Lasting("since", "until"), RangeOperators.OVERLAPS),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.terminal_id}"


class IncidentRegion(models.Model):
    """A region in which an incident has or had a terminal: who is there sees it, however wide it is.

    Written by the database alone, with the terminals: a network-wide incident has thousands of them, and each look at a list asks.
    """

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="+", db_index=False)
    region = models.ForeignKey("resources.Region", models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "region"],
                name="incident_region_once",
                opclasses=["int8_ops", "varchar_pattern_ops"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.region_id}"


class TimelineEntry(LiveModel):
    """处置记录: who did what, when, acting for whom. Append-only, in the database too."""

    live = ("incident.{incident_id}", "incidents")

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="timeline")
    kind = models.CharField(max_length=14, choices=EntryKind.choices)
    at = models.DateTimeField()
    actor = models.ForeignKey(
        "resources.Person", models.PROTECT, null=True, related_name="+", help_text="null: the system"
    )
    acting_for = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=40, help_text="names the translated sentence")
    params = models.JSONField(default=dict)
    text = models.TextField(blank=True, help_text="what a person wrote")

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["incident", "at"], name="timeline_incident")]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.kind}"


class Substitute(LiveModel):
    """替代方案 at a site (or, without a site, for the whole incident). The first that serves stops the clock."""

    live = ("incident.{incident_id}",)

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="substitutes")
    site = models.ForeignKey(
        "resources.Site", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("网点")
    )
    kind = models.CharField(_("方式"), max_length=10, choices=SubstituteKind.choices)
    status = models.CharField(
        _("状态"), max_length=10, choices=SubstituteStatus.choices, default=SubstituteStatus.REQUESTED
    )
    place = models.CharField(
        _("地点或渠道"), max_length=120, help_text="counter: where; online: which channel; hotline: number"
    )
    hours = models.CharField(_("服务时间"), max_length=60, blank=True)
    evidence = models.TextField(_("证据"), blank=True, help_text="what shows that it serves")
    capacity = models.PositiveIntegerField(
        _("服务能力"), null=True, blank=True, help_text="people an hour; null: not stated"
    )
    serving_since = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.kind}"

    @property
    def is_standing(self) -> bool:
        """Whether it is asked for or there: not withdrawn."""
        return self.status != SubstituteStatus.WITHDRAWN


class ToldEvent(models.Model):
    """An event of the inventory or of an item of equipment that stands in an incident's timeline; so it does once."""

    pk = models.CompositePrimaryKey("source", "number")
    source = models.CharField(max_length=10, choices=EventSource.choices)
    number = models.BigIntegerField(help_text="the event's primary key")

    def __str__(self) -> str:
        return f"{self.source} {self.number}"


class EventWatermark(models.Model):
    """Every event of the source up to `settled` has been looked at; `newest` had been numbered at `seen_at`.

    An event gets its number before it is committed, so a number is settled only an hour after it was seen.
    """

    source = models.CharField(max_length=10, choices=EventSource.choices, primary_key=True)
    settled = models.BigIntegerField(default=0)
    newest = models.BigIntegerField(default=0)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.source} {self.settled} {self.newest}"


class FormerRun(models.Model):
    """How an incident had ended before it was opened again: one row each time. Its number counts from 1."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="former_runs")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=12, choices=Status.choices, help_text="in which it had ended")
    restored_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    clock_started_at = models.DateTimeField()
    clock_due_at = models.DateTimeField()
    clock_stopped_at = models.DateTimeField(null=True)
    terminals = models.PositiveIntegerField()
    reopened_at = models.DateTimeField()
    reopened_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["incident", "number"], name="former_run_once")]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.number}"


class GradeRule(models.Model):
    """Which grade an incident gets: the first rule by rank that matches. Empty fields match everything."""

    rank = models.PositiveIntegerField(_("顺序"), unique=True)
    grade = models.CharField(_("事件等级"), max_length=3, choices=Grade.choices)
    scope = models.CharField(_("影响范围"), max_length=14, choices=Scope.choices, blank=True)
    category = models.CharField(_("原因类别"), max_length=10, choices=Category.choices, blank=True)
    cause = models.CharField(_("原因代码"), max_length=40, blank=True)
    min_terminals = models.PositiveIntegerField(_("最少受影响设备"), default=0)
    payment_method = models.CharField(_("支付方式"), max_length=20, blank=True, help_text="* matches any one method")

    class Meta:
        ordering = ["rank"]
        verbose_name = _("定级规则")
        verbose_name_plural = _("定级规则")

    def __str__(self) -> str:
        return f"{self.rank} {self.grade}"
