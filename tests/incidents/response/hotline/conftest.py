"""A hotline that serves."""

import pytest

from emergency_ops.lib import clock as now_clock
from incidents.response import actions
from incidents.response.hotline.actions import Heard, log_call


@pytest.fixture
def hotline(responding, manager):
    now = now_clock.now()
    row = actions.request_substitute(responding, "hotline", "12345", actor=manager, now=now)
    return actions.serve_substitute(row, "试拨接通", actor=manager, now=now)


@pytest.fixture
def call(hotline, field_staff):
    """call(number="13800001234", call_back=True, by=agent): a call that was written down."""
    keys = iter(range(1000))

    def make(by=field_staff, key=None, **heard):
        now = now_clock.now()
        return log_call(hotline, Heard(at=now, **heard), key=key or f"k{next(keys)}", actor=by, now=now)

    return make


@pytest.fixture
def owe(call):
    """owe(priority="elderly"): the call-back that a caller was promised."""

    def make(number="13800001234", **heard):
        return call(number=number, call_back=True, **heard).call_back

    return make
