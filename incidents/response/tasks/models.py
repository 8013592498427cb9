"""Tasks, who was asked for them, and their checklists."""

from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.expressions import OrderBy
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.live_rows import LiveModel
from emergency_ops.lib.wording import bilingual
from incidents.response.plans.models import Instruction
from resources.staff.choices import ActingRole

from .choices import HELD, UNFINISHED, Outcome, TaskState

#: when an unfinished task is due; nothing for one that has ended
WAITS_UNTIL = Case(When(state__in=UNFINISHED, then=F("due_at")))


class Task(LiveModel, Instruction):
    """处置任务 of an incident: a copy of a step of its plan, or something that a person has added (step None).

    assignee None: nobody takes it. role: as what the assignee acts for the post, "" for the lead or somebody named by hand.
    follows_post: whoever acts for the post has it; False: it was given to a person by name.
    """

    live = ("incident.{incident_id}", "tasks.{assignee_id}", "tasks")

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="tasks", verbose_name=_("事件"))
    step = models.ForeignKey("incidents.PlanStep", models.PROTECT, null=True, related_name="+")
    key = models.CharField(max_length=24, blank=True, help_text="of the step")
    position = models.PositiveIntegerField(default=0)
    state = models.CharField(_("状态"), max_length=10, choices=TaskState.choices, default=TaskState.OPEN)
    assignee = models.ForeignKey(
        "resources.Person", models.PROTECT, null=True, related_name="tasks", verbose_name=_("负责人")
    )
    acting_for = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=8, choices=ActingRole.choices, blank=True)
    follows_post = models.BooleanField(default=True)
    due_at = models.DateTimeField(_("时限"))
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    assigned_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    ended_for = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    result = models.TextField(_("完成说明"), blank=True, help_text="what shows that it is done, or why it is cancelled")

    class Meta:
        ordering = ["incident", "position", "pk"]
        verbose_name = _("处置任务")
        verbose_name_plural = _("处置任务")
        constraints = [
            models.UniqueConstraint(fields=["incident", "key"], condition=~Q(key=""), name="task_once_a_step"),
        ]
        indexes = [
            models.Index(fields=["incident", "position"], name="task_incident"),
            models.Index(fields=["assignee", "due_at"], name="task_unfinished", condition=Q(state__in=UNFINISHED)),
            models.Index(fields=["-created_at"], name="task_created"),
            models.Index(
                OrderBy(WAITS_UNTIL),
                OrderBy(F("created_at"), descending=True),
                OrderBy(F("id"), descending=True),
                name="task_listed",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("tasks:task", args=[self.pk])


class TaskOffer(LiveModel):
    """A task was given to somebody, as what, and what came of it."""

    live = ("tasks.{person_id}",)

    task = models.ForeignKey(Task, models.CASCADE, related_name="offers")
    person = models.ForeignKey("resources.Person", models.PROTECT, related_name="+")
    acting_for = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=8, choices=ActingRole.choices, blank=True)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.WAITING)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["task"], condition=Q(outcome__in=HELD), name="task_held_by_one"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.person_id} {self.outcome}"


class TaskCheck(LiveModel):
    """An item of a task's checklist, and who ticked it."""

    live = ("incident.{task.incident_id}",)

    task = models.ForeignKey(Task, models.CASCADE, related_name="checks")
    position = models.PositiveIntegerField()
    text_zh = models.CharField(max_length=200)
    text_en = models.CharField(max_length=300, blank=True)
    is_mandatory = models.BooleanField(default=True)
    ticked_at = models.DateTimeField(null=True)
    ticked_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["task", "position"]
        constraints = [models.UniqueConstraint(fields=["task", "position"], name="task_check_once")]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return bilingual(self.text_zh, self.text_en)
