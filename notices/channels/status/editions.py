"""Which edition is true. Without models, so that the gateway can ask before Django is set up."""

from datetime import datetime
from typing import Final

from django.db import connection

from .rules import Edition, edition

#: where the gateway puts the edition into a request's environment, for it has just asked
KNOWN: Final = "status.edition"
_SELECT: Final = "SELECT mark, changed_at FROM notices_statusedition WHERE id = 1"


def edition_at(now: datetime) -> Edition:
    """One query."""
    with connection.cursor() as cursor:
        cursor.execute(_SELECT)
        row = cursor.fetchone()
    mark, changed_at = row or ("", None)
    return edition(mark, changed_at, now)
