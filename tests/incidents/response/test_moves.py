"""Through the life of an incident, one action a change."""

from datetime import timedelta

import pytest

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from incidents.escalation.models import Acknowledgement, Deadline, OutboxMessage
from incidents.response import actions
from incidents.response.models import Incident

from .conftest import clear

NOW = now_clock.now


def pending(incident):
    """The kinds of deadline that wait for the incident."""
    return set(Deadline.objects.filter(subject_id=incident.pk, state="pending").values_list("kind", flat=True))


def last_entry(incident):
    return incident.timeline.order_by("-id").first()


def test_confirming_writes_who_and_when(incident, manager):
    actions.confirm(incident, actor=manager, now=NOW(), text="现场电话核实")
    entry = last_entry(incident)
    assert (entry.code, entry.actor, entry.at, entry.text) == ("confirmed", manager, NOW(), "现场电话核实")


def test_each_move_writes_one_entry(responding):
    codes = list(responding.timeline.order_by("id").values_list("code", flat=True))
    assert codes == ["opened_by_warning", "confirmed", "activated", "plan_missing"]


@pytest.fixture
def lead(make_post, commander):
    make_post("commander", "000000", a=commander)
    return commander


def asked_to_decide():
    return [one.recipient for one in OutboxMessage.objects.filter(title__startswith="事件已确认", channel="in_app")]


def test_whoever_decides_is_asked_as_soon_as_somebody_else_has_confirmed(incident, field_staff, lead):
    actions.confirm(incident, actor=field_staff, now=NOW())
    assert (last_entry(incident).code, asked_to_decide()) == ("confirmed_and_asked", [lead])


def test_whoever_has_taken_command_is_not_asked_by_their_own_confirmation(incident, manager):
    incident.roles.create(function="commander", person=manager, since=NOW())
    actions.confirm(incident, actor=manager, now=NOW())
    assert asked_to_decide() == []


def test_another_who_commands_it_is_asked_although_a_commander_has_confirmed(incident, commander, manager):
    incident.roles.create(function="commander", person=manager, since=NOW())
    actions.confirm(incident, actor=commander, now=NOW())
    assert asked_to_decide() == [manager]


def test_a_commander_who_confirms_asks_nobody(incident, lead):
    actions.confirm(incident, actor=lead, now=NOW())
    assert (last_entry(incident).code, asked_to_decide()) == ("confirmed", [])


def test_confirming_acknowledges(incident, manager):
    actions.confirm(incident, actor=manager, now=NOW())
    assert Acknowledgement.objects.get(subject_id=incident.pk).person == manager


@pytest.mark.parametrize(
    ("stage", "duty"),
    [
        ("incident", "confirm_due"),
        ("confirmed", "activate_due"),
        ("responding", "review_due"),
        ("restored", "close_due"),
    ],
)
def test_every_open_status_owes_something(request, stage, duty):
    assert duty in pending(request.getfixturevalue(stage))


def test_closed_it_owes_nothing(restored, manager):
    assert pending(actions.close(restored, actor=manager, now=NOW())) == set()


def test_a_false_alarm_that_the_reports_confirm_owes_nothing(incident, manager):
    clear(incident.warning)
    actions.mark_false_alarm(incident, actor=manager, now=NOW(), text="网点装修断电")
    assert pending(incident) == set()


def test_a_false_alarm_needs_a_reason(incident, manager):
    with pytest.raises(Invalid):
        actions.mark_false_alarm(incident, actor=manager, now=NOW(), text="  ")


def test_a_second_confirmation_is_refused_with_what_is_possible(confirmed, manager):
    with pytest.raises(Refused, match="现在可以：启动响应"):
        actions.confirm(confirmed, actor=manager, now=NOW())


def test_a_stale_page_cannot_undo_what_happened_meanwhile(incident, manager):
    stale = Incident.objects.get(pk=incident.pk)
    actions.mark_false_alarm(incident, actor=manager, now=NOW(), text="误报")
    with pytest.raises(Refused):
        actions.confirm(stale, actor=manager, now=NOW())


def test_the_level_is_a_decision_of_its_own(confirmed, manager):
    incident = actions.activate(confirmed, "2", actor=manager, now=NOW())
    assert (incident.grade, incident.response_level) == ("III", "2")


def test_the_level_is_changed_with_a_reason(responding, manager):
    actions.change_level(responding, "1", actor=manager, now=NOW(), text="影响扩大")
    assert last_entry(responding).params == {"before": "3", "after": "1"}


def test_the_grade_is_changed_with_a_reason(responding, manager):
    incident = actions.change_grade(responding, "IV", actor=manager, now=NOW(), text="仅一台")
    assert incident.grade == "IV"


@pytest.mark.parametrize("change", [{"grade": "III", "text": "同级"}, {"grade": "II", "text": ""}])
def test_a_grade_is_not_changed_to_itself_nor_silently(responding, manager, change):
    with pytest.raises(Invalid):
        actions.change_grade(responding, actor=manager, now=NOW(), **change)


def test_the_expected_end_lies_ahead(responding, manager):
    with pytest.raises(Invalid):
        actions.expect_until(responding, NOW(), actor=manager, now=NOW())


def test_the_expected_end_may_be_unknown(responding, manager):
    actions.expect_until(responding, None, actor=manager, now=NOW())
    assert last_entry(responding).code == "expected_until_unknown"


def test_restored_all_terminals_are_back(restored):
    assert not restored.terminals.filter(until=None).exists()


def test_closing_waits_for_the_substitutes(responding, manager):
    substitute = actions.request_substitute(responding, "hotline", "12345", actor=manager, now=NOW())
    actions.serve_substitute(substitute, "首个来电", actor=manager, now=NOW())
    clear(responding.warning)
    actions.restore(responding, actor=manager, now=NOW())
    with pytest.raises(Refused, match="先撤除"):
        actions.close(responding, actor=manager, now=NOW())


def test_opened_again_it_owes_something_and_its_clock_goes_on(restored, manager, clock):
    clock.shift(timedelta(minutes=10))
    incident = actions.reopen(restored, actor=manager, now=NOW(), text="又断了")
    assert (incident.status, incident.restored_at) == ("responding", None)
    assert {"review_due", "clock_reminder", "clock_missed", "acknowledgement_lapses"} <= pending(incident)


def test_opened_again_the_terminals_are_affected_again(restored, manager):
    incident = actions.reopen(restored, actor=manager, now=NOW(), text="又断了")
    assert incident.terminals.filter(until=None).count() == 3


def test_a_false_alarm_affects_no_terminal(incident, manager):
    actions.mark_false_alarm(incident, actor=manager, now=NOW(), text="施工断电")
    assert not incident.terminals.filter(until=None).exists()


def test_notes_are_taken_in_every_status(restored, manager):
    actions.close(restored, actor=manager, now=NOW())
    assert actions.note(restored, "补充：供电局来函", actor=manager, now=NOW()).text == "补充：供电局来函"


def test_acknowledging_tells_until_when(incident, manager):
    assert actions.acknowledge(incident, actor=manager, now=NOW()) == NOW() + timedelta(minutes=15)


def test_a_b_acts_for_the_a(incident, make_person, make_post):
    lead, deputy = make_person("a", "manager"), make_person("b", "manager", name="副手")
    make_post("technical", "310000", a=lead, b=deputy)
    actions.confirm(incident, actor=deputy, now=NOW())
    assert last_entry(incident).acting_for == lead


def test_two_who_are_each_other_s_b_act_for_each_other_where_the_policy_calls(incident, make_person, make_post):
    first, second = make_person("a", "manager"), make_person("b", "manager")
    make_post("technical", "310000", a=first, b=second)
    make_post("logistics", "310000", a=second, b=first)
    actions.confirm(incident, actor=second, now=NOW())
    actions.note(incident, "已到现场", actor=first, now=NOW())
    acted = incident.timeline.exclude(actor=None).order_by("id").values_list("actor__username", "acting_for__username")
    assert list(acted) == [("b", "a"), ("a", None)]


def test_a_b_of_a_post_that_is_not_called_acts_for_an_a_who_is_away(incident, make_person, make_post):
    away, deputy = make_person("a", "manager", is_active=False), make_person("b", "manager")
    make_post("logistics", "310000", a=away, b=deputy)
    actions.confirm(incident, actor=deputy, now=NOW())
    assert last_entry(incident).acting_for == away


def test_an_a_acts_in_their_own_name(incident, make_person, make_post):
    lead = make_person("a", "manager")
    make_post("technical", "310000", a=lead, b=make_person("b", "manager"))
    actions.confirm(incident, actor=lead, now=NOW())
    assert last_entry(incident).acting_for is None


MOVES = {
    "activate": ("confirmed", lambda incident, actor: actions.activate(incident, "4", actor=actor, now=NOW())),
    "level": (
        "responding",
        lambda incident, actor: actions.change_level(incident, "1", actor=actor, now=NOW(), text="x"),
    ),
    "grade": (
        "incident",
        lambda incident, actor: actions.change_grade(incident, "I", actor=actor, now=NOW(), text="x"),
    ),
    "close": ("restored", lambda incident, actor: actions.close(incident, actor=actor, now=NOW())),
    "reopen": ("restored", lambda incident, actor: actions.reopen(incident, actor=actor, now=NOW(), text="x")),
    "merge": ("incident", lambda incident, actor: actions.merge_into(incident, Incident(pk=0), actor=actor, now=NOW())),
}


@pytest.mark.parametrize("move", MOVES)
def test_field_staff_leave_decisions_to_coordinators(request, field_staff, move):
    stage, act = MOVES[move]
    with pytest.raises(Forbidden):
        act(request.getfixturevalue(stage), field_staff)


@pytest.mark.parametrize("act", [actions.confirm, actions.acknowledge])
@pytest.mark.parametrize("who", ["auditor", "outsider"])
def test_auditors_and_other_regions_change_nothing(request, incident, who, act):
    with pytest.raises(Forbidden):
        act(incident, actor=request.getfixturevalue(who), now=NOW())


def test_field_staff_of_the_region_confirm(incident, field_staff):
    assert actions.confirm(incident, actor=field_staff, now=NOW()).status == "confirmed"
