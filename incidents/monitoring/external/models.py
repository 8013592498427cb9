"""Other monitoring systems, what they told, and how their labels are read."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.live_rows import LiveModel

from .choices import AlertState, Mapping, SourceKind


class AlertSource(models.Model):
    """A system that sends alerts with a key of its own. Only the key's SHA-256 is stored."""

    name = models.CharField(_("名称"), max_length=80, unique=True)
    kind = models.CharField(_("类型"), max_length=14, choices=SourceKind.choices)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    terminal_label = models.CharField(
        _("终端标签"), max_length=80, blank=True, help_text=_("哪个标签写着终端编号；不填按常用名称查找。")
    )
    site_label = models.CharField(
        _("网点标签"), max_length=80, blank=True, help_text=_("哪个标签写着网点编号；不填按常用名称查找。")
    )
    created_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("告警来源")
        verbose_name_plural = _("告警来源")

    def __str__(self) -> str:
        return self.name


class LabelRule(models.Model):
    """A person's word about a label's value: a terminal, a site with all of its terminals, or none of ours (neither)."""

    source = models.ForeignKey(AlertSource, models.CASCADE, related_name="rules")
    label = models.CharField(_("标签"), max_length=80)
    value = models.CharField(_("值"), max_length=500)
    terminal = models.ForeignKey("resources.Terminal", models.CASCADE, null=True, related_name="+")
    site = models.ForeignKey("resources.Site", models.CASCADE, null=True, related_name="+")
    created_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["source", "label", "value"], name="label_rule_once"),
            models.CheckConstraint(
                condition=models.Q(terminal=None) | models.Q(site=None), name="label_rule_terminal_or_site"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}={self.value}"


class ExternalAlert(LiveModel):
    """One occurrence that a source told of, once or again and again. `events`: ids of tellings that were taken."""

    live = ("alerts",)

    source = models.ForeignKey(AlertSource, models.PROTECT, related_name="alerts", verbose_name=_("来源"))
    key = models.CharField(max_length=120)
    state = models.CharField(_("状态"), max_length=10, choices=AlertState.choices)
    mapping = models.CharField(_("对应"), max_length=10, choices=Mapping.choices)
    title = models.CharField(_("标题"), max_length=500, blank=True)
    severity = models.CharField(_("级别"), max_length=40, blank=True)
    labels = models.JSONField(default=dict)
    url = models.CharField(max_length=500, blank=True)
    site = models.ForeignKey("resources.Site", models.PROTECT, null=True, related_name="+")
    terminal = models.ForeignKey("resources.Terminal", models.PROTECT, null=True, related_name="+")
    warning = models.ForeignKey("incidents.Warning", models.SET_NULL, null=True, related_name="+")
    began_at = models.DateTimeField(_("开始时间"))
    resolved_at = models.DateTimeField(_("恢复时间"), null=True)
    first_at = models.DateTimeField(_("首次收到"))
    last_at = models.DateTimeField(_("最近收到"))
    times = models.PositiveIntegerField(_("次数"), default=1)

    class Meta:
        ordering = ["-last_at"]
        verbose_name = _("外部告警")
        verbose_name_plural = _("外部告警")
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="external_alert_once")]
        indexes = [
            models.Index(fields=["-last_at"], name="external_alert_recent"),
            models.Index(
                fields=["source", "-last_at"], name="external_alert_unmapped", condition=models.Q(mapping="unmapped")
            ),
            GinIndex(fields=["labels"], name="external_alert_labels", opclasses=["jsonb_path_ops"]),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.key}"


class TakenEvent(models.Model):
    """A CloudEvent that was taken, by its source and id; so it counts once. Kept for some days."""

    source = models.ForeignKey(AlertSource, models.CASCADE, related_name="+")
    event_id = models.CharField(max_length=40)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "event_id"], name="event_taken_once")]

    def __str__(self) -> str:
        return self.event_id
