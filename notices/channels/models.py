"""Accounts of public channels, and what is to be done over them with every notice."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.live_rows import LiveModel
from incidents.escalation.channels.choices import Standing

from .choices import FOR_PEOPLE, SETTLED, DeliveryState, Operation, PublicChannel, Step


class PublicAccount(models.Model):
    """A WeChat official account or a Weibo account, and how it has been doing. sealed: its secrets, encrypted; never shown.

    region null: the whole country. options: what its form asks (nothing secret).
    """

    channel = models.CharField(_("渠道"), max_length=10, choices=PublicChannel.choices)
    name = models.CharField(_("名称"), max_length=60)
    region = models.ForeignKey(
        "resources.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("区域")
    )
    options = models.JSONField(default=dict)
    sealed = models.TextField(default="")
    is_enabled = models.BooleanField(_("启用"), default=True)
    last_success_at = models.DateTimeField(_("最近成功"), null=True)
    last_error_at = models.DateTimeField(null=True)
    last_error = models.CharField(_("最近错误"), max_length=300, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("发布账号")
        verbose_name_plural = _("发布账号")
        ordering = ["channel", "name"]
        constraints = [models.UniqueConstraint(fields=["channel", "name"], name="public_account_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def standing(self) -> Standing:
        """How it is doing: the newer of its last success and its last error decides."""
        if not self.is_enabled:
            return Standing.DISABLED
        if self.last_error_at and (self.last_success_at is None or self.last_error_at > self.last_success_at):
            return Standing.FAILING
        return Standing.WORKING if self.last_success_at else Standing.UNTRIED


class Delivery(LiveModel):
    """投递: one notice, one channel, one account (null: by hand), published or withdrawn.

    payload: what goes out, copied when the notice was issued; it never changes, in the database too. `takes_back`: the publication
    that a withdrawal is about. ids: the channel's own numbers: media_id, publish_id, article_id; id, uid. due_at: when a worker is to
    do the next step, or to look what became of the last one; null: nothing happens by itself.
    """

    live = ("notice.{notice_id}", "deliveries")

    notice = models.ForeignKey("notices.Notice", models.PROTECT, related_name="deliveries", verbose_name=_("公告"))
    channel = models.CharField(_("渠道"), max_length=10, choices=PublicChannel.choices)
    account = models.ForeignKey(
        PublicAccount, models.PROTECT, null=True, related_name="deliveries", verbose_name=_("账号")
    )
    operation = models.CharField(_("操作"), max_length=10, choices=Operation.choices)
    takes_back = models.ForeignKey("self", models.PROTECT, null=True, related_name="withdrawals")
    state = models.CharField(_("状态"), max_length=10, choices=DeliveryState.choices)
    step = models.CharField(max_length=12, choices=Step.choices, blank=True)
    payload = models.JSONField(default=dict)
    ids = models.JSONField(default=dict)
    link = models.CharField(_("链接"), max_length=400, blank=True)
    error = models.CharField(_("原因"), max_length=300, blank=True)
    attempts = models.PositiveIntegerField(_("尝试次数"), default=0)
    looks = models.PositiveIntegerField(_("查询次数"), default=0)
    due_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True, help_text="the first call since it was queued")
    created_at = models.DateTimeField(_("登记时间"))
    changed_at = models.DateTimeField(_("最近变化"))
    handled_by = models.ForeignKey(
        "resources.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("处理人")
    )

    class Meta:
        verbose_name = _("渠道投递")
        verbose_name_plural = _("渠道投递")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "channel", "account", "operation"], name="delivery_once", nulls_distinct=False
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="delivery_due", condition=models.Q(due_at__isnull=False)),
            models.Index(fields=["-created_at", "-id"], name="delivery_created"),
            models.Index(fields=["claimed_at"], name="delivery_claimed", condition=models.Q(state="sending")),
            models.Index(
                fields=["created_at", "id"],
                name="delivery_waits",
                condition=models.Q(state__in=["by_hand", "failed", "unknown"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.channel} {self.operation}"

    @property
    def is_publication(self) -> bool:
        return self.operation == Operation.PUBLISH

    @property
    def is_for_people(self) -> bool:
        """Whether a person decides what happens next."""
        return self.state in FOR_PEOPLE

    @property
    def is_open(self) -> bool:
        return self.state not in SETTLED

    @property
    def is_standing(self) -> bool:
        """Whether the public can read it, as far as is known."""
        return self.is_publication and self.state == DeliveryState.PUBLISHED
