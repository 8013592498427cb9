"""Templates of notices with all their versions, and words that the public does not understand."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from incidents.monitoring.choices import Scope
from notices.content.choices import Language, NoticeKind

from .choices import CAUSE_LABELS, Case, TemplateEventKind


class NoticeTemplate(models.Model):
    """公告模板: what it is for, which never changes, and which of its versions holds. Empty: for all."""

    kind = models.CharField(_("类型"), max_length=12, choices=NoticeKind.choices)
    language = models.CharField(_("语言"), max_length=8, choices=Language.choices, default=Language.ZH)
    cause = models.CharField(
        pgettext_lazy("incident", "原因"), max_length=20, blank=True, help_text="a Category or a Cause of the plan"
    )
    scope = models.CharField(_("影响范围"), max_length=14, choices=Scope.choices, blank=True)
    case = models.CharField(_("情形"), max_length=12, choices=Case.choices, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)
    is_active = models.BooleanField(_("启用"), default=True)
    saved_at = models.DateTimeField(_("修改时间"))

    class Meta:
        ordering = ["kind", "-language", "case", "cause", "scope", "pk"]
        verbose_name = _("公告模板")
        verbose_name_plural = _("公告模板")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "language", "cause", "scope", "case"],
                condition=models.Q(is_active=True),
                name="one_active_template_for_each_case",
            )
        ]

    def __str__(self) -> str:
        given = (
            self.get_kind_display(),
            self.get_case_display() if self.case else "",
            self.cause_label,
            self.get_scope_display() if self.scope else "",
            self.get_language_display(),
        )
        return " · ".join(str(one) for one in given if one)

    @property
    def cause_label(self) -> str:
        return str(CAUSE_LABELS.get(self.cause, self.cause))


class TemplateVersion(models.Model):
    """One version of a template's words, with placeholders. Never changes, in the database too."""

    template = models.ForeignKey(NoticeTemplate, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("版本"))
    title = models.CharField(_("标题"), max_length=64)
    short = models.CharField(_("一句话"), max_length=300)
    lead = models.TextField(_("情况说明"))
    until = models.CharField(_("预计恢复"), max_length=120)
    instead = models.TextField(_("替代办法"))
    cash = models.CharField(_("现金缴费"), max_length=300)
    bring = models.CharField(_("请携带"), max_length=200)
    priority = models.CharField(_("优先服务"), max_length=300)

    class Meta:
        ordering = ["template", "-number"]
        constraints = [models.UniqueConstraint(fields=["template", "number"], name="template_version_once")]

    def __str__(self) -> str:
        return f"{self.template_id} v{self.number}"


class TemplateEvent(models.Model):
    """What happened to a template, and who did it. Append-only, in the database too."""

    template = models.ForeignKey(NoticeTemplate, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=TemplateEventKind.choices)
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey(
        "resources.Person", models.PROTECT, null=True, related_name="+", help_text="null: the system"
    )
    text = models.TextField(blank=True, help_text="what a person wrote")

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.template_id} {self.kind}"


class JargonWord(models.Model):
    """A word that passers-by do not understand, and what to say instead."""

    word = models.CharField(_("词语"), max_length=40)
    language = models.CharField(_("语言"), max_length=8, choices=Language.choices, default=Language.ZH)
    instead = models.CharField(_("建议改为"), max_length=100, blank=True)
    stops = models.BooleanField(
        _("必须修改"), default=False, help_text=_("勾选后，含有该词的公告不能提交；不勾选时只提醒。")
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["-language", "word"]
        verbose_name = _("术语")
        verbose_name_plural = _("术语")
        constraints = [models.UniqueConstraint(fields=["language", "word"], name="jargon_once")]

    def __str__(self) -> str:
        return self.word
