"""The emergency hotline: what its agents say, who called about what, who is to be called back."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from emergency_ops.lib.live_rows import LiveModel
from incidents.monitoring.choices import Category
from incidents.response.counters.choices import PriorityCategory
from incidents.response.models import Substitute

from .choices import OWED, CallBackState, CallOrigin, CallOutcome, Question


class Script(models.Model):
    """话术: how an agent leads a call, by the cause of the outage; without a cause for all."""

    title = models.CharField(_("标题"), max_length=80)
    title_en = models.CharField(_("标题（英文）"), max_length=120, blank=True)
    category = models.CharField(_("原因类别"), max_length=10, choices=Category.choices, blank=True)
    text = models.TextField(_("话术"))
    text_en = models.TextField(_("话术（英文）"), blank=True)
    rank = models.PositiveIntegerField(_("顺序"), default=100)
    is_active = models.BooleanField(_("启用"), default=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["rank", "pk"]
        verbose_name = _("话术")
        verbose_name_plural = _("话术")

    def __str__(self) -> str:
        return self.title


class FaqEntry(models.Model):
    """常见问题: what people ask and what they are told now, by the cause of the outage; without a cause for all.

    The public FAQ tells the same: these rows are written when a version of it is published, and by nothing else.
    note: for agents alone, what to look up or write down before they answer.
    """

    question = models.CharField(_("问题"), max_length=200)
    question_en = models.CharField(_("问题（英文）"), max_length=300, blank=True)
    answer = models.TextField(_("答复"))
    answer_en = models.TextField(_("答复（英文）"), blank=True)
    note = models.TextField(_("坐席提示"), blank=True)
    note_en = models.TextField(_("坐席提示（英文）"), blank=True)
    category = models.CharField(_("原因类别"), max_length=10, choices=Category.choices, blank=True)
    topic = models.CharField(_("问题类别"), max_length=12, choices=Question.choices, blank=True)
    keywords = models.CharField(_("关键词"), max_length=200, blank=True, help_text=_("用空格分开，检索时使用。"))
    rank = models.PositiveIntegerField(_("顺序"), default=100)
    is_active = models.BooleanField(_("启用"), default=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["rank", "pk"]
        verbose_name = _("常见问题")
        verbose_name_plural = _("常见问题")

    def __str__(self) -> str:
        return self.question


class Hotline(models.Model):
    """What a hotline has besides a number (the substitute's place) and hours: agents, and what the telephone system said last.

    waiting, answered and abandoned are the telephone system's own counts since it opened; null as long as none reports.
    """

    substitute = models.OneToOneField(Substitute, models.PROTECT, primary_key=True, related_name="hotline")
    agents = models.PositiveIntegerField(_("坐席数"), default=1)
    calls_an_hour = models.PositiveIntegerField(_("每坐席每小时接听"), default=12)
    waiting = models.PositiveIntegerField(null=True)
    answered = models.PositiveIntegerField(null=True)
    abandoned = models.PositiveIntegerField(null=True)
    counted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("应急热线")
        verbose_name_plural = _("应急热线")

    def __str__(self) -> str:
        return f"{self.substitute_id}"


class Call(LiveModel):
    """来电. Of the caller's number only the masked form is kept; a call-back keeps the number as long as it is owed.

    key: given by the form or the telephone system, so that a call that comes twice is one.
    """

    live = ("calls",)

    substitute = models.ForeignKey(Substitute, models.PROTECT, related_name="calls")
    key = models.CharField(max_length=64)
    origin = models.CharField(max_length=8, choices=CallOrigin.choices, default=CallOrigin.AGENT)
    at = models.DateTimeField(_("来电时间"))
    agent = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("坐席"))
    outcome = models.CharField(_("结果"), max_length=10, choices=CallOutcome.choices)
    waited_seconds = models.PositiveIntegerField(_("等待秒数"), null=True)
    masked_number = models.CharField(_("来电号码"), max_length=30, blank=True)
    question = models.CharField(_("问题类别"), max_length=12, choices=Question.choices, blank=True)
    priority = models.CharField(_("优先服务对象"), max_length=10, choices=PriorityCategory.choices, blank=True)
    site = models.ForeignKey("resources.Site", models.PROTECT, null=True, related_name="+", verbose_name=_("网点"))
    terminal = models.ForeignKey(
        "resources.Terminal", models.PROTECT, null=True, related_name="+", verbose_name=_("终端")
    )
    told = models.TextField(_("答复内容"), blank=True)
    reported_code = models.CharField(max_length=40, blank=True, help_text="the fault that the caller reported")

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("来电")
        verbose_name_plural = _("来电")
        constraints = [models.UniqueConstraint(fields=["substitute", "key"], name="call_once_a_hotline")]
        indexes = [models.Index(fields=["substitute", "-at"], name="call_recent")]

    def __str__(self) -> str:
        return f"{self.substitute_id} {self.pk}"


class CallBack(LiveModel):
    """回电 that a caller was promised. `number` is blanked as soon as it is not owed any more."""

    live = ("calls",)

    call = models.OneToOneField(Call, models.PROTECT, related_name="call_back")
    number = models.CharField(max_length=30, blank=True)
    is_priority = models.BooleanField(default=False)
    state = models.CharField(_("状态"), max_length=10, choices=CallBackState.choices, default=CallBackState.WAITING)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(_("回电时限"))
    not_before = models.DateTimeField(null=True, help_text="after an attempt that failed")
    assignee = models.ForeignKey(
        "resources.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("坐席")
    )
    attempts = models.PositiveIntegerField(_("尝试次数"), default=0)
    ended_at = models.DateTimeField(null=True)
    result = models.TextField(_("回电结果"), blank=True)

    class Meta:
        ordering = ["due_at", "pk"]
        verbose_name = _("回电")
        verbose_name_plural = _("回电")
        indexes = [models.Index(fields=["due_at"], name="call_back_owed", condition=models.Q(state__in=list(OWED)))]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=list(OWED)) | models.Q(number=""), name="call_back_number_only_while_owed"
            )
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.state}"


class CallBackAttempt(models.Model):
    """One try to reach a caller. Append-only."""

    call_back = models.ForeignKey(CallBack, models.PROTECT, related_name="tries")
    at = models.DateTimeField()
    person = models.ForeignKey("resources.Person", models.PROTECT, related_name="+")
    reached = models.BooleanField()
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.call_back_id} {self.at:%H:%M}"
