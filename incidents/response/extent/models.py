"""What people have decided about the extent of an incident."""

from django.db import models
from django.db.models.functions import Cast


class LeftOut(models.Model):
    """A terminal that does not belong to an incident, whatever its warnings say: taken out, or moved to another one."""

    incident = models.ForeignKey("incidents.Incident", models.CASCADE, related_name="left_out")
    terminal = models.ForeignKey("resources.Terminal", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    moved_to = models.ForeignKey("incidents.Incident", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "terminal"], name="left_out_once_an_incident")]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.terminal_id}"


class Pair(models.Func):
    """Two numbers as one text. An exclusion constraint over the numbers themselves is an index that PostgreSQL takes for cheap when
    it looks for one of them alone, and reads as a whole each time."""

    template = "(%(expressions)s)"
    arg_joiner = " || '.' || "
    output_field = models.TextField()

    def __init__(self, *names: str) -> None:
        super().__init__(*(Cast(models.F(name), models.TextField()) for name in names))


class Lasting(models.Func):
    """The range of instants from one column until another (null: open). A period that would end before it begins is empty."""

    template = "tstzrange(%(expressions)s)"
    output_field = models.Field()

    def __init__(self, since: str, until: str) -> None:
        begun = models.Case(
            models.When(models.Q(**{f"{until}__lt": models.F(since)}), then=models.F(since)), default=models.F(until)
        )
        super().__init__(models.F(since), begun)
