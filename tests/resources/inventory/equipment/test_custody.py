"""Equipment changes hands, and every time its chain of custody says so."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from emergency_ops.lib.errors import Forbidden, Refused
from resources.inventory.actions import custody, equipment
from resources.inventory.actions.chain import By
from resources.inventory.actions.custody import Found, Receiver
from resources.inventory.models import CustodyEntry, Equipment
from resources.staff.models import Memo
from tests.conftest import NOON
from tests.resources.inventory.equipment.refusing import refused

GOOD, FAULTY = Found("good"), Found("faulty")
TOMORROW = NOON + timedelta(days=1)


def kinds(item):
    return list(item.custody.order_by("id").values_list("kind", flat=True))


def test_registering_opens_the_chain(item):
    assert kinds(item) == ["registered"]
    assert len(item.token) == 12


def test_a_cycle_gives_the_first_maintenance(make_item):
    assert make_item(maintenance_months=6).maintenance_due == date(2027, 5, 23)


def test_handing_out_names_holder_purpose_and_date(item, by, field_staff, subject, site):
    out = custody.hand_out(item, Receiver(field_staff, site, TOMORROW), by(subject=subject))
    entry = item.custody.first()
    assert (out.state, out.holder, out.site, out.due_back) == ("out", field_staff, site, TOMORROW)
    assert (entry.kind, entry.holder, entry.site, entry.reference) == ("out", field_staff, site, subject.reference)


def test_what_is_out_is_not_handed_out_again(item, by, field_staff, manager):
    custody.hand_out(item, Receiver(field_staff), by())
    with refused("equipment_is_out") as refusal:
        custody.hand_out(item, Receiver(manager), by())
    assert "王强" in str(refusal.value)


def test_a_repeated_request_does_nothing_again(item, by, field_staff):
    for _ in range(2):
        custody.hand_out(item, Receiver(field_staff), by(key="k1"))
    assert kinds(item) == ["registered", "out"]


def test_a_key_is_of_one_request(make_item, by, field_staff):
    custody.hand_out(make_item("A"), Receiver(field_staff), by(key="k1"))
    with refused("equipment_key_taken"):
        custody.hand_out(make_item("B"), Receiver(field_staff), by(key="k1"))


def test_a_faulty_item_stays(item, by, field_staff):
    custody.change_condition(item, "faulty", by("屏幕不亮"))
    with refused("equipment_faulty"):
        custody.hand_out(item, Receiver(field_staff), by())


def test_somebody_or_somewhere_must_receive_it(item, by):
    with refused("equipment_to_nobody"):
        custody.hand_out(item, Receiver(), by())


def test_it_is_due_back_after_it_leaves(item, by, field_staff):
    with refused("equipment_due_back"):
        custody.hand_out(item, Receiver(field_staff, due_back=NOON), by())


def test_field_staff_take_for_themselves_only(item, by, field_staff, manager):
    with refused("equipment_for_oneself"):
        custody.hand_out(item, Receiver(manager), by(person=field_staff))
    assert custody.hand_out(item, Receiver(field_staff), by(person=field_staff)).holder == field_staff


@pytest.mark.parametrize("who", ["auditor", "outsider"])
def test_auditors_and_outsiders_take_nothing(item, by, who, request):
    person = request.getfixturevalue(who)
    with pytest.raises(Forbidden):
        custody.hand_out(item, Receiver(person), by(person=person))


def test_it_may_come_back_to_another_depot(item, by, field_staff, make_depot):
    custody.hand_out(item, Receiver(field_staff), by())
    other = make_depot("SH-02", "310104")
    back = custody.take_back(item, other, Found("worn", 40), by(minutes=5))
    assert (back.state, back.depot, back.holder, back.condition) == ("in_depot", other, None, "worn")
    assert item.custody.first().holder == field_staff
    assert back.battery_checked_at == NOON + timedelta(minutes=5)


def test_who_has_it_gives_it_back_and_nobody_else_in_the_field(item, by, field_staff, make_person):
    custody.hand_out(item, Receiver(field_staff), by())
    other = make_person("other", "field_staff", regions=["310101"])
    with pytest.raises(Forbidden):
        custody.take_back(item, item.depot, GOOD, by(person=other))
    assert custody.take_back(item, item.depot, GOOD, by(person=field_staff)).state == "in_depot"


def test_moving_between_depots(item, by, make_depot):
    other = make_depot("SH-02", "310104")
    assert custody.move(item, other, by()).depot == other
    assert item.custody.first().depot == other


def test_it_is_not_moved_out_of_sight(item, by, nanjing):
    with refused("equipment_depot_not_seen"):
        custody.move(item, nanjing, by())


def test_maintenance_sets_the_next_date(make_item, by):
    item = make_item(maintenance_months=3)
    custody.send_to_maintenance(item, by("年检"))
    done = custody.maintenance_done(item, "good", by())
    assert (done.state, done.maintenance_due) == ("in_depot", date(2027, 2, 23))
    assert kinds(item)[1:] == ["maint_sent", "maint_done"]


def test_nothing_comes_faulty_out_of_maintenance(item, by):
    custody.send_to_maintenance(item, by("坏了"))
    with refused("equipment_not_repaired"):
        custody.maintenance_done(item, "faulty", by())


@pytest.mark.parametrize("percent", [-1, 101])
def test_a_charge_is_a_percentage(item, by, percent):
    with refused("equipment_battery_range"):
        custody.check_battery(item, percent, by())


def test_a_standby_terminal_has_no_battery(standby, by):
    with refused("equipment_no_battery"):
        custody.check_battery(standby, 50, by())


def test_a_fault_is_told_to_the_keeper(make_item, make_depot, by, storekeeper, field_staff):
    item = make_item(depot=make_depot("SH-09", keeper=storekeeper))
    custody.change_condition(item, "faulty", by("打不开", person=field_staff))
    assert Memo.objects.get().recipient == storekeeper
    assert "打不开" in Memo.objects.get().title


def test_a_fault_needs_words(item, by):
    with refused("equipment_fault_text"):
        custody.change_condition(item, "faulty", by(" "))


def test_lost_and_found(item, by, field_staff):
    custody.hand_out(item, Receiver(field_staff, due_back=TOMORROW), by())
    lost = custody.report_lost(item, by("现场找不到", person=field_staff))
    assert (lost.state, lost.holder, lost.due_back) == ("lost", field_staff, None)
    assert custody.found(item, item.depot, GOOD, by()).state == "in_depot"


def test_what_is_scrapped_stays_scrapped(item, by):
    custody.scrap(item, by("修不好"))
    for step in (lambda: custody.move(item, item.depot, by()), lambda: custody.scrap(item, by("再来"))):
        with pytest.raises(Refused):
            step()


def test_the_chain_cannot_be_rewritten(item):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        CustodyEntry.objects.update(text="…")


def test_codes_and_serials_are_of_one_item(item, depot):
    again = Equipment(code="POS-1", kind="scanner", serial_number="X", depot=depot)
    with refused("equipment_code_taken"):
        equipment.register(again, By(None, NOON))
    again.code, again.kind, again.serial_number = "POS-2", item.kind, item.serial_number
    with refused("equipment_serial_taken"):
        equipment.register(again, By(None, NOON))


def test_reference_data_keeps_its_history(item, by, storekeeper):
    item.model = "P91"
    equipment.edit(item, by())
    assert [version.model for version in item.history.all()] == ["P91", "P90"]
    assert item.history.first().history_user == storekeeper


def test_another_cycle_moves_the_next_maintenance(item, by):
    item.maintenance_months = 12
    assert equipment.edit(item, by()).maintenance_due == date(2027, 11, 23)
