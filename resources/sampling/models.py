"""A sample in the house, and the rows that it brought."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .choices import BUSY, PRESENT, SampleState


class SampleLoad(models.Model):
    """One filling of the house with the sample network. Stays as the record of it after it has been taken back."""

    state = models.CharField(
        _("状态"), max_length=12, choices=SampleState.choices, default=SampleState.LOADING, db_index=True
    )
    asked_by = models.ForeignKey("resources.Person", models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(default=0, help_text="rows that the sample brought")
    taken = models.PositiveIntegerField(default=0, help_text="rows that were taken back so far")
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                condition=~models.Q(state__in=[SampleState.TAKEN_BACK, SampleState.FAILED]),
                name="one_sample_in_the_house",
            )
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.asked_at:%F}"

    @property
    def is_busy(self) -> bool:
        return self.state in BUSY

    @property
    def is_present(self) -> bool:
        return self.state in PRESENT


class SampleRow(models.Model):
    """A row of a table that belongs to a sample. The triggers of append-only tables ask here what may go."""

    load = models.ForeignKey(SampleLoad, models.CASCADE, related_name="members")
    table = models.CharField(max_length=63)
    row = models.CharField(max_length=64, help_text="the primary key as text")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "row"], name="sample_row_once")]

    def __str__(self) -> str:
        return f"{self.table} {self.row}"
