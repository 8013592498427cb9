"""Dispatches, and the parts that were replaced on site."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.live_rows import LiveModel
from resources.network.choices import ComponentKind
from resources.staff.choices import Function

from .choices import BOUND, LIVE, ConfirmedBy, DispatchState, Purpose


class Dispatch(LiveModel):
    """派遣: one person is asked to go to one site of an incident. Its changes stand in the incident's timeline.

    Who declines or does not answer is followed by the next (`follows`), once. function, training: what it takes.
    equipment: what they take along; handing it out stands in the chain of custody alone. transfer: what they escort.
    override_reason: why somebody goes who is bound elsewhere, off duty or not trained.
    """

    live = ("incident.{incident_id}", "dispatches.{person_id}", "dispatches")

    incident = models.ForeignKey(
        "incidents.Incident", models.PROTECT, related_name="dispatches", verbose_name=_("事件")
    )
    site = models.ForeignKey("resources.Site", models.PROTECT, related_name="dispatches", verbose_name=_("网点"))
    person = models.ForeignKey("resources.Person", models.PROTECT, related_name="dispatches", verbose_name=_("人员"))
    purpose = models.CharField(_("任务"), max_length=10, choices=Purpose.choices)
    function = models.CharField(_("所需职能"), max_length=20, choices=Function.choices, blank=True)
    training = models.ForeignKey(
        "resources.Training", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("所需培训")
    )
    equipment = models.ManyToManyField(
        "resources.Equipment", blank=True, related_name="dispatches", verbose_name=_("携带设备")
    )
    transfer = models.ForeignKey(
        "resources.Transfer", models.PROTECT, null=True, blank=True, related_name="dispatches", verbose_name=_("调拨单")
    )
    instructions = models.TextField(_("要求"), blank=True)
    needed_by = models.DateTimeField(_("最迟到场"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=DispatchState.choices, default=DispatchState.OFFERED)
    offered_at = models.DateTimeField(_("派出时间"))
    offered_by = models.ForeignKey(
        "resources.Person", models.PROTECT, null=True, related_name="+", help_text="null: the system"
    )
    answer_by = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    expected_at = models.DateTimeField(_("预计到场"), null=True)
    on_site_at = models.DateTimeField(_("到场时间"), null=True)
    confirmed_by = models.CharField(max_length=5, choices=ConfirmedBy.choices, blank=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(_("原因"), max_length=200, blank=True, help_text="of the refusal, recall or release")
    override_reason = models.CharField(_("例外理由"), max_length=200, blank=True)
    follows = models.OneToOneField("self", models.PROTECT, null=True, related_name="followed_by")

    class Meta:
        ordering = ["-offered_at", "-id"]
        verbose_name = _("派遣")
        verbose_name_plural = _("派遣")
        indexes = [
            models.Index(fields=["incident", "site"], name="dispatch_incident"),
            models.Index(fields=["person", "-offered_at"], name="dispatch_person"),
            models.Index(fields=["-offered_at"], name="dispatch_recent"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], name="dispatch_one_at_a_time", condition=Q(state__in=BOUND, override_reason="")
            ),
            models.UniqueConstraint(
                fields=["incident", "site", "purpose", "person"],
                name="dispatch_offered_once",
                condition=Q(state__in=LIVE),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.site_id} {self.person_id} {self.state}"


class PartReplacement(models.Model):
    """更换部件: a part was put into a terminal. Append-only.

    The piece left a depot before, or does with this row: `movement` is the issue in the ledger that it comes from, or
    `line` that of a transfer that the site has signed for.
    """

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="part_replacements")
    terminal = models.ForeignKey("resources.Terminal", models.PROTECT, related_name="part_replacements")
    dispatch = models.ForeignKey(Dispatch, models.PROTECT, null=True, related_name="part_replacements")
    component = models.CharField(_("部件"), max_length=20, choices=ComponentKind.choices)
    part = models.ForeignKey("resources.PartType", models.PROTECT, related_name="+", verbose_name=_("备件"))
    movement = models.ForeignKey("resources.StockMovement", models.PROTECT, null=True, related_name="replacements")
    line = models.ForeignKey("resources.TransferLine", models.PROTECT, null=True, related_name="replacements")
    old_serial = models.CharField(_("旧件序列号"), max_length=60, blank=True)
    new_serial = models.CharField(_("新件序列号"), max_length=60, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    at = models.DateTimeField()
    actor = models.ForeignKey("resources.Person", models.PROTECT, related_name="+")
    key = models.CharField(max_length=80, unique=True, null=True)  # noqa: DJ001 - null where nothing can be repeated

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("更换部件")
        verbose_name_plural = _("更换部件")
        constraints = [
            models.CheckConstraint(
                name="part_replacement_from_one_source",
                condition=Q(movement__isnull=False, line__isnull=True) | Q(movement__isnull=True, line__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.terminal_id} {self.part_id}"
