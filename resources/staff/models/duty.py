"""The duty rota: calendar, patterns, shifts, swaps, feeds."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from emergency_ops.lib.live_rows import LiveModel
from resources.staff.choices import DayKind, DayRule, RotationUnit, ShiftSource, SwapState

from .expressions import Minutes, TouchesNight


class CalendarDay(models.Model):
    """What kind of day it is in the official calendar. A year without rows is not known, and never guessed.

    by_hand: a person entered or corrected it; loading the year from the package leaves it alone.
    """

    day = models.DateField(primary_key=True)
    kind = models.CharField(_("日类型"), max_length=8, choices=DayKind.choices)
    name = models.CharField(_("名称"), max_length=40, blank=True, help_text="the holiday's name, in Chinese")
    by_hand = models.BooleanField(_("人工填写"), default=False, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["day"]
        verbose_name = _("日历")
        verbose_name_plural = _("日历")

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"


class Rota(models.Model):
    """值班表 of a post: which shifts there are on which days, and in which order people take them.

    The rotation moves on by one member every `every` units from `starts_on`; with unit FIXED each member has weekdays of their own.
    planned_until: the last day for which its Shift rows are right; null when the calendar has changed under it.
    """

    post = models.ForeignKey("resources.Post", models.PROTECT, related_name="rotas", verbose_name=_("岗位"))
    name = models.CharField(_("名称"), max_length=80)
    unit = models.CharField(_("轮换"), max_length=6, choices=RotationUnit.choices, default=RotationUnit.WEEK)
    every = models.PositiveSmallIntegerField(_("每几个单位轮换一次"), default=1)
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"), null=True, blank=True)
    planned_until = models.DateField(null=True, editable=False)
    history = HistoricalRecords(excluded_fields=["planned_until"])

    class Meta:
        ordering = ["post", "name"]
        verbose_name = _("值班表")
        verbose_name_plural = _("值班表")

    def __str__(self) -> str:
        return self.name


class RotaShift(models.Model):
    """A shift of the day: from `begins` for `minutes` (may pass midnight), on the days that `days` and `weekdays` name."""

    rota = models.ForeignKey(Rota, models.CASCADE, related_name="shifts")
    label = models.CharField(_("班次"), max_length=20)
    begins = models.TimeField(_("开始"))
    minutes = models.PositiveSmallIntegerField(_("时长（分钟）"))
    days = models.CharField(_("适用日"), max_length=8, choices=DayRule.choices, default=DayRule.ALL)
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(), default=list, blank=True, help_text="1 Monday … 7 Sunday; empty: all"
    )
    offset = models.PositiveSmallIntegerField(_("轮换错位"), default=0, help_text="starts so many members further on")

    class Meta:
        ordering = ["begins"]

    def __str__(self) -> str:
        return self.label


class RotaMember(models.Model):
    """Somebody in the rotation, in the order of `position`. weekdays: for RotationUnit.FIXED only."""

    rota = models.ForeignKey(Rota, models.CASCADE, related_name="members")
    person = models.ForeignKey("resources.Person", models.PROTECT, related_name="rotas")
    position = models.PositiveSmallIntegerField()
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["rota", "position"], name="rota_position_once")]

    def __str__(self) -> str:
        return f"{self.rota_id} {self.position}"


class Shift(LiveModel):
    """A planned shift. Rows of source PATTERN are rewritten when the pattern changes; what people arranged stays.

    person None: a gap. day: the local date on which it begins. minutes and is_night: kept by the database, for sums.
    """

    live = ("duty",)

    post = models.ForeignKey("resources.Post", models.PROTECT, related_name="shifts", verbose_name=_("岗位"))
    rota = models.ForeignKey(Rota, models.PROTECT, null=True, related_name="planned")
    day = models.DateField(_("日期"))
    label = models.CharField(_("班次"), max_length=20)
    period = DateTimeRangeField(_("时间"))
    person = models.ForeignKey(
        "resources.Person", models.PROTECT, null=True, blank=True, related_name="shifts", verbose_name=_("值班人")
    )
    source = models.CharField(max_length=8, choices=ShiftSource.choices, default=ShiftSource.PATTERN)
    planned_person = models.ForeignKey(
        "resources.Person", models.PROTECT, null=True, related_name="+", help_text="whom the pattern named"
    )
    updated_at = models.DateTimeField()
    minutes = models.GeneratedField(expression=Minutes("period"), output_field=models.IntegerField(), db_persist=True)
    is_night = models.GeneratedField(
        expression=TouchesNight("period"), output_field=models.BooleanField(), db_persist=True
    )

    class Meta:
        ordering = ["period"]
        verbose_name = _("班次")
        verbose_name_plural = _("班次")
        indexes = [
            models.Index(fields=["post", "day"], name="shift_post_day"),
            models.Index(fields=["day"], name="shift_day"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["post", "day", "label"], name="shift_once_a_post_day_and_label"),
            ExclusionConstraint(
                name="shift_one_at_a_time_a_person",
                expressions=[("person", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=models.Q(person__isnull=False),
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.day} {self.label}"


class ShiftSwap(models.Model):
    """换班: asker gives `shift` to `taker`, and takes `counter_shift` for it where there is one. Both agree, then it is done."""

    shift = models.ForeignKey(Shift, models.CASCADE, related_name="swaps")
    counter_shift = models.ForeignKey(Shift, models.CASCADE, null=True, blank=True, related_name="counter_swaps")
    asker = models.ForeignKey("resources.Person", models.PROTECT, related_name="asked_swaps")
    taker = models.ForeignKey("resources.Person", models.PROTECT, related_name="offered_swaps")
    state = models.CharField(_("状态"), max_length=10, choices=SwapState.choices, default=SwapState.ASKED)
    reason = models.CharField(_("事由"), max_length=200, blank=True)
    answer = models.CharField(_("答复"), max_length=200, blank=True)
    created_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("换班")
        verbose_name_plural = _("换班")
        constraints = [
            models.UniqueConstraint(
                fields=["shift"], name="swap_one_open_a_shift", condition=models.Q(state=SwapState.ASKED)
            )
        ]

    def __str__(self) -> str:
        return f"{self.shift_id} {self.state}"


class CalendarFeed(models.Model):
    """A private address of an iCalendar file: a person's shifts or a post's. Only the hash of its secret is kept."""

    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the secret in the address")
    person = models.ForeignKey("resources.Person", models.CASCADE, null=True, related_name="feeds")
    post = models.ForeignKey("resources.Post", models.CASCADE, null=True, related_name="feeds")
    created_by = models.ForeignKey("resources.Person", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="feed_of_a_person_or_a_post",
                condition=models.Q(person__isnull=False, post__isnull=True)
                | models.Q(person__isnull=True, post__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
