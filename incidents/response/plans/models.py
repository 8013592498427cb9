"""Plans, their versions and steps, and what happened to them. Texts are kept in Chinese and, where there is one, in English."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from emergency_ops.lib.wording import bilingual
from incidents.monitoring.choices import Scope
from incidents.response.choices import Grade
from resources.staff.choices import Function

from .choices import UNDER_WAY, Cause, Evidence, Phase, VersionState, Work


class Plan(models.Model):
    """应急预案. What it says is in its versions, one of which is in force."""

    name = models.CharField(_("名称"), max_length=80, unique=True)
    name_en = models.CharField(_("英文名称"), max_length=120, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("应急预案")
        verbose_name_plural = _("应急预案")

    def __str__(self) -> str:
        return bilingual(self.name, self.name_en)


def _chosen(choices: type[models.TextChoices], label: Any) -> Any:
    field = models.CharField(max_length=20, choices=choices.choices)
    return ArrayField(field, verbose_name=label, default=list, blank=True)


class Conditions(models.Model):
    """When something applies. Empty: always."""

    causes = _chosen(Cause, pgettext_lazy("incident", "原因"))
    scopes = _chosen(Scope, _("影响范围"))
    grades = _chosen(Grade, _("事件等级"))

    class Meta:
        abstract = True


class PlanVersion(Conditions):
    """A version of a plan, frozen once it is submitted.

    texts: {section or cause: {"zh": …, "en": …}}, the sections of the plan and, for each cause, when it is given.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("版本"))
    state = models.CharField(_("状态"), max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    summary = models.CharField(_("修订说明"), max_length=200, blank=True)
    texts = models.JSONField(default=dict)
    based_on = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    in_force_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["plan", "-number"]
        verbose_name = _("预案版本")
        verbose_name_plural = _("预案版本")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(state=VersionState.IN_FORCE), name="one_plan_version_in_force"
            ),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(state__in=UNDER_WAY), name="one_plan_version_under_way"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} v{self.number}"

    def text(self, code: str) -> str:
        found = self.texts.get(code, {})
        return bilingual(found.get("zh", ""), found.get("en", ""))


class Instruction(models.Model):
    """What is to be done, by which post; said once by a step of the plan and copied to each task.

    resources: [{"kind": ResourceKind, "code": "", "zh": "", "en": "", "quantity": 1}].
    """

    phase = models.CharField(_("阶段"), max_length=12, choices=Phase.choices)
    title_zh = models.CharField(_("标题"), max_length=80)
    title_en = models.CharField(_("英文标题"), max_length=160, blank=True)
    text_zh = models.TextField(_("做法"), blank=True, max_length=1000)
    text_en = models.TextField(_("英文做法"), blank=True, max_length=2000)
    function = models.CharField(_("岗位"), max_length=20, choices=Function.choices)
    evidence = models.CharField(_("完成证据"), max_length=8, choices=Evidence.choices, default=Evidence.NONE)
    work = models.CharField(_("办理页面"), max_length=10, choices=Work.choices, blank=True)
    resources = models.JSONField(_("所需资源"), default=list, blank=True)

    class Meta:
        abstract = True

    @property
    def title(self) -> str:
        return bilingual(self.title_zh, self.title_en)

    @property
    def text(self) -> str:
        return bilingual(self.text_zh, self.text_en)


class PlanStep(Conditions, Instruction):
    """A step of a version. key: the same in every version, so that versions can be compared and tasks told apart.

    checklist: [{"zh": …, "en": …, "mandatory": true}].
    """

    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="steps")
    key = models.CharField(max_length=24)
    position = models.PositiveIntegerField()
    due_minutes = models.PositiveIntegerField(_("启动后时限（分钟）"))
    checklist = models.JSONField(_("核对项"), default=list, blank=True)

    class Meta:
        ordering = ["version", "position"]
        verbose_name = _("预案步骤")
        verbose_name_plural = _("预案步骤")
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="plan_step_once"),
            models.UniqueConstraint(
                fields=["version", "position"], name="plan_step_position", deferrable=models.Deferrable.DEFERRED
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PlanEvent(models.Model):
    """What happened to a plan: who drafted, changed, refused, approved it. Append-only, in the database too."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="events")
    version = models.ForeignKey(PlanVersion, models.PROTECT, null=True, related_name="events")
    at = models.DateTimeField()
    actor = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=20)
    params = models.JSONField(default=dict)
    text = models.TextField(blank=True, help_text="what a person wrote")

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["plan", "-at"], name="plan_events")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.code}"
