"""A refused move keeps what was typed, and leads to what hinders it."""

import pytest

from emergency_ops.lib import clock as now_clock
from incidents.response import actions
from tests.incidents.response.conftest import clear

NOW = now_clock.now
TYPED = {"text": "已电话核实", "tasks": "keep"}


@pytest.fixture
def hotline(responding, manager):
    """It serves still, though everything is restored."""
    hotline = actions.request_substitute(responding, "hotline", "12345", actor=manager, now=NOW())
    actions.serve_substitute(hotline, "首个来电", actor=manager, now=NOW())
    clear(responding.warning)
    actions.restore(responding, actor=manager, now=NOW())
    return hotline


@pytest.fixture
def refused(client, hotline, manager):
    """The answer to a closing that the hotline hinders."""
    client.force_login(manager)
    return client.post(f"/incidents/{hotline.incident.number}/close/", TYPED)


def test_what_was_typed_is_kept(refused):
    assert (refused.status_code, "已电话核实" in refused.text) == (409, True)
    assert "仍有替代方案在服务中，请先撤除，再关闭事件。" in refused.text


def test_a_refused_closing_is_said_once(refused):
    assert "请先撤除仍在服务的替代方案：" not in refused.text


def test_what_hinders_besides_is_told_apart_from_why_it_was_refused(client, hotline, manager):
    hotline.incident.status = "responding"
    hotline.incident.save(update_fields=["status"])
    client.force_login(manager)
    refused = client.post(f"/incidents/{hotline.incident.number}/close/", TYPED)
    assert "请先撤除仍在服务的替代方案：" in refused.text


def test_what_hinders_is_named_and_linked(refused, hotline):
    page = f"/incidents/{hotline.incident.number}/substitutes/{hotline.pk}/"
    assert f'<a href="{page}">应急热线 · 12345</a>' in refused.text


def test_it_is_named_before_anybody_types(client, hotline, manager):
    client.force_login(manager)
    assert "应急热线 · 12345</a>" in client.get(f"/incidents/{hotline.incident.number}/close/").text


def test_where_nothing_can_be_typed_the_refusal_has_a_page_of_its_own(client, hotline, manager):
    client.force_login(manager)
    answer = client.post(f"/incidents/{hotline.incident.number}/acknowledge/")
    assert (answer.status_code, "操作未执行" in answer.text) == (409, True)
