"""What the database's refusals of an assignment mean. Pure."""

from datetime import date, datetime

from emergency_ops.lib.clock import SHANGHAI

#: exclusion constraints of PostAssignment -> the refusal's code
CONSTRAINTS = {
    "assignment_one_a_and_one_b_at_a_time": "taken",
    "assignment_a_is_not_b": "a_is_b",
    "assignment_b_of_one_key_post": "two_keys",
}


def first_day(lower: datetime | None, now: datetime) -> date:
    """The local day on which a validity begins; one without a beginning, or begun already, counts from today."""
    return (max(lower, now) if lower else now).astimezone(SHANGHAI).date()


def last_day(upper: datetime | None) -> date | None:
    """The local day on which a validity ends; None: without end."""
    return upper.astimezone(SHANGHAI).date() if upper else None
