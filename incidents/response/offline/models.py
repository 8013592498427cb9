"""What phones have sent."""

from django.db import models

from .choices import DeedKind


class SentDeed(models.Model):
    """A deed that was taken in: its uuid, made on the phone, is why it is not taken in twice. Refused ones leave no row."""

    uuid = models.UUIDField(primary_key=True)
    person = models.ForeignKey("resources.Person", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=DeedKind.choices)
    done_at = models.DateTimeField(help_text="when it was typed, by our clock")
    received_at = models.DateTimeField()
    said = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-received_at"]

    def __str__(self) -> str:
        return str(self.uuid)
