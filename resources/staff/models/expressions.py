"""What the database keeps of a range of instants."""

from django.db import models


class Minutes(models.Func):
    """How long a range of instants is, in whole minutes."""

    template = "(EXTRACT(EPOCH FROM upper(%(expressions)s) - lower(%(expressions)s)) / 60)::integer"
    output_field = models.IntegerField()


class TouchesNight(models.Func):
    """Whether a range of instants touches the hours from midnight to five in Shanghai (rules.fairness.is_night in SQL)."""

    template = (
        "(EXTRACT(HOUR FROM lower(%(expressions)s) AT TIME ZONE 'Asia/Shanghai') < 5"
        " OR (upper(%(expressions)s) AT TIME ZONE 'Asia/Shanghai' - INTERVAL '1 microsecond')::date"
        " > (lower(%(expressions)s) AT TIME ZONE 'Asia/Shanghai')::date)"
    )
    output_field = models.BooleanField()
