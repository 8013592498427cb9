"""What happened to people and posts, and who is to be told."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.live_rows import LiveModel


class StaffEvent(LiveModel):
    """One row a change of posts, absences, duty, training or badges. Append-only, in the database too."""

    live = ("duty",)

    code = models.CharField(max_length=40, help_text="names the translated sentence")
    post = models.ForeignKey("resources.Post", models.PROTECT, null=True, related_name="events")
    person = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="events")
    actor = models.ForeignKey(
        "resources.Person", models.PROTECT, null=True, related_name="+", help_text="null: the system"
    )
    at = models.DateTimeField()
    params = models.JSONField(default=dict)
    text = models.TextField(blank=True, help_text="what a person wrote")

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["post", "-at"], name="staff_event_post"),
            models.Index(fields=["person", "-at"], name="staff_event_person"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.at}"


class Memo(models.Model):
    """Something that a person is to be told. Written with the change; a sweep carries it into the outbox, once."""

    key = models.CharField(max_length=100, unique=True)
    recipient = models.ForeignKey("resources.Person", models.PROTECT, related_name="memos")
    title = models.CharField(_("标题"), max_length=200)
    body = models.TextField(_("内容"), blank=True)
    link = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    carried_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], name="memo_waiting", condition=models.Q(carried_at=None)),
        ]

    def __str__(self) -> str:
        return self.key
