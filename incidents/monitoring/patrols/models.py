"""Patrols: when each site is gone round, by whom, what was seen at each terminal, and what was found wrong."""

import uuid

from django.db import models
from django.db.models import Case, F, When
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.live_rows import LiveModel

from .choices import (
    FINISHED_STATES,
    GRACE_MINUTES,
    INTERVAL_MINUTES,
    OPEN_STATES,
    EntrySource,
    FindingEventKind,
    Outcome,
    RoundEventKind,
    RoundState,
)


class PatrolSetting(models.Model):
    """How often a site is gone round in its opening hours. Made for each site by the planning sweep.

    interval_minutes: 0 for never. planned_until: up to when its rounds are planned; None when they must be looked at anew.
    """

    site = models.OneToOneField(
        "resources.Site", models.CASCADE, primary_key=True, related_name="patrol_setting", verbose_name=_("网点")
    )
    interval_minutes = models.PositiveSmallIntegerField(_("间隔（分钟）"), default=INTERVAL_MINUTES)
    grace_minutes = models.PositiveSmallIntegerField(_("宽限（分钟）"), default=GRACE_MINUTES)
    planned_until = models.DateTimeField(null=True)
    planned_hours = models.CharField(max_length=200, blank=True, help_text="the opening hours that were planned with")
    updated_at = models.DateTimeField(null=True)
    updated_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["planned_until"], name="patrol_setting_planned")]

    def __str__(self) -> str:
        return f"{self.site_id} {self.interval_minutes}"


class Checklist(models.Model):
    """What is looked at on terminals of a model; the one with an empty model is for all that have none of their own.

    items: [{"code", "name", "faults": [fault code, …]}] in order; name is empty for the shipped items (choices.Item).
    """

    model = models.CharField(_("型号"), max_length=40, unique=True, blank=True)
    items = models.JSONField(_("检查项"))
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["model"]

    def __str__(self) -> str:
        return self.model


#: when an open round is due; nothing for one that is over
WAITS_UNTIL = Case(When(state__in=list(OPEN_STATES), then=F("due_at")))


class PatrolRound(models.Model):
    """One round of a site. due_at: after that it is late; ends_at: after that it is missed, whatever is still done."""

    site = models.ForeignKey("resources.Site", models.PROTECT, related_name="patrol_rounds", verbose_name=_("网点"))
    token = models.CharField(max_length=12, unique=True, help_text="what its code says, on paper and in addresses")
    starts_at = models.DateTimeField(_("计划时间"))
    due_at = models.DateTimeField(_("应于"))
    ends_at = models.DateTimeField()
    state = models.CharField(_("状态"), max_length=10, choices=RoundState.choices, default=RoundState.PLANNED)
    assignee = models.ForeignKey(
        "resources.Person", models.PROTECT, null=True, related_name="patrol_rounds", verbose_name=_("巡检人")
    )
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True, help_text="when the last thing to look at was looked at")
    finished_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-starts_at"]
        verbose_name = _("巡检")
        verbose_name_plural = _("巡检")
        indexes = [
            models.Index(fields=["-starts_at", "-id"], name="patrol_round_listed"),
            models.Index(fields=["assignee", "starts_at"], name="patrol_round_assignee"),
            models.Index(
                OrderBy(WAITS_UNTIL),
                OrderBy(F("starts_at"), descending=True),
                OrderBy(F("id"), descending=True),
                name="patrol_round_waiting",
            ),
            models.Index(
                fields=["starts_at"], name="patrol_round_open", condition=models.Q(state__in=list(OPEN_STATES))
            ),
            models.Index(
                fields=["due_at", "id"], name="patrol_round_due", condition=models.Q(state__in=list(OPEN_STATES))
            ),
            models.Index(
                fields=["site", "state", "starts_at", "assignee"],
                name="patrol_round_over",
                condition=models.Q(state__in=list(FINISHED_STATES)),
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["site", "starts_at"], name="patrol_round_once")]

    def __str__(self) -> str:
        return self.token


class PatrolEntry(models.Model):
    """What somebody saw of one thing at one terminal. Append-only; the newest by `seen_at` says how it is.

    uuid: made where it was typed, so that it is taken once however often it is sent. recorded_by: who typed it in, where that was
    another than `person`, who was there.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    round = models.ForeignKey(PatrolRound, models.PROTECT, related_name="entries")
    terminal = models.ForeignKey("resources.Terminal", models.PROTECT, related_name="patrol_entries")
    item = models.CharField(max_length=20)
    item_name = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(_("结果"), max_length=8, choices=Outcome.choices)
    fault_code = models.CharField(_("故障代码"), max_length=40, blank=True)
    remark = models.CharField(_("备注"), max_length=300, blank=True)
    scanned = models.BooleanField(default=False, help_text="the terminal's label was scanned")
    source = models.CharField(max_length=5, choices=EntrySource.choices, default=EntrySource.PHONE)
    person = models.ForeignKey("resources.Person", models.PROTECT, related_name="patrol_entries")
    recorded_by = models.ForeignKey("resources.Person", models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["seen_at", "id"]
        indexes = [models.Index(fields=["terminal", "item", "-seen_at"], name="patrol_entry_newest")]

    def __str__(self) -> str:
        return f"{self.terminal_id} {self.item} {self.outcome}"


class PatrolFinding(models.Model):
    """What is wrong at a terminal, until somebody sees it in order again or says with a reason that it is.

    report_key: under which it was reported to monitoring, empty for what is only noted.
    """

    terminal = models.ForeignKey("resources.Terminal", models.PROTECT, related_name="patrol_findings")
    item = models.CharField(max_length=20)
    item_name = models.CharField(max_length=40, blank=True)
    fault_code = models.CharField(_("故障代码"), max_length=40, blank=True)
    entry = models.ForeignKey(PatrolEntry, models.PROTECT, related_name="+", help_text="the newest that says so")
    warning = models.ForeignKey("incidents.Warning", models.SET_NULL, null=True, related_name="+")
    report_key = models.CharField(max_length=160, blank=True)
    opened_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    resolved_entry = models.ForeignKey(PatrolEntry, models.PROTECT, null=True, related_name="+")
    resolved_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("处理说明"), max_length=200, blank=True)

    class Meta:
        ordering = ["-opened_at"]
        verbose_name = _("巡检发现")
        verbose_name_plural = _("巡检发现")
        constraints = [
            models.UniqueConstraint(
                fields=["terminal", "item"], condition=models.Q(resolved_at=None), name="one_open_finding_an_item"
            )
        ]

    def __str__(self) -> str:
        return f"{self.terminal_id} {self.item} {self.fault_code}"


class FindingEvent(LiveModel):
    """What happened to a finding: what incidents tell of it. Append-only."""

    live = ("rounds",)

    finding = models.ForeignKey(PatrolFinding, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=8, choices=FindingEventKind.choices)
    at = models.DateTimeField()
    actor = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    fault_code = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=300, blank=True)
    absorbed_at = models.DateTimeField(null=True, help_text="when the response slice acted on it")

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["id"], name="finding_event_open", condition=models.Q(absorbed_at=None))]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.kind}"


class RoundEvent(LiveModel):
    """What happened to a round. Append-only. person: whom it concerns (who was called, to whom it was given)."""

    live = ("rounds",)

    round = models.ForeignKey(PatrolRound, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=RoundEventKind.choices)
    at = models.DateTimeField()
    actor = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.round_id} {self.kind}"
