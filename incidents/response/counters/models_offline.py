"""What windows did while they had no connection."""

from django.db import models

from .models import Ticket, Window


class WindowRecord(models.Model):
    """A visitor who was served (or did not come) at a window without a connection, as the clerk put it down there.

    amount: takings in fen; null where none were put down. Append-only.
    """

    window = models.ForeignKey(Window, models.PROTECT, related_name="records")
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="records")
    is_served = models.BooleanField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    amount = models.PositiveIntegerField(null=True)
    clerk = models.ForeignKey("resources.Person", models.PROTECT, related_name="+")
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["ended_at", "pk"]

    def __str__(self) -> str:
        return f"{self.window_id} {self.ticket_id}"
