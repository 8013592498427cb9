"""Notices: one text, approved once, that every outlet carries and every outlet takes back.

A notice is one announcement. An update and an all-clear are notices of their own that replace the one before (`previous`).
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from emergency_ops.lib.live_rows import LiveModel

from .choices import REVIEWED, Language, NoticeEventKind, NoticeKind, NoticeStatus


class NoticeNumbers(models.Model):
    """The last number given on a day; its row is locked while a notice is numbered."""

    day = models.DateField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.day} {self.last}"


class Notice(models.Model):
    """公告. `version` counts its texts; what was approved is `approved_version`, and only that is ever issued."""

    number = models.CharField(_("公告编号"), max_length=24, unique=True, help_text="FB-YYYYMMDD-NNN")
    kind = models.CharField(_("类型"), max_length=12, choices=NoticeKind.choices)
    status = models.CharField(_("状态"), max_length=10, choices=NoticeStatus.choices, default=NoticeStatus.DRAFT)
    incident = models.ForeignKey(
        "incidents.Incident", models.PROTECT, null=True, blank=True, related_name="notices", verbose_name=_("事件")
    )
    previous = models.ForeignKey("self", models.PROTECT, null=True, related_name="followers")
    region = models.ForeignKey(
        "resources.Region", models.PROTECT, null=True, related_name="+", verbose_name=_("区域"),
        help_text="null: the whole network",
    )  # fmt: skip
    is_drill = models.BooleanField(_("演练"), default=False)
    title = models.CharField(_("标题"), max_length=64, help_text="of the newest Chinese text, for lists")
    version = models.PositiveIntegerField(default=1)
    approved_version = models.PositiveIntegerField(null=True)
    outlets = models.JSONField(_("发布渠道"), default=list, help_text="codes of registry.outlets()")
    began_at = models.DateTimeField(_("开始时间"))
    expected_until = models.DateTimeField(_("预计恢复时间"), null=True, blank=True)
    expires_at = models.DateTimeField(_("有效期"), help_text="an issued notice is taken back then")
    reason = models.CharField(
        max_length=12, blank=True, help_text="ChangeReason: why the system proposed it; else empty"
    )
    basis = models.JSONField(
        default=dict, help_text="the incident's facts that the text was written from, see facts.basis()"
    )
    created_at = models.DateTimeField(_("起草时间"))
    created_by = models.ForeignKey(
        "resources.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("起草人")
    )
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        "resources.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("审核人")
    )
    override_reason = models.CharField(
        max_length=200, blank=True, help_text="issued in an emergency without a second person"
    )
    issued_at = models.DateTimeField(_("发布时间"), null=True)
    issued_by = models.ForeignKey(
        "resources.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("签发人")
    )
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    end_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("公告")
        verbose_name_plural = _("公告")
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="notice_created"),
            models.Index(fields=["incident", "-created_at"], name="notice_incident"),
            models.Index(fields=["-issued_at"], name="notice_issued", condition=models.Q(issued_at__isnull=False)),
            models.Index(fields=["expires_at"], name="notice_expires", condition=models.Q(status=NoticeStatus.ISSUED)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["incident"], name="notice_one_issued", condition=models.Q(status=NoticeStatus.ISSUED)
            ),
        ]

    def __str__(self) -> str:
        return self.number


class NoticeText(models.Model):
    """One version of a notice's words in one language. Never changes, in the database too: an edit is a new version."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="texts")
    version = models.PositiveIntegerField()
    language = models.CharField(max_length=8, choices=Language.choices)
    title = models.CharField(_("标题"), max_length=64)
    short = models.CharField(
        _("一句话"), max_length=300, help_text="what Weibo, the terminals' screens and digests carry"
    )
    lead = models.TextField(_("情况说明"), max_length=2000, help_text="cause in plain words, what is down, where")
    until = models.CharField(_("预计恢复"), max_length=120)
    instead = models.TextField(_("替代办法"), max_length=2000, help_text="one a line")
    cash = models.CharField(_("现金缴费"), max_length=300)
    bring = models.CharField(_("请携带"), max_length=200)
    priority = models.CharField(_("优先服务"), max_length=300)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["version", "language"]
        constraints = [models.UniqueConstraint(fields=["notice", "version", "language"], name="notice_text_once")]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.version} {self.language}"


class NoticeSite(models.Model):
    """A site that a notice is about. `facts`: its own content (see wording.content), copied when the notice was issued."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="sites")
    site = models.ForeignKey("resources.Site", models.PROTECT, related_name="+")
    affected = models.PositiveIntegerField(default=0, help_text="terminals")
    facts = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "site"], name="notice_site_once")]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.site_id}"


class NoticeEvent(LiveModel):
    """What happened to a notice, who did it, acting for whom. Append-only, in the database too."""

    live = ("notice.{notice_id}", "notices")

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=NoticeEventKind.choices)
    at = models.DateTimeField()
    actor = models.ForeignKey(
        "resources.Person", models.PROTECT, null=True, related_name="+", help_text="null: the system"
    )
    acting_for = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    params = models.JSONField(default=dict)
    text = models.TextField(blank=True, help_text="what a person wrote")

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["notice", "at"], name="notice_event")]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.kind}"


class ReviewRule(models.Model):
    """Whether notices of a kind, or answers of the FAQ, need a second person; without a row they do, and an emergency override is possible."""

    kind = models.CharField(_("类型"), max_length=12, choices=REVIEWED, primary_key=True)
    needs_second = models.BooleanField(_("须由第二人审核"), default=True)
    may_override = models.BooleanField(_("允许紧急发布"), default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("审核规则")
        verbose_name_plural = _("审核规则")

    def __str__(self) -> str:
        return self.kind


def label_of(field: str) -> str:
    """The name of a column of NoticeText, in the reader's language."""
    return str(_column(field).verbose_name)


def longest(field: str) -> int | None:
    """The most characters of a column of NoticeText; None where there is no limit."""
    return _column(field).max_length


def _column(name: str) -> models.Field[Any, Any]:
    return next(column for column in NoticeText._meta.fields if column.name == name)
