"""What a counter needs to open: people with badges, things, cash, and the list that is gone through."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .choices import CashMoment, CheckCode, CheckPhase
from .models import Counter, Window


class CheckDefault(models.Model):
    """An item of the list that every new counter gets. Editable; counters keep what they were given."""

    phase = models.CharField(_("阶段"), max_length=8, choices=CheckPhase.choices)
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)
    text = models.CharField(_("检查内容"), max_length=120)
    text_en = models.CharField(_("英文"), max_length=160, blank=True)
    code = models.CharField(_("系统核对"), max_length=16, choices=CheckCode.choices, blank=True)
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        ordering = ["phase", "position", "pk"]
        verbose_name = _("窗口检查项")
        verbose_name_plural = _("窗口检查项")

    def __str__(self) -> str:
        return self.text


class CounterCheck(models.Model):
    """An item at a counter: who has seen to it, and when."""

    counter = models.ForeignKey(Counter, models.PROTECT, related_name="checks")
    phase = models.CharField(max_length=8, choices=CheckPhase.choices)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=120)
    text_en = models.CharField(max_length=160, blank=True)
    code = models.CharField(max_length=16, choices=CheckCode.choices, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["phase", "position", "pk"]

    def __str__(self) -> str:
        return self.text


class CounterStaff(models.Model):
    """Somebody serves at a counter from `since` until `until` (as planned), or until they left.

    badge: the one that was valid then. overruled: why they serve although something speaks against it.
    """

    counter = models.ForeignKey(Counter, models.PROTECT, related_name="staff")
    person = models.ForeignKey("resources.Person", models.PROTECT, related_name="counters", verbose_name=_("人员"))
    badge = models.ForeignKey("resources.Badge", models.PROTECT, null=True, related_name="+")
    window = models.ForeignKey(Window, models.PROTECT, null=True, related_name="staff", verbose_name=_("窗口"))
    since = models.DateTimeField()
    until = models.DateTimeField(_("班次结束"))
    left_at = models.DateTimeField(null=True)
    overruled = models.CharField(max_length=200, blank=True)
    added_by = models.ForeignKey("resources.Person", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["counter", "person"], condition=Q(left_at=None), name="person_once_at_a_counter"
            )
        ]

    def __str__(self) -> str:
        return f"{self.counter_id} {self.person_id}"


class CounterEquipment(models.Model):
    """An item of equipment is used at a counter. Where it is and who has it stands in its chain of custody."""

    counter = models.ForeignKey(Counter, models.PROTECT, related_name="equipment")
    equipment = models.ForeignKey("resources.Equipment", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["counter", "equipment"], name="equipment_once_at_a_counter")]

    def __str__(self) -> str:
        return f"{self.counter_id} {self.equipment_id}"


class CashCount(models.Model):
    """备用金 counted, in fen. The last one of a moment counts; a correction is a new row.

    giver: who handed it out (out), or brings it back (back); counted_by is somebody else.
    takings: cash taken in meanwhile, which lies in the same drawer at the end.
    """

    counter = models.ForeignKey(Counter, models.PROTECT, related_name="cash")
    moment = models.CharField(max_length=4, choices=CashMoment.choices)
    amount = models.PositiveBigIntegerField(_("清点金额"))
    takings = models.PositiveBigIntegerField(_("其间现金收款"), default=0)
    giver = models.ForeignKey("resources.Person", models.PROTECT, related_name="+", verbose_name=_("交款人"))
    counted_by = models.ForeignKey("resources.Person", models.PROTECT, related_name="+", verbose_name=_("清点人"))
    at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.counter_id} {self.moment}"
