"""Columns that downloads have and pages have no room for."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from emergency_ops.lib.listing import Column

CODES = (
    Column("part_code", gettext_lazy("备件编号"), lambda row: row.part.code),
    Column("depot_code", gettext_lazy("备件库编号"), lambda row: row.depot.code),
)


def with_codes(request: HttpRequest, columns: Sequence[Column], *more: Column) -> Sequence[Column]:
    """The columns of a page; of a download also the codes of depot and part, and `more`."""
    return [*columns, *CODES, *more] if request.GET.get("export") else columns
