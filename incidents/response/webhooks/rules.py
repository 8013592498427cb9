"""Pure decisions about calls to other systems: when one is made again."""

from datetime import datetime, timedelta

#: seconds before a call is made again, by the number of attempts made: a day and a half in all
RETRIES = (10, 30, 60, 300, 900, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 12 * 3600)
#: an endpoint that does not answer is left alone for so long, by how often it has failed in a row
PAUSES = (10, 30, 60, 120, 300)


def call_again_at(attempts: int, now: datetime) -> datetime | None:
    """When a call with so many attempts behind it is made again; None: it has failed for good."""
    return now + timedelta(seconds=RETRIES[attempts - 1]) if attempts <= len(RETRIES) else None


def paused_until(failures: int, now: datetime) -> datetime:
    return now + timedelta(seconds=PAUSES[min(failures, len(PAUSES)) - 1])
