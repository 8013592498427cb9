"""A ribbon as a whole picture: for how long each row was in each state, as a table."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from .picture import Picture, Rest, table_columns
from .ribbon import DOWN, Row, State, Unit, ribbon
from .times import lasting


def ribbon_picture(
    key: str, title: str, rows: Sequence[Row], start: datetime, end: datetime, *, until: datetime | None = None,
    unit: Unit = Unit.TERMINAL, empty: str = "", note: str = "", rest: Rest | None = None,
) -> Picture:  # fmt: skip
    """The ribbon with its table: minutes in each state that occurs, and how often a row went down. rest: where the rows are that it leaves out."""
    drawn = ribbon(rows, start, end, until, unit=unit, is_cut=rest is not None)
    seen = {span.state for row in drawn.rows for span in row.spans}
    states = [state for state in State if state in seen]
    labels = [_("名称"), *(str(state.label) for state in states), _("停用次数")]
    minutes = dict.fromkeys(range(1, len(states) + 1), _shown)
    table = [[row.label, *(_minutes(row.lasted(state)) for state in states), row.begun(*DOWN)] for row in drawn.rows]
    columns = table_columns(*labels, numeric=range(1, len(labels)), shown=minutes)
    chart = drawn if rows else None
    finding = drawn.finding() if rows else ""
    hrefs = [row.href for row in drawn.rows]
    return Picture(key, title, finding, chart, columns, table, empty, note, hrefs, rest=rest)


def _minutes(span: timedelta) -> int:
    return round(span.total_seconds() / 60)


def _shown(minutes: int) -> str:
    return lasting(timedelta(minutes=minutes)) if minutes else "—"
