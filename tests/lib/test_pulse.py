"""The pulse of a sweep is kept by whoever watches; one that raises has none."""

import pytest

from emergency_ops.lib import pulse


@pytest.fixture
def kept(monkeypatch):
    pulses: list[pulse.Pulse] = []
    monkeypatch.setattr(pulse, "_keepers", [])
    pulse.kept_by(pulses.append)
    return pulses


def test_a_pulse_says_what_was_found(kept):
    with pulse.beating("sweep", 10) as found:
        found["fired"] = 3
    assert [(one.name, one.expected_seconds, one.detail) for one in kept] == [("sweep", 10, {"fired": 3})]


def test_a_sweep_that_raises_has_no_pulse(kept):
    with pytest.raises(ValueError, match="no"), pulse.beating("sweep", 10):
        raise ValueError("no")
    assert kept == []
