"""What the database counts for pictures."""

from typing import Any

from django.db.models import Aggregate, DurationField


class Percentile(Aggregate):
    """Of durations: `at` 0.5 is the middle one, 0.9 what nine of ten do not exceed. None without any."""

    template = "percentile_cont(%(at)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()

    def __init__(self, expression: Any, *, at: float, **extra: Any) -> None:
        super().__init__(expression, at=float(at), **extra)
