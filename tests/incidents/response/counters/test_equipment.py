"""What a counter works with: taken and given back through the inventory's chain of custody."""

import pytest
from django.urls import reverse

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Forbidden, Refused
from incidents.response import actions
from incidents.response.counters.actions import checking, equipping
from incidents.response.counters.checks import still_out
from incidents.response.counters.models import Counter
from incidents.response.models import Substitute
from resources.inventory.actions import custody
from resources.inventory.actions.chain import By
from resources.inventory.actions.custody import Found, Receiver
from resources.inventory.actions.equipment import register
from resources.inventory.models import CustodyEntry, Depot, Equipment

NOW = now_clock.now


@pytest.fixture
def pos(regions):
    depot = Depot.objects.create(code="SH-01", name="黄浦备件库", region_id="310101")
    item = Equipment(code="POS-1", kind="portable_pos", serial_number="SN-1", depot=depot, model="P90")
    return register(item, By(None, NOW()))


@pytest.fixture
def taken(counter, pos, manager):
    return equipping.take_equipment(counter, pos, actor=manager, now=NOW(), key="k")


def test_it_is_out_for_the_incident_at_the_site(taken, counter, manager):
    subject = ("incident", counter.substitute.incident_id)
    assert (taken.state, taken.holder, taken.site) == ("out", manager, counter.substitute.site)
    assert (taken.subject_kind, taken.subject_id) == subject


def test_the_same_press_twice_takes_it_once(taken, counter, pos, manager):
    pos.refresh_from_db()
    equipping.take_equipment(counter, pos, actor=manager, now=NOW(), key="k")
    assert CustodyEntry.objects.filter(kind="out").count() == 1


def test_what_is_out_elsewhere_is_refused(counter, pos, manager):
    Equipment.objects.update(state="out", subject_kind="incident", subject_id=1)
    pos.refresh_from_db()
    with pytest.raises(Refused):
        equipping.take_equipment(counter, pos, actor=manager, now=NOW())
    assert not counter.equipment.exists()


def test_it_is_still_out_when_the_counter_has_gone_to_another_incident(taken, counter, elsewhere):
    Substitute.objects.update(incident=elsewhere)
    assert still_out(Counter.objects.get()) == ["POS-1"]


def test_what_came_back_and_went_to_another_is_not_out_for_this_counter(taken, counter, manager, clock):
    equipping.return_equipment(counter, taken, Found("good"), actor=manager, now=NOW())
    clock.shift(60)
    custody.hand_out(taken, Receiver(holder=manager), By(manager, NOW()))
    assert still_out(counter) == []


def test_taken_again_it_is_out_again(taken, counter, manager, clock):
    equipping.return_equipment(counter, taken, Found("good"), actor=manager, now=NOW())
    clock.shift(60)
    taken.refresh_from_db()
    equipping.take_equipment(counter, taken, actor=manager, now=NOW(), key="again")
    assert still_out(counter) == ["POS-1"]


def test_an_outsider_takes_nothing(counter, pos, outsider):
    with pytest.raises(Forbidden):
        equipping.take_equipment(counter, pos, actor=outsider, now=NOW())


def test_while_it_is_out_the_list_says_so(taken, counter, manager):
    check = counter.checks.get(code="equipment_back")
    check.counter = counter
    with pytest.raises(Refused, match="POS-1"):
        checking.tick(check, done=True, actor=manager, now=NOW())


def test_it_goes_back_to_its_depot(taken, counter, manager):
    back = equipping.return_equipment(counter, taken, Found("good"), actor=manager, now=NOW())
    assert (back.state, back.holder, back.site) == ("in_depot", None, None)


def test_it_goes_back_after_the_withdrawal_too(taken, counter, manager):
    actions.withdraw_substitute(counter.substitute, actor=manager, now=NOW(), overruled="稍后归还")
    taken.refresh_from_db()
    assert equipping.return_equipment(counter, taken, Found("worn"), actor=manager, now=NOW()).condition == "worn"


def test_a_counter_that_never_opened_is_not_withdrawn_with_things_out(taken, counter, manager):
    Substitute.objects.filter(pk=counter.pk).update(status="requested")
    with pytest.raises(Refused, match="设备归还：POS-1"):
        actions.withdraw_substitute(counter.substitute, actor=manager, now=NOW())


def test_the_page_takes_and_gives_back(client, counter, pos, manager):
    client.force_login(manager)
    where = [counter.substitute.incident.number, counter.pk]
    client.post(reverse("incidents:counter_equipment", args=where), {"item": "POS-1", "key": "k"})
    out = Equipment.objects.get().state
    client.post(reverse("incidents:counter_equipment_back", args=where), {"item": "POS-1", "condition": "good"})
    assert (out, Equipment.objects.get().state) == ("out", "in_depot")


def test_what_another_counter_has_is_not_given_back_here(counter, pos, manager):
    with pytest.raises(Refused, match="不是这个窗口的设备"):
        equipping.return_equipment(counter, pos, Found("good"), actor=manager, now=NOW())
