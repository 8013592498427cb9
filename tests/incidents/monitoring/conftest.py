"""Reports as terminals post them."""

import json
from datetime import timedelta

import pytest

from incidents.monitoring import intake
from incidents.monitoring.intake import keys, terminals
from tests.conftest import NOON


@pytest.fixture(autouse=True)
def nothing_remembered():
    """The intake's caches belong to a process, a test's rows to the test."""
    terminals.forget()
    keys.forget()


def report(seq=1, minute=0, terminal="310101-0001-01", **fields):
    """A report of `minute` minutes after noon, as JSON's values."""
    return {
        "terminal": terminal,
        "at": (NOON + timedelta(minutes=minute)).isoformat(),
        "seq": seq,
        "device": "online",
        "components": {},
        "network": {"state": "ok", "latency_ms": 38},
        "payments": {"wechat": {"ok": 4, "failed": 1}, "cash": {"ok": 0, "failed": 0}},
        **fields,
    }


def rows(*reports):
    return intake.decode(json.dumps(reports).encode(), "application/json")


@pytest.fixture
def accept(db):
    """accept(report(…), report(…), key=…, minute=…): the outcome of a batch that arrives then."""

    def take(*reports, key=None, minute=0):
        return intake.accept_batch(rows(*reports), key=key, now=NOON + timedelta(minutes=minute))

    return take
