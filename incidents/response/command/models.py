"""Roles on an incident, and the handovers of its command."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from resources.staff.choices import Function

from .choices import TransferState


class RoleHolder(models.Model):
    """Who was named for a function in an incident, from when until when (null: still). Without one, who acts for the post has it."""

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="roles")
    function = models.CharField(_("角色"), max_length=20, choices=Function.choices)
    person = models.ForeignKey("resources.Person", models.PROTECT, related_name="+", verbose_name=_("负责人"))
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "function"], condition=models.Q(until=None), name="one_holder_of_a_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.function} {self.person_id}"


class CommandTransfer(models.Model):
    """指挥交接: who hands the command over to whom, with a summary of how things stand. Its words do not change once sent."""

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="command_transfers")
    giver = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("交出人"))
    taker = models.ForeignKey("resources.Person", models.PROTECT, related_name="+", verbose_name=_("接手人"))
    state = models.CharField(_("状态"), max_length=10, choices=TransferState.choices, default=TransferState.PROPOSED)
    summary = models.TextField(_("交接内容"))
    questions = models.TextField(_("待决问题"), blank=True)
    reason = models.TextField(_("直接接手的原因"), blank=True)
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident"], condition=models.Q(state=TransferState.PROPOSED), name="one_command_transfer_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.taker_id}"
