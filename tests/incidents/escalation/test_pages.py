"""Pages: whose they are, what they show, what a button does."""

from datetime import timedelta

import pytest
from django.urls import reverse

from incidents.escalation.actions import acknowledge, choose_policy
from incidents.escalation.models import Deadline, EscalationPolicy, Heartbeat
from incidents.escalation.policies.conditions import Facts
from tests.conftest import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(client, clock):
    """visit(person, "inbox"): the page as this person sees it; post=… posts."""

    def go(person, name, *args, post=None, query="", **headers):
        client.force_login(person)
        address = reverse(f"escalation:{name}", args=args) + query
        return client.get(address, **headers) if post is None else client.post(address, post, **headers)

    return go


def text(response):
    return response.content.decode()


@pytest.fixture
def told(make_message, subjects, manager):
    """A call about subject 1 in the manager's inbox."""
    subjects.add(1, acknowledge_link="/probe/1/acknowledge/")
    return make_message(recipient=manager, channel="in_app", state="accepted")


class TestInbox:
    def test_is_empty_in_words(self, visit, manager):
        assert "还没有消息" in text(visit(manager, "inbox"))

    def test_shows_the_call_and_the_button(self, visit, manager, told):
        shown = text(visit(manager, "inbox"))
        assert "请A角接警：事件1" in shown
        assert "/probe/1/acknowledge/" in shown

    def test_is_one_s_own(self, visit, outsider, told):
        assert "请A角接警" not in text(visit(outsider, "inbox"))

    def test_calls_about_one_subject_are_one_card(self, visit, manager, told, make_message):
        make_message("m2", recipient=manager, channel="in_app", title="再次请A角接警：事件1")
        shown = text(visit(manager, "inbox"))
        assert shown.count('class="message__title"') == 1
        assert "更早的 1 条通知" in shown

    def test_who_has_it_takes_the_place_of_the_button(self, visit, manager, told, policy_version, make_person):
        acknowledge("probe", 1, actor=make_person("li", name="李工"), now=NOON, minutes=15)
        shown = text(visit(manager, "inbox"))
        assert "李工 已接警" in shown
        assert "/probe/1/acknowledge/" not in shown

    def test_a_closed_subject_has_no_button(self, visit, manager, told, subjects):
        subjects.change(1, is_open=False)
        assert "/probe/1/acknowledge/" not in text(visit(manager, "inbox"))

    def test_can_be_limited_to_the_unread(self, visit, manager, told):
        visit(manager, "read", told.pk, post={})
        assert "没有未读消息" in text(visit(manager, "inbox", query="?unread=1"))

    def test_polls_a_fragment(self, visit, manager, told):
        assert "<html" not in text(visit(manager, "inbox", HTTP_HX_REQUEST="true"))

    @pytest.mark.parametrize("number", [3, 18])
    def test_costs_the_same_however_full(
        self, visit, manager, subjects, make_message, number, django_assert_max_num_queries
    ):
        for pk in range(number):
            subjects.add(pk)
            make_message(f"m{pk}", recipient=manager, channel="in_app", subject_id=pk)
        visit(manager, "unread")
        with django_assert_max_num_queries(13):
            visit(manager, "inbox")


class TestReading:
    def test_opening_marks_as_read_and_goes_there(self, visit, manager, told):
        assert visit(manager, "open", told.pk, post={}).url == "/probe/1/"
        told.refresh_from_db()
        assert told.read_at == NOON

    def test_other_people_s_messages_do_not_exist(self, visit, outsider, told):
        assert visit(outsider, "open", told.pk, post={}).status_code == 404

    def test_reading_is_no_get(self, visit, manager, told):
        assert visit(manager, "read", told.pk).status_code == 405

    def test_all_at_once(self, visit, manager, told):
        visit(manager, "read_all", post={})
        told.refresh_from_db()
        assert told.read_at == NOON

    def test_the_bell_counts_subjects(self, visit, manager, told, make_message):
        make_message("m2", recipient=manager, channel="in_app")
        assert "1 条未读消息" in text(visit(manager, "unread"))

    def test_acknowledging_reads(self, told, policy_version, manager):
        acknowledge("probe", 1, actor=manager, now=NOON, minutes=15)
        told.refresh_from_db()
        assert told.read_at == NOON


class TestAboutASubject:
    def test_shows_who_was_told(self, visit, manager, told):
        assert "李敏" in text(visit(manager, "for_subject", "probe", 1))

    def test_says_who_comes_next_and_over_what(self, visit, manager, escalated, sweep):
        sweep(NOON)
        assert "12:05 通知技术处置B角 李工（代张工履行职责），站内消息、电子邮件" in text(
            visit(manager, "for_subject", "probe", 1)
        )

    def test_says_why_its_policy_serves(self, visit, manager, told, policy_version):
        choose_policy("probe", 1, Facts(grade="IV"), current=None, now=NOON)
        assert "升级策略“默认”第 1 版：没有其他策略符合，使用默认策略。" in text(
            visit(manager, "for_subject", "probe", 1)
        )

    def test_an_unknown_kind_does_not_exist(self, visit, manager):
        assert visit(manager, "for_subject", "nothing", 1).status_code == 404


FORM = {
    "name": "夜间策略",
    "grades": ["I", "II"],
    "confirm_minutes": 5,
    "acknowledgement_minutes": 20,
    "repeat_minutes": 10,
    "window-TOTAL_FORMS": 0,
    "window-INITIAL_FORMS": 0,
    "step-TOTAL_FORMS": 3,
    "step-INITIAL_FORMS": 0,
    "step-0-after_minutes": 0,
    "step-0-target": "A",
    "step-0-function": "technical",
    "step-1-after_minutes": 8,
    "step-1-target": "lead",
    "step-1-function": "technical",
    "step-1-channels": ["email"],
    "step-2-after_minutes": "",
    "step-2-target": "A",
    "step-2-function": "technical",
    "step-2-channels": ["email"],
}


class TestPolicies:
    def test_are_for_those_who_coordinate(self, visit, field_staff):
        assert visit(field_staff, "policies").status_code == 403

    def test_show_the_ladder(self, visit, manager, policy_version):
        shown = text(visit(manager, "policies"))
        assert "5 分钟" in shown
        assert "每 10 分钟" in shown

    def test_a_commander_makes_one(self, visit, commander, policy_version):
        assert visit(commander, "new_policy", post=FORM).status_code == 302
        version = EscalationPolicy.objects.get(name="夜间策略").versions.get()
        assert [(step.after_minutes, step.target, step.function) for step in version.parsed_steps] == [
            (0, "A", "technical"),
            (8, "lead", "commander"),
        ]

    def test_steps_are_put_in_the_order_of_their_minutes(self, visit, commander, policy_version):
        between = {"step-2-after_minutes": 4, "step-2-target": "B"}
        visit(commander, "new_policy", post={**FORM, **between})
        version = EscalationPolicy.objects.get(name="夜间策略").versions.get()
        assert [step.target for step in version.parsed_steps] == ["A", "B", "lead"]

    def test_an_edit_makes_a_version(self, visit, commander, policy_version):
        visit(commander, "policy", policy_version.policy_id, post={**FORM, "grades": [], "is_default": "on"})
        assert policy_version.policy.versions.count() == 2

    def test_the_same_again_makes_none(self, visit, commander, policy_version):
        for _time in range(2):
            visit(commander, "policy", policy_version.policy_id, post={**FORM, "grades": [], "is_default": "on"})
        assert policy_version.policy.versions.count() == 2

    def test_a_manager_looks_but_does_not_edit(self, visit, manager, policy_version):
        assert "保存为新版本" not in text(visit(manager, "policy", policy_version.policy_id))
        assert visit(manager, "policy", policy_version.policy_id, post=FORM).status_code == 403

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"step-1-after_minutes": 0}, "依次递增"),
            ({"step-1-target": "B"}, "最后一步必须是总指挥"),
            ({"step-0-after_minutes": 1}, "第一步必须在 0 分钟开始"),
            ({"name": "默认"}, "已有名为“默认”的策略"),
        ],
    )
    def test_what_is_wrong_is_said(self, visit, commander, policy_version, change, sentence):
        response = visit(commander, "new_policy", post={**FORM, **change})
        assert response.status_code == 422
        assert sentence in text(response)

    def test_the_only_default_stays(self, visit, commander, policy_version):
        response = visit(commander, "policy", policy_version.policy_id, post=FORM)
        assert "必须有一个默认策略" in text(response)

    def test_another_one_may_become_the_default(self, visit, commander, policy_version):
        visit(commander, "new_policy", post={**FORM, "grades": [], "is_default": "on"})
        assert EscalationPolicy.objects.get(is_default=True).name == "夜间策略"


class TestSystem:
    def test_is_for_those_who_coordinate(self, visit, field_staff):
        assert visit(field_staff, "system").status_code == 403

    def test_a_sweep_that_never_ran_is_shown(self, visit, manager):
        assert "尚未运行" in text(visit(manager, "system"))

    def test_a_sweep_without_a_pulse_is_shown(self, visit, manager):
        Heartbeat.objects.create(name="fire_deadlines", at=NOON.replace(hour=11), expected_seconds=5)
        assert "中断" in text(visit(manager, "system"))

    def test_errors_are_shown_in_their_words(self, visit, manager, make_deadline, make_message):
        make_deadline(attempts=2, error="RuntimeError: no such table", retry_at=NOON)
        make_message(state="unknown", error="发送途中程序中断")
        shown = text(visit(manager, "system_live"))
        assert "RuntimeError: no such table" in shown
        assert "发送途中程序中断" in shown

    def test_a_commander_sends_again(self, visit, commander, make_message):
        message = make_message(state="unknown", attempts=1)
        visit(commander, "send_again", message.pk, post={})
        message.refresh_from_db()
        assert (message.state, message.attempts) == ("queued", 0)

    def test_what_was_delivered_is_not_sent_again(self, visit, commander, make_message):
        assert visit(commander, "send_again", make_message(state="accepted").pk, post={}).status_code == 409

    def test_a_manager_does_not_send_again(self, visit, manager, make_message):
        assert visit(manager, "send_again", make_message(state="failed").pk, post={}).status_code == 403

    def test_a_commander_retries_now(self, visit, commander, make_deadline):
        deadline = make_deadline(attempts=4, retry_at=NOON.replace(hour=13))
        visit(commander, "retry", deadline.pk, post={})
        assert Deadline.objects.get().retry_at == NOON

    @pytest.mark.parametrize("number", [2, 30])
    def test_costs_the_same_however_much_is_wrong(
        self, visit, manager, make_message, make_deadline, number, django_assert_max_num_queries
    ):
        for pk in range(number):
            make_message(f"m{pk}", recipient=manager, state="failed")
            make_deadline(pk, attempts=1)
        visit(manager, "unread")
        with django_assert_max_num_queries(14):
            visit(manager, "system_live")


def test_metrics_tell_the_same(client, make_message, make_deadline, clock):
    Heartbeat.objects.create(name="fire_deadlines", at=NOON.replace(hour=11), expected_seconds=5)
    make_message(state="failed"), make_deadline(due_at=NOON.replace(hour=11))
    shown = text(client.get("/metrics"))
    assert 'ops_heartbeat_age_seconds{sweep="fire_deadlines"} 3600.0' in shown
    assert 'ops_deadlines{state="overdue"} 1.0' in shown
    assert 'ops_outbox_messages{state="failed"} 1.0' in shown


def test_the_lead_is_named_once_as_who_is_called_next(visit, escalated, sweep, clock, team):
    sweep(NOON)
    sweep(NOON + timedelta(minutes=5))
    clock.move_to(NOON + timedelta(minutes=6))
    page = text(visit(team["lead"], "for_subject", "probe", 1))
    assert "通知总指挥 陈总" in page
    assert "总指挥总指挥" not in page
