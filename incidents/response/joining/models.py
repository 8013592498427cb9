"""Related incidents."""

from django.db import models
from django.db.models.functions import Greatest, Least

from .choices import Relation


class RelatedIncident(models.Model):
    """The first incident stands so to the second. One relation between two at a time; one that ended stays on record."""

    first = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="relations_from")
    second = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="relations_to")
    relation = models.CharField(max_length=10, choices=Relation.choices)
    at = models.DateTimeField()
    by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                Least("first", "second"),
                Greatest("first", "second"),
                condition=models.Q(ended_at=None),
                name="two_incidents_related_once",
            ),
            models.CheckConstraint(condition=~models.Q(first=models.F("second")), name="not_related_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.relation} {self.second_id}"
