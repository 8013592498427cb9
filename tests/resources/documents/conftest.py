"""A kind of paper of the tests' own: a slip that those who may print see."""

import pytest

from emergency_ops.lib.roles import Role, has_role
from resources.documents import actions, registry
from resources.documents.choices import PaperKind
from tests.conftest import NOON

TEMPLATE = """{% extends "papers/base.html" %}{% block content %}<table class="grid"><thead><tr><th>名称</th><th>数量</th></tr></thead><tbody>
{% for line in facts.lines %}<tr><td>{{ line.0 }}</td><td class="num">{{ line.1 }}</td></tr>{% endfor %}</tbody></table>{% endblock %}"""
FACTS = {
    "number": "DB-20261123-0001",
    "subtitle": "黄浦备件库 → 徐汇备件库",
    "url": "https://emergency.example.cn/inventory/s/4TQ9/",
    "lines": [["扫码头", 3], ["打印机", 1]],
}


@pytest.fixture
def kind(settings, tmp_path, monkeypatch):
    """TRANSFER_SLIP with a template of these tests, for everybody but storekeepers."""
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "slip_of_tests.html").write_text(TEMPLATE)
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]
    monkeypatch.setattr(registry, "_types", dict(registry._types))
    registry.register(
        PaperKind.TRANSFER_SLIP,
        template="papers/slip_of_tests.html",
        may_open=lambda person, paper: not has_role(person, Role.STOREKEEPER),
        back=lambda paper: "/back/",
    )


@pytest.fixture
def order(kind, regions, manager):
    """order(lines=…): a paper of Shanghai that its manager orders at noon."""

    def make(region="310000", actor=manager, now=NOON, title="调拨单 DB-20261123-0001", **facts):
        return actions.order(
            PaperKind.TRANSFER_SLIP, {**FACTS, **facts}, title=title, region=region, actor=actor, now=now
        )

    return make


@pytest.fixture
def paper(order):
    return order()


@pytest.fixture
def storekeeper(make_person):
    return make_person("keeper", Role.STOREKEEPER, regions=["310000"], name="库管")
