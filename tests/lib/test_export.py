"""Values in downloads."""

from datetime import UTC, datetime

import pytest

from emergency_ops.lib.export import neutral, plain


@pytest.mark.parametrize("text", ["=1+1", "+86 21", "-1", "@cmd", "\tx", "\rx", "＝1"])
def test_what_a_spreadsheet_might_run_is_made_harmless(text):
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "网点", "1+1", "a=b"])
def test_other_text_is_left_alone(text):
    assert neutral(text) == text


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        (True, "是"),
        (False, "否"),
        (-3, -3),
        (2.5, 2.5),
        (datetime(2026, 11, 23, 4, 0, 5, 123, tzinfo=UTC), datetime(2026, 11, 23, 12, 0, 5)),  # noqa: DTZ001
    ],
)
def test_numbers_stay_numbers_and_times_are_local_to_the_second(value, written):
    assert plain(value) == written
