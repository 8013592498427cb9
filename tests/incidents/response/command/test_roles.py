"""Roles on an incident: named, taken over, handed back; who is called first."""

from datetime import timedelta

import pytest

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from incidents.escalation.actions import fire_next
from incidents.escalation.models import OutboxMessage
from incidents.response import actions, posts
from incidents.response.command.actions import assign, hand_back, take_over
from incidents.response.command.queries import roles_of

NOW = now_clock.now


@pytest.fixture
def other(make_person):
    return make_person("other", "manager", regions=["310000"], name="周岚")


def person_of(incident, function):
    return {role.function: role.person for role in roles_of(incident, NOW())}[function]


def test_without_a_name_whoever_acts_for_the_post_has_it(incident, make_post, other):
    make_post("technical", "310000", a=other)
    assert person_of(incident, "technical") == other


def test_somebody_named_has_it_and_is_told(incident, manager, field_staff):
    assign(incident, "scribe", field_staff, actor=manager, now=NOW())
    assert person_of(incident, "scribe") == field_staff
    assert OutboxMessage.objects.filter(recipient=field_staff, title__contains="记录员", channel="in_app").count() == 1
    assert incident.timeline.latest("id").kind == "command"


def test_only_one_has_it(incident, manager, field_staff, other):
    assign(incident, "scribe", field_staff, actor=manager, now=NOW())
    assign(incident, "scribe", other, actor=manager, now=NOW())
    assert [row.person for row in incident.roles.filter(until=None)] == [other]


def test_handed_back_it_is_the_posts(incident, manager, field_staff, other, make_post):
    make_post("technical", "310000", a=other)
    assign(incident, "technical", field_staff, actor=manager, now=NOW())
    hand_back(incident, "technical", actor=field_staff, now=NOW())
    assert person_of(incident, "technical") == other


def test_field_staff_take_roles_over_but_not_the_command(incident, field_staff):
    take_over(incident, "scribe", actor=field_staff, now=NOW(), text="")
    with pytest.raises(Forbidden):
        take_over(incident, "commander", actor=field_staff, now=NOW(), text="没人")


def test_field_staff_name_nobody_unless_they_command(incident, manager, field_staff, other):
    with pytest.raises(Forbidden):
        assign(incident, "scribe", other, actor=field_staff, now=NOW())
    assign(incident, "commander", field_staff, actor=manager, now=NOW())
    assign(incident, "scribe", other, actor=field_staff, now=NOW())


def test_those_who_do_not_see_it_or_only_read_cannot_have_it(incident, manager, outsider, auditor):
    for person in (outsider, auditor):
        with pytest.raises(Invalid):
            assign(incident, "scribe", person, actor=manager, now=NOW())


def test_not_twice(incident, manager, field_staff):
    assign(incident, "scribe", field_staff, actor=manager, now=NOW())
    with pytest.raises(Refused):
        assign(incident, "scribe", field_staff, actor=manager, now=NOW())


def test_the_named_commander_is_told_first(incident, manager, other, make_post, make_person):
    make_post("technical", "310000", a=make_person("a", "manager"))
    assign(incident, "commander", other, actor=manager, now=NOW())
    assert posts.in_charge(incident, NOW())[0] == other
    assert posts.leads(incident, NOW()) == [other]


def test_the_named_commander_may_overrule_the_reports(confirmed, manager, field_staff):
    with pytest.raises(Forbidden):
        actions.restore(confirmed, actor=field_staff, now=NOW(), overruled="现场可用")
    assign(confirmed, "commander", field_staff, actor=manager, now=NOW())
    assert actions.restore(confirmed, actor=field_staff, now=NOW(), overruled="现场可用").status == "restored"


def test_field_staff_still_find_a_suspicion_false(incident, field_staff):
    assert actions.mark_false_alarm(incident, actor=field_staff, now=NOW(), text="施工").status == "false_alarm"


class TestPages:
    @pytest.mark.parametrize(("who", "status"), [("manager", 200), ("auditor", 200), ("outsider", 404)])
    def test_are_for_those_who_see_the_incident(self, client, request, incident, who, status):
        client.force_login(request.getfixturevalue(who))
        assert client.get(f"/incidents/{incident.number}/command/").status_code == status

    def test_name_somebody(self, client, manager, incident, field_staff):
        client.force_login(manager)
        client.post(f"/incidents/{incident.number}/command/", {"function": "scribe", "person": field_staff.pk})
        assert person_of(incident, "scribe") == field_staff

    def test_take_and_give_back(self, client, field_staff, incident):
        client.force_login(field_staff)
        client.post(f"/incidents/{incident.number}/command/take/", {"function": "scribe"})
        assert person_of(incident, "scribe") == field_staff
        client.post(f"/incidents/{incident.number}/command/back/", {"function": "scribe"})
        assert person_of(incident, "scribe") is None


def call_now(incident, clock):
    """Whom the first step of the incident's escalation has called."""
    clock.shift(timedelta(minutes=1))
    while fire_next(NOW()):
        pass
    calls = OutboxMessage.objects.filter(
        idempotency_key__startswith=f"escalate:incident:{incident.pk}:", channel="in_app"
    )
    return [message.recipient for message in calls.order_by("pk")]


def test_the_call_goes_to_who_was_named_for_the_function(incident, manager, other, make_post, make_person, clock):
    make_post("technical", "310000", a=make_person("a", "manager"))
    assign(incident, "technical", other, actor=manager, now=NOW())
    assert call_now(incident, clock)[0] == other
