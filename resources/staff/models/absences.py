"""Who is away, who took over, who covers."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.live_rows import LiveModel
from resources.staff.choices import AbsenceKind, HandoverState


class Absence(models.Model):
    """离岗: somebody is away in `period`. Shortened when they are back before its end; cancelled_at: it never was."""

    person = models.ForeignKey("resources.Person", models.PROTECT, related_name="absences", verbose_name=_("人员"))
    kind = models.CharField(_("类型"), max_length=10, choices=AbsenceKind.choices)
    period = DateTimeRangeField(_("时间"))
    reason = models.CharField(_("事由"), max_length=200, blank=True)
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey("resources.Person", models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("离岗")
        verbose_name_plural = _("离岗")
        indexes = [GistIndex(fields=["period"], name="absence_period")]
        constraints = [
            ExclusionConstraint(
                name="absence_once_at_a_time",
                expressions=[("person", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=models.Q(cancelled_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.period}"


class Handover(LiveModel):
    """工作交接 of one post for one absence: giver (A) to taker (B), with what is handed over. B acts whatever its state.

    materials: [{"name": str, "given": bool, "returned": bool}]. due_at: a day before the absence begins, or at once.
    late: reported less than a day ahead.
    """

    live = ("duty",)

    absence = models.ForeignKey(Absence, models.PROTECT, related_name="handovers")
    post = models.ForeignKey("resources.Post", models.PROTECT, related_name="handovers", verbose_name=_("岗位"))
    giver = models.ForeignKey("resources.Person", models.PROTECT, related_name="given", verbose_name=_("交接人"))
    taker = models.ForeignKey(
        "resources.Person", models.PROTECT, null=True, related_name="taken", verbose_name=_("接手人")
    )
    state = models.CharField(_("状态"), max_length=10, choices=HandoverState.choices, default=HandoverState.PROPOSED)
    late = models.BooleanField(_("临时交接"), default=False)
    materials = models.JSONField(_("材料"), default=list)
    note = models.TextField(_("交接说明"), blank=True)
    answer = models.CharField(_("答复"), max_length=200, blank=True)
    due_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, help_text="when B and the manager were told that it is overdue")
    return_reminded_at = models.DateTimeField(null=True, help_text="when they were told that it is not handed back")
    created_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    return_note = models.TextField(_("交回说明"), blank=True, help_text="what B did in the meantime")

    class Meta:
        verbose_name = _("工作交接")
        verbose_name_plural = _("工作交接")
        indexes = [
            models.Index(
                fields=["due_at"],
                name="handover_unanswered",
                condition=models.Q(state=HandoverState.PROPOSED, reminded_at=None),
            ),
            models.Index(fields=["taker", "state"], name="handover_taker"),
        ]
        constraints = [models.UniqueConstraint(fields=["absence", "post"], name="handover_once_an_absence_and_post")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.state}"


class Cover(models.Model):
    """A named person stands in at a post in `period`, where neither A nor B can."""

    post = models.ForeignKey("resources.Post", models.PROTECT, related_name="covers", verbose_name=_("岗位"))
    person = models.ForeignKey("resources.Person", models.PROTECT, related_name="covers", verbose_name=_("顶岗人"))
    period = DateTimeRangeField(_("时间"))
    reason = models.CharField(_("事由"), max_length=200, blank=True)
    named_by = models.ForeignKey("resources.Person", models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("顶岗")
        verbose_name_plural = _("顶岗")
        constraints = [
            ExclusionConstraint(
                name="cover_once_at_a_time",
                expressions=[("post", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=models.Q(cancelled_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.person_id}"
