import pytest

from emergency_ops.lib.masking import mask_phone


@pytest.mark.parametrize(
    ("number", "masked"),
    [("13812345678", "138****5678"), ("021-12345678", "021*****5678"), ("12345", "***45"), ("7", "7"), ("", "")],
)
def test_a_number_is_recognisable_and_useless(number, masked):
    assert mask_phone(number) == masked
