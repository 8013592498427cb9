"""The line of policies, its order, and simulations on a page."""

import pytest
from django.urls import reverse

from incidents.escalation import registry, sample, sample_policies
from incidents.escalation.models import EscalationPolicy, OutboxMessage
from incidents.escalation.policies.choosing import candidates
from tests.conftest import NOON

pytestmark = pytest.mark.django_db
GRADES = {"I": "I级", "II": "II级", "III": "III级", "IV": "IV级"}
QUESTION = {"sim-at": "2026-11-28T02:10", "sim-grade": "III", "sim-region": "310101", "sim-minutes": "30"}
DRAFT = {
    "name": "草稿",
    "grades": ["III"],
    "confirm_minutes": 5,
    "acknowledgement_minutes": 15,
    "repeat_minutes": 10,
    "window-TOTAL_FORMS": 1,
    "window-INITIAL_FORMS": 0,
    "window-0-start": "22:00",
    "window-0-end": "06:00",
    "window-0-days": "all",
    "step-TOTAL_FORMS": 1,
    "step-INITIAL_FORMS": 0,
    "step-0-after_minutes": 0,
    "step-0-target": "lead",
}


@pytest.fixture(autouse=True)
def vocabulary(monkeypatch):
    monkeypatch.setattr(registry, "_vocabularies", {"grade": GRADES, "scope": {}, "category": {}})


@pytest.fixture
def shipped(db, clock):
    sample.load(NOON), sample_policies.load(NOON)


@pytest.fixture
def visit(client, clock):
    def go(person, name, *args, post=None, query=None):
        client.force_login(person)
        address = reverse(f"escalation:{name}", args=args)
        return client.get(address, query) if post is None else client.post(address, post)

    return go


def text(response):
    return response.content.decode()


class TestTheLine:
    def test_shows_what_each_asks_for_and_where_they_overlap(self, visit, commander, shipped):
        shown = text(visit(commander, "policies"))
        assert "每天 20:00–次日08:00 或 周末和法定节假日 全天" in shown
        assert "“重大事件（I、II级）”与“夜间和休息日”重叠" in shown
        assert "由默认策略处理的情形" in shown

    def test_is_put_in_another_order(self, visit, commander, shipped):
        grave = EscalationPolicy.objects.get(name="重大事件（I、II级）")
        visit(commander, "move_policy", grave.pk, post={})
        assert candidates()[0].name == "夜间和休息日"

    def test_one_is_taken_out_of_use(self, visit, commander, shipped):
        grave = EscalationPolicy.objects.get(name="重大事件（I、II级）")
        visit(commander, "retire_policy", grave.pk, post={"retired": "1"})
        assert "已停用" in text(visit(commander, "policies"))

    @pytest.mark.parametrize(("name", "data"), [("move_policy", {"up": 1}), ("retire_policy", {"retired": 1})])
    def test_is_not_changed_by_a_manager(self, visit, manager, shipped, name, data):
        pk = EscalationPolicy.objects.get(name="夜间和休息日").pk
        assert visit(manager, name, pk, post=data).status_code == 403

    @pytest.mark.parametrize("number", [1, 12])
    def test_costs_the_same_however_many(self, visit, commander, shipped, number, django_assert_max_num_queries):
        night = EscalationPolicy.objects.get(name="夜间和休息日")
        for copy in range(number):
            policy = EscalationPolicy.objects.create(name=f"策略{copy}", rank=10 + copy)
            version = night.versions.get()
            version.pk, version.policy = None, policy
            version.save()
        with django_assert_max_num_queries(22):
            visit(commander, "policies")


class TestSimulation:
    def test_tells_the_policy_and_whom_it_calls(self, visit, manager, shipped, team):
        shown = text(visit(manager, "simulate", query=QUESTION))
        assert "选用策略<b>夜间和休息日</b>" in shown
        assert "张工" in shown
        assert "事件等级不符（III级）" in shown

    def test_with_somebody_who_acknowledges_it_ends_there(self, visit, manager, shipped, team):
        shown = text(visit(manager, "simulate", query={**QUESTION, "sim-acknowledged_after": "5"}))
        assert "02:15（第5分钟）有人接警" in shown
        assert "陈总" not in shown.split('id="answer"')[1]

    def test_sends_nothing(self, visit, manager, shipped, team):
        visit(manager, "simulate", query=QUESTION)
        assert not OutboxMessage.objects.exists()

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"sim-region": "999999"}, "没有找到区域999999"),
            ({"sim-site": "nowhere"}, "没有找到网点nowhere"),
            ({"sim-at": "gestern"}, ""),
        ],
    )
    def test_what_is_wrong_is_said(self, visit, manager, shipped, change, sentence):
        response = visit(manager, "simulate", query={**QUESTION, **change})
        assert response.status_code == 422
        assert sentence in text(response)

    def test_a_site_stands_for_its_region(self, visit, manager, shipped, team, site):
        shown = text(visit(manager, "simulate", query={**QUESTION, "sim-region": "", "sim-site": site.code}))
        assert "黄浦区" in shown

    @pytest.mark.parametrize("where", [{"sim-region": "310101"}, {"sim-region": ""}, {"sim-site": "310101-0001"}])
    def test_of_a_region_elsewhere_names_nobody(self, visit, outsider, shipped, team, site, where):
        response = visit(outsider, "simulate", query={**QUESTION, "sim-region": "320100", **where})
        assert response.status_code == 422
        assert "zhang" not in text(response)

    def test_is_for_those_who_coordinate(self, visit, field_staff, shipped):
        assert visit(field_staff, "simulate", query=QUESTION).status_code == 403

    def test_without_any_policy_says_so(self, visit, manager):
        assert "还没有默认升级策略" in text(visit(manager, "simulate", query=QUESTION))


class TestDraft:
    def test_is_simulated_without_being_saved(self, visit, commander, shipped, team):
        response = visit(commander, "new_policy", post={**DRAFT, **QUESTION, "simulate": "1"})
        shown = text(response)
        assert response.status_code == 200
        assert "这种情形下不会选用正在编辑的“草稿”" in shown
        assert not EscalationPolicy.objects.filter(name="草稿").exists()

    def test_keeps_what_was_entered(self, visit, commander, shipped):
        shown = text(visit(commander, "new_policy", post={**DRAFT, **QUESTION, "simulate": "1"}))
        assert 'value="草稿"' in shown

    def test_that_is_faulty_is_not_simulated(self, visit, commander, shipped):
        response = visit(commander, "new_policy", post={**DRAFT, "step-0-target": "A", **QUESTION, "simulate": "1"})
        assert response.status_code == 422

    def test_is_saved_with_its_hours(self, visit, commander, shipped):
        visit(commander, "new_policy", post=DRAFT)
        (window,) = EscalationPolicy.objects.get(name="草稿").versions.get().parsed_conditions.windows
        assert (window.start, window.end) == ("22:00", "06:00")

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"regions": "999999"}, "没有找到这些区域：999999"),
            ({"window-0-end": ""}, "请填写时间"),
            ({"step-0-times": 2}, "请填写间隔分钟数"),
        ],
    )
    def test_what_is_wrong_with_it_is_said(self, visit, commander, shipped, change, sentence):
        response = visit(commander, "new_policy", post={**DRAFT, **change})
        assert response.status_code == 422
        assert sentence in text(response)
