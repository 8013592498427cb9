"""What is wrong in the rows of a file, collected while they pass."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from emergency_ops.lib.sheets.reading import Row, RowError, Sheet

#: errors that are listed one by one; beyond, they are only counted
MAX_ERRORS: Final = 5_000


class Findings:
    """Errors and counts. Where there are too many errors to list, a row with two may be counted twice."""

    def __init__(self, most: int | None = None) -> None:
        self.rows = 0
        self.most = MAX_ERRORS if most is None else most
        self.errors: list[RowError] = []
        self._counted = 0

    def good(self, sheet: Sheet[Any]) -> Iterator[Row]:
        """The rows that can be read, as they come; what is wrong in the others is noted."""
        for row in sheet.rows():
            self.rows += 1
            if row.errors:
                self.add(row.errors, rows=1)
            else:
                yield row

    def add(self, errors: Sequence[RowError], *, rows: int | None = None) -> None:
        """Note errors; `rows`: how many rows they stand for, if it is not one each."""
        self._counted += len(errors) if rows is None else rows
        if self.left:
            self.errors.extend(errors)

    @property
    def faulty(self) -> int:
        """How many rows have errors."""
        return len({error.line for error in self.errors}) if self.left else self._counted

    @property
    def left(self) -> int:
        return max(0, self.most - len(self.errors))

    @property
    def listed(self) -> list[RowError]:
        """The first errors in order of line."""
        return sorted(self.errors, key=lambda error: error.line)[: self.most]
