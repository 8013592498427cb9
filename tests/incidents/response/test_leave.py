"""The commander is on leave: an incident calls B in their place, B stays silent, and the lead is called. Real sweeps throughout."""

from datetime import timedelta

import pytest

from emergency_ops.lib import clock as now_clock
from incidents.escalation.models import EscalationPolicy, OutboxMessage, Unreachable
from incidents.escalation.sweeps import carry_memos, fire_deadlines, remind_handovers
from incidents.response import actions, posts
from incidents.response.models import Incident
from incidents.response.sweeps import absorb_warnings
from incidents.response.timeline import sentence
from resources.staff.actions import absences, handing
from resources.staff.rules.absences import Window

NOW = now_clock.now


@pytest.fixture
def commanders(installed, make_person, make_post):
    """A and B of Shanghai's command and the commander of the country; the policy calls the commanders."""
    version = EscalationPolicy.objects.get(is_default=True).versions.get()
    version.steps = [{**step, "function": "commander"} for step in version.steps]
    version.save()
    people = {
        "a": make_person("chen", "commander", name="陈国栋", regions=["310000"]),
        "b": make_person("li", "commander", name="李敏", regions=["310000"]),
        "lead": make_person("zhao", "commander", name="赵总"),
    }
    make_post("commander", "310000", a=people["a"], b=people["b"])
    make_post("commander", "000000", a=people["lead"])
    return people


@pytest.fixture
def on_leave(commanders, clock):
    """A has handed over to B two days ahead; the leave has begun an hour ago."""
    a, b = commanders["a"], commanders["b"]
    window = Window(NOW() + timedelta(days=2), NOW() + timedelta(days=9))
    absence = absences.plan_absence(a, absences.Plan("leave", window), actor=a, now=NOW())
    handing.accept(absence.handovers.get(), {0}, actor=b, now=NOW())
    clock.shift(timedelta(days=2, hours=1))
    return absence


@pytest.fixture
def silence(make_warning, make_site):
    """An incident that a warning opens now."""

    def make():
        make_warning(make_site(terminals=3))
        absorb_warnings()
        fire_deadlines()
        return Incident.objects.get()

    return make


def calls(incident):
    return [sentence(entry) for entry in incident.timeline.filter(code__startswith="called").order_by("id")]


def later(clock, minutes):
    clock.shift(timedelta(minutes=minutes))
    fire_deadlines()


def test_the_whole_story(on_leave, commanders, silence, clock):
    incident = silence()
    assert calls(incident) == ["A角陈国栋离岗，已通知B角李敏代行其职责（第1步）。"]
    assert incident.timeline.get(code="called_for_a_away").acting_for == commanders["a"]
    later(clock, 5)
    assert calls(incident)[1:] == ["已通知总指挥赵总（第3步）。"]
    passed_over = incident.timeline.get(code="already_called")
    assert sentence(passed_over) == "第2步应通知B角，其人本轮已通知过但未接警，立即通知下一级。"


def test_b_is_told_for_whom(on_leave, commanders, silence):
    silence()
    call = OutboxMessage.objects.get(recipient=commanders["b"], channel="in_app", subject_kind="incident")
    assert call.body.startswith("您代陈国栋履行职责。")


def test_a_on_leave_is_not_called(on_leave, commanders, silence, clock):
    silence()
    for _ in range(12):
        later(clock, 5)
    assert not OutboxMessage.objects.filter(recipient=commanders["a"], subject_kind="incident").exists()


def test_what_b_does_is_done_for_a(on_leave, commanders, silence):
    incident = actions.confirm(silence(), actor=commanders["b"], now=NOW())
    entry = incident.timeline.filter(actor=commanders["b"]).first()
    assert entry.acting_for == commanders["a"]


def test_back_early_a_is_called(on_leave, commanders, silence):
    absences.end_early(on_leave, actor=commanders["a"], now=NOW())
    assert calls(silence()) == ["已通知A角陈国栋（第1步）。"]


def test_a_who_does_not_answer_is_replaced_for_this_incident(commanders, silence, clock):
    incident = silence()
    later(clock, 5)
    assert calls(incident)[1] == "A角陈国栋未接警，已通知B角李敏代行其职责（第2步）。"
    assert posts.in_charge(incident, NOW()) == [commanders["b"]]
    assert posts.acting_for(commanders["b"], incident, NOW()) == commanders["a"]


def test_a_who_answers_later_is_in_charge_again(commanders, silence, clock):
    incident = silence()
    later(clock, 5)
    actions.acknowledge(incident, actor=commanders["a"], now=NOW())
    assert Unreachable.objects.get().answered_at == NOW()
    assert posts.in_charge(incident, NOW())[0] == commanders["a"]


def test_an_overdue_handover_reaches_b_s_inbox(commanders, clock):
    a = commanders["a"]
    window = Window(NOW() + timedelta(days=2), NOW() + timedelta(days=9))
    absences.plan_absence(a, absences.Plan("leave", window), actor=a, now=NOW())
    clock.shift(timedelta(days=1))
    remind_handovers(), carry_memos()
    told = OutboxMessage.objects.filter(recipient=commanders["b"], channel="in_app").order_by("pk")
    assert [message.title for message in told] == [
        "请确认交接：310000 commander（陈国栋离岗）",
        "交接超过时限未确认：310000 commander",
    ]
