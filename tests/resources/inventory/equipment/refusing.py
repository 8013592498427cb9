"""What is refused, by its code."""

from contextlib import contextmanager

import pytest

from emergency_ops.lib.errors import Refused


@contextmanager
def refused(code):
    """with refused("equipment_faulty") as refusal: … refusal.value is the exception."""
    with pytest.raises(Refused) as refusal:
        yield refusal
    assert refusal.value.code == code
