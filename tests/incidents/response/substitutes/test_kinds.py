"""What the kinds of substitutes add to every change."""

import pytest

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Refused
from incidents.response import actions, kinds


@pytest.fixture
def followed(monkeypatch):
    """Online substitutes lack a code until they get one; what follows their changes is collected."""
    seen = []

    def follow(substitute, *, actor, now):
        seen.append(substitute.status)

    kind = kinds.Kind(missing=lambda substitute, status: ["二维码"] if status == "ready" else [], follow=follow)
    monkeypatch.setitem(kinds._kinds, "online", kind)
    return seen


@pytest.fixture
def substitute(responding, manager):
    return actions.request_substitute(responding, "online", "微信公众号", actor=manager, now=now_clock.now())


def test_what_is_missing_keeps_it_from_being_ready(substitute, followed, manager):
    with pytest.raises(Refused, match="二维码"):
        actions.ready_substitute(substitute, actor=manager, now=now_clock.now())


def test_a_reason_overrules_and_stands_in_the_timeline(substitute, followed, manager, responding):
    actions.ready_substitute(substitute, actor=manager, now=now_clock.now(), overruled="稍后补")
    codes = list(responding.timeline.order_by("-id").values_list("code", "text")[:2])
    assert codes == [("substitute_ready", ""), ("substitute_overruled", "稍后补")]


def test_the_kind_follows_a_change_of_status(substitute, followed, manager):
    actions.serve_substitute(substitute, "已核实", actor=manager, now=now_clock.now())
    assert followed == ["serving"]


def test_two_kinds_of_one_name_are_a_mistake(monkeypatch):
    monkeypatch.setitem(kinds._kinds, "test", kinds.PLAIN)
    with pytest.raises(ValueError, match="registered already"):
        kinds.register("test", kinds.Kind(template="other.html"))
